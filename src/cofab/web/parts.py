"""Small components as HTML: chips, marks, live ages, key figures, filters of a page's own words."""

from __future__ import annotations

from datetime import datetime
from difflib import ndiff
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cofab.web import words
from cofab.web.icons import icon

TONES = {
    "you": "bell",
    "wait": "hourglass",
    "go": "player-play",
    "care": "clock-exclamation",
    "stop": "x",
    "held": "lock",
    "done": "check",
    "draft": "pencil",
}
DENSITIES = ("tight", "normal", "roomy")


def chip(tone: str, word: Any, icon_name: str = "") -> SafeString:
    """Return a state chip: an icon and a word in one of the eight tones; ValueError for another tone."""
    if tone not in TONES:
        raise ValueError(f"no chip tone {tone}")
    return format_html('<span class="c-chip {}">{}{}</span>', tone, icon(icon_name or TONES[tone], 13), word)


def mark(kind: str) -> SafeString:
    """Return where a number comes from: estimate, quote, agreed or measured; nothing for an empty kind."""
    names = {
        "estimate": (pgettext("mark", "est."), _("estimated")),
        "quote": (pgettext("mark", "quote"), _("quoted by the firm")),
        "agreed": (pgettext("mark", "agreed"), _("agreed in the contract")),
        "measured": (pgettext("mark", "meas."), _("measured")),
    }
    if not kind:
        return SafeString()
    word, title = names[kind]
    return format_html('<span class="c-mark {}" title="{}">{}</span>', kind, title, word)


def live(at: datetime | None, stale_after: int = 60) -> SafeString:
    """Return the age of live data, which the browser keeps counting; grey once older than `stale_after` seconds."""
    if at is None:
        return format_html('<span class="c-live stale">{}</span>', _("no data"))
    old = (words.present() - at).total_seconds() > stale_after
    return format_html(
        '<span class="c-live{}" data-age-at="{}" data-age-stale="{}">{} · <time datetime="{}">{}</time></span>',
        " stale" if old else "", at.isoformat(), stale_after, _("heard") if old else _("live"),
        at.isoformat(), words.age(at),
    )  # fmt: skip


def countdown(until: datetime | None) -> SafeString:
    """Return the time left as a clock that the browser keeps counting down."""
    if until is None:
        return SafeString(words.NONE)
    return format_html(
        '<time class="c-clock" data-until="{}" datetime="{}">{}</time>',
        until.isoformat(), until.isoformat(), words.left(until),
    )  # fmt: skip


def promised(agreed: Any, forecast: Any) -> SafeString:
    """Return the two dates, agreed and forecast: amber with the days between only when the forecast is later."""
    if not forecast:
        return format_html("{}", words.day(agreed, weekday=False))
    late = (words.local(forecast).toordinal() - words.local(agreed).toordinal()) if agreed else 0
    text = words.day(forecast, weekday=False)
    if late <= 0:
        return format_html("{}", text)
    return format_html('<b class="care-c">{}</b> <span class="s care-c">+{}</span>', text, words.length(late * 86400))


def density(value: str | None) -> str:
    """Return the row density the reader chose, or normal."""
    return value if value in DENSITIES else "normal"


def densities() -> list[tuple[str, str]]:
    """Return the densities with their names."""
    return [("tight", _("Tight rows")), ("normal", _("Normal rows")), ("roomy", _("Roomy rows"))]


def other_name() -> SafeString:
    """Return Cofab's name in the language the page is not in, tagged with that language."""
    if words.chinese():
        return SafeString('<small lang="en">Cofab</small>')
    return SafeString('<small lang="zh-Hans">共坊</small>')


def time_left(until: datetime) -> SafeString:
    """Return "3:42 left", counting."""
    return format_html(_("{} left"), countdown(until))


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines of two texts as ("del" | "ins" | "", line), removed before added."""
    signs = {"- ": "del", "+ ": "ins", "  ": ""}
    return [(signs[row[:2]], row[2:]) for row in ndiff(before.splitlines(), after.splitlines()) if row[:2] in signs]
