"""How numbers, money and times are written for people, in the reader's language.

Three different things never share a sign: none is an em dash, zero is 0, unknown is a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.signals import request_finished, request_started
from django.utils import timezone
from django.utils.translation import get_language, pgettext

NONE = "—"
UNKNOWN = "?"
MINUS = "−"
SPACE = "\u00a0"
SIGNS = {"CNY": "¥", "EUR": "€", "USD": "$"}
WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MICROMETRES = re.compile(r"(?<![\d.,])(\d{3,}|\d{1,3}(?:,\d{3})+) µm")
_NANOMETRES = re.compile(r"(?<![\d.,])(\d+) nm\b", re.ASCII)
_clock: list[Callable[[], datetime]] = [timezone.now]
_page: ContextVar[list[datetime] | None] = ContextVar("cofab_page_time", default=None)


def use_clock(clock: Callable[[], datetime]) -> None:
    """Take the present from `clock` (aware datetimes) instead of the machine's, for the demo's fast time."""
    _clock[0] = clock


def present() -> datetime:
    """Return the present in the reader's zone; one page shows one present, so that its numbers agree."""
    if (page := _page.get()) is None:
        return timezone.localtime(_clock[0]())
    if not page:
        page.append(timezone.localtime(_clock[0]()))
    return page[0]


def _page_begins(**_signal: Any) -> None:
    _page.set([])


def _page_ends(**_signal: Any) -> None:
    _page.set(None)


request_started.connect(_page_begins, dispatch_uid="cofab.page_begins")
request_finished.connect(_page_ends, dispatch_uid="cofab.page_ends")


def chinese() -> bool:
    """Tell whether the reader's language is Chinese."""
    return (get_language() or "").startswith("zh")


def grouped(value: int | Decimal | Fraction | float, places: int = 0) -> str:
    """Return a number with thousands commas, `places` decimals and a true minus sign."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    text = f"{abs(exact):,.{places}f}"
    return (MINUS + text) if exact < 0 and text.strip("0.,") else text


def money(value: Any, places: int = 2, currency: str = "CNY", none: str = NONE) -> str:
    """Return minor units (an int, or anything with `amount_minor` and `currency`) as ¥1,234.56."""
    if value is None or value == "":
        return none
    if hasattr(value, "amount_minor"):
        value, currency = value.amount_minor, value.currency
    text = grouped(Decimal(value) / 100, places)
    sign = SIGNS.get(currency, currency + SPACE)
    return MINUS + sign + text[1:] if text.startswith(MINUS) else sign + text


def span(low: Any, high: Any, places: int = 0) -> str:
    """Return a range of minor units, ¥5,064–6,263; one value when both ends read the same."""
    left, right = money(low, places), money(high, places)
    return left if left == right else f"{left}–{right.lstrip('¥€$')}"


def signed(value: Any, places: int = 2) -> str:
    """Return minor units with an explicit sign, +¥100.00 or −¥100.00; zero carries a plus."""
    text = money(value, places)
    return text if text[0] in (MINUS, NONE) else "+" + text


def local(value: datetime | date) -> datetime | date:
    """Return an aware datetime in the reader's zone; a date or naive datetime as it is."""
    aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if aware else value  # type: ignore[arg-type]


def day(value: datetime | date | None, none: str = NONE, weekday: bool = True) -> str:
    """Return 12-09 周三 / 12-09 Wed; with the year when it is not this one."""
    if not value:
        return none
    value = local(value)
    text = f"{value:%m-%d}" if value.year == present().year else f"{value:%Y-%m-%d}"
    return f"{text} {WEEKDAYS['zh' if chinese() else 'en'][value.weekday()]}" if weekday else text


def clock(value: datetime | None, none: str = NONE) -> str:
    """Return the hour and minute, 09:05."""
    return f"{local(value):%H:%M}" if value else none


def moment(value: datetime | None, none: str = NONE) -> str:
    """Return day and clock, 12-09 周三 16:00; only the clock when it is today."""
    if not value:
        return none
    today = local(value).date() == present().date() if isinstance(value, datetime) else False  # type: ignore[union-attr]
    return clock(value) if today else f"{day(value)} {clock(value)}"


def half_day(value: datetime | None, none: str = NONE) -> str:
    """Return 12-11 下午 / 12-11 pm; noon counts as afternoon."""
    if not value:
        return none
    return f"{day(value, weekday=False)} {half(local(value).hour >= 12)}"  # type: ignore[union-attr]


def half(afternoon: bool) -> str:
    """Return the word for a morning or an afternoon."""
    return pgettext("half-day", "pm") if afternoon else pgettext("half-day", "am")


def hours(seconds: int | float | None, places: int = 1, none: str = NONE) -> str:
    """Return seconds as hours, 13.2 h."""
    return none if seconds is None else f"{grouped(Decimal(str(seconds)) / 3600, places)}{SPACE}h"


def percent(value: Any, places: int = 0, none: str = NONE) -> str:
    """Return a share (1 is the whole) as 91%."""
    return none if value is None else f"{grouped(Decimal(str(value)) * 100, places)}%"


def length(seconds: int | float | None, none: str = NONE) -> str:
    """Return a stretch of time in its two largest fitting units, 1 小时 18 分 / 1 h 18 min."""
    if seconds is None:
        return none
    total = max(0, int(seconds))
    days, rest = divmod(total, 86400)
    hour, rest = divmod(rest, 3600)
    names = ("天", "小时", "分", "秒") if chinese() else ("d", "h", "min", "s")
    parts = [(days, names[0]), (hour, names[1]), (rest // 60, names[2]), (rest % 60, names[3])]
    first = next((i for i, (n, _) in enumerate(parts) if n), 3)
    shown = [p for p in parts[first : first + 2] if p[0] or p is parts[first]]
    if first < 2:
        shown = [p for p in shown if p[1] != names[3]]
    return " ".join(f"{n} {name}" for n, name in shown[: 1 if first == 2 and total >= 600 else 2])


def age(value: datetime | None, none: str = UNKNOWN) -> str:
    """Return how long ago something was, 8 秒前 / 8 s ago."""
    if not value:
        return none
    seconds = max(0, int((present() - value).total_seconds()))
    size, name_zh, name_en = next(
        (s, z, e)
        for s, z, e in ((86400, "天", "d"), (3600, "小时", "h"), (60, "分", "min"), (1, "秒", "s"))
        if seconds >= s or s == 1
    )
    return f"{seconds // size} {name_zh}前" if chinese() else f"{seconds // size} {name_en} ago"


def left(value: datetime | None, none: str = NONE) -> str:
    """Return the time left until `value` as a clock, 3:42 (hours:minutes); days from two days on."""
    if not value:
        return none
    seconds = max(0, int((value - present()).total_seconds()))
    if seconds >= 2 * 86400:
        return length(seconds // 86400 * 86400)
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def in_trade_units(text: str) -> str:
    """Return a sentence with lengths as the trade says them: 1500 µm as 1.5 mm, Ra 800 nm as Ra 0.8 µm; 30 µm stays."""
    text = _NANOMETRES.sub(lambda m: f"{_thousandth(m[1])} µm", text)
    return _MICROMETRES.sub(lambda m: f"{_thousandth(m[1])} mm", text)


def _thousandth(number: str) -> str:
    return millimetres(int(number.replace(",", "")))


def millimetres(micrometres: int | None, none: str = NONE) -> str:
    """Return micrometres in millimetres without needless zeros: 47, 47.012."""
    if micrometres is None:
        return none
    text = f"{Decimal(micrometres) / 1000:,.3f}".rstrip("0").rstrip(".")
    return MINUS + text[1:] if text.startswith("-") else text
