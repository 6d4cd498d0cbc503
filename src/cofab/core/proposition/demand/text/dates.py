"""Dates as people say them, counted from a given day: 11月30日前, 下周五, 月底, 10天内, by next Friday, 5 Dec.

A date that can be read in two ways (05/12) or only felt (before the holidays) is not read.
"""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from cofab.core.proposition.demand.text.numbers import EN, ZH, whole
from cofab.core.proposition.demand.text.scan import FLAGS, Scan

FAR_DAYS = 180
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_ZH = "一二三四五六日天"
_N = rf"(?P<n>\d+|{ZH})"
_NE = rf"(?P<n>\d+|{EN}|an?)"
Read = Callable[[re.Match[str], date, bool], date | None]


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_day(month: int, day: int, today: date) -> date | None:
    """Return the day of this year, or of the next where it has long passed; None where it has just passed."""
    found = _on(today.year, month, day)
    if found is not None and found < today:
        found = _on(today.year + 1, month, day) if (today - found).days > FAR_DAYS else None
    return found


def _end_of_month(today: date, ahead: int) -> date:
    months = today.year * 12 + today.month - 1 + ahead
    year, month = divmod(months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _full(m: re.Match[str], today: date, chinese: bool) -> date | None:
    found = _on(int(m["y"]), int(m["m"]), int(m["d"]))
    return found if found is None or found >= today else None


def _slashed(m: re.Match[str], today: date, chinese: bool) -> date | None:
    """Read 12/01 as month and day in Chinese; elsewhere only where one of the two cannot be a month."""
    one, two = int(m["a"]), int(m["b"])
    year = int(m["y"]) if m["y"] else 0
    if not chinese and one <= 12 and two <= 12 and one != two:
        return None
    month, day = (one, two) if one <= 12 else (two, one)
    return _on(year, month, day) if year else _month_day(month, day, today)


def _zh_month_day(m: re.Match[str], today: date, chinese: bool) -> date | None:
    month, day = whole(m["m"]), whole(m["d"])
    return _month_day(month, day, today) if month and day else None


def _third(m: re.Match[str], today: date, chinese: bool) -> date | None:
    month = whole(m["m"])
    if not month or not 1 <= month <= 12:
        return None
    last = monthrange(today.year, month)[1]
    return _month_day(month, {"上": 10, "中": 20, "下": last, "底": last, "末": last}[m["third"]], today)


def _zh_weekday(m: re.Match[str], today: date, chinese: bool) -> date:
    day = min(_DAYS_ZH.index(m["d"]), 6)
    monday = today - timedelta(days=today.weekday())
    weeks = (m["w"] or "").count("下")
    found = monday + timedelta(days=7 * weeks + day)
    return found if found >= today else found + timedelta(days=7)


def _en_weekday(m: re.Match[str], today: date, chinese: bool) -> date:
    said = m.groupdict()
    day = _DAYS_EN.index((said["d"] or said["d2"])[:3].casefold())
    monday = today - timedelta(days=today.weekday())
    ahead = (said["w"] or said.get("w2") or "").casefold() == "next"
    found = monday + timedelta(days=7 * ahead + day)
    return found if found >= today else found + timedelta(days=7)


def _named(m: re.Match[str], today: date, chinese: bool) -> date | None:
    month = _MONTHS.index(m["name"][:3].casefold()) + 1
    year = m.groupdict().get("y")
    return _on(int(year), month, int(m["d"])) if year else _month_day(month, int(m["d"]), today)


def _zh_end(m: re.Match[str], today: date, chinese: bool) -> date:
    return date(today.year, 12, 31) if m["what"].startswith("年") else _end_of_month(today, "下" in (m["w"] or ""))


def _en_end(m: re.Match[str], today: date, chinese: bool) -> date:
    if m["what"].casefold() == "year":
        return date(today.year, 12, 31)
    return _end_of_month(today, (m["w"] or "").casefold() == "next")


def _of_month(m: re.Match[str], today: date, chinese: bool) -> date | None:
    """Read 本月28号, 下月15号, or a bare 28号, which is the next such day."""
    first = today.replace(day=1)
    ahead = _end_of_month(today, 1).replace(day=1)
    day = whole(m["d"])
    if not day:
        return None
    base = ahead if "下" in (m["w"] or "") else first
    found = _on(base.year, base.month, day)
    if found is not None and found < today:
        found = None if m["w"] else _on(ahead.year, ahead.month, day)
    return found


def _in_days(m: re.Match[str], today: date, chinese: bool) -> date | None:
    count = 1 if m["n"].casefold() in ("a", "an") else whole(m["n"])
    unit = m["unit"].casefold()
    if not count:
        return None
    if m.groupdict().get("work"):
        return _working(today, count)
    if unit.startswith(("月", "month")):
        end = _end_of_month(today, count)
        return end.replace(day=min(today.day, end.day))
    return today + timedelta(days=count * (7 if unit.startswith(("周", "星", "礼", "week")) else 1))


def _half_month(m: re.Match[str], today: date, chinese: bool) -> date:
    return today + timedelta(days=15)


def _working(today: date, count: int) -> date:
    found = today
    while count:
        found += timedelta(days=1)
        count -= found.weekday() < 5
    return found


_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
          "today": 0, "tomorrow": 1, "the day after tomorrow": 2}  # fmt: skip


def _near(m: re.Match[str], today: date, chinese: bool) -> date:
    return today + timedelta(days=_WORDS[re.sub(r"\s+", " ", m["word"].casefold())])


_FIXED = {"元旦": (1, 1), "圣诞": (12, 25), "国庆": (10, 1), "christmas": (12, 25), "new year": (1, 1)}


def _holiday(m: re.Match[str], today: date, chinese: bool) -> date | None:
    """Read a holiday with a fixed date; the Spring Festival has none and is asked for."""
    return _month_day(*_FIXED[m["word"].casefold()], today)


_SENT = r"(?!\s*(?:能|就|可以|会)?(?:送|寄|发|拿来|下单|到料|付))"
_RULES: tuple[tuple[str, str, Read], ...] = (
    ("date.full", r"(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?:日|号)?", _full),
    ("date.slashed", r"(?<![\dA-Za-z/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>20\d\d))?(?![\d/\"-])", _slashed),
    ("date.month_day", rf"(?P<m>\d{{1,2}}|{ZH})月\s*(?P<d>\d{{1,2}}|{ZH})\s*(?:日|号)?", _zh_month_day),
    ("date.third", rf"(?P<m>\d{{1,2}}|{ZH})月(?P<third>[上中下底末])旬?", _third),
    ("date.dotted", r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])\.(?P<d>[0-3]?\d)(?![\d.])\s*(?:号|日|(?=之?前|交))", _zh_month_day),
    ("date.holiday", r"(?P<word>元旦|圣诞|国庆|\bChristmas\b|\bNew Year\b(?! holidays))节?", _holiday),
    ("date.of_month", r"(?P<w>)\bby\s+the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)\b", _of_month),
    ("date.end", r"(?P<w>下个?|本|这个?)?(?P<what>月底|月末|年底)", _zh_end),
    ("date.of_month", rf"(?P<w>本月|这个?月|下个?月)?(?P<d>\d{{1,2}}|{ZH})号(?!钢|机|线|门|楼|色)", _of_month),
    ("date.weekday", r"(?P<w>下下个?|下个?|本|这个?|上)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])", _zh_weekday),
    ("date.near", rf"(?P<word>大后天|后天|明天|明日|今天|今日){_SENT}", _near),
    ("date.in_days", rf"{_N}\s*(?:个)?(?P<work>工作)?(?P<unit>天|日(?=之?内|以内)|(?<=工作)日|周|星期|礼拜|(?<=个)月)(?:之?内|左右|以内|交|后交|出|要|"
     r"(?=\s*$|\s*[;\n!,]))", _in_days),
    ("date.named", rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s*(?P<y>20\d\d))?", _named),
    ("date.named", rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(?P<y>20\d\d))?(?!\d)", _named),
    ("date.weekday", r"\b(?P<d>mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\s+(?:of\s+)?(?P<w>next)\s+week\b|"
     r"\b(?P<w2>next)\s+week\s+(?:on\s+)?(?P<d2>mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b", _en_weekday),
    ("date.weekday", r"\b(?P<w>next|this)?\s*(?<!last )\b(?P<d>mon|tues?|wednes|thurs?|fri|satur|sun)day\b",
     _en_weekday),
    ("date.weekday", r"\b(?:(?:by|on|until|before|latest|them|it|(?P<w>next|this))\s+)(?P<d>mon|tues?|weds?|thu|thurs?|fri|sat|sun)"
     r"\b(?!\s+gear)", _en_weekday),
    ("date.in_days", r"(?P<n>半)个?(?P<unit>月)(?:之?内|以内|左右|交|(?=\s*[;\n!,]|\s*$))", _half_month),
    ("date.end", r"\bend\s+of\s+(?:the\s+|this\s+)?(?P<w>next)?\s*(?P<what>month|year)\b", _en_end),
    ("date.end", r"\b(?P<w>)(?P<what>month|year)[\s-]end\b", _en_end),
    ("date.near", r"(?<!send it )(?<!material )(?<!parts )\b(?P<word>the\s+day\s+after\s+tomorrow|tomorrow|today)\b",
     _near),
    ("date.in_days", rf"(?:\b(?:within|in|lead\s*time(?:\s*of)?:?|delivery\s+in)\s+(?:the\s+next\s+)?){_NE}[\s-]*"
     r"(?P<work>working|business)?\s*(?P<unit>day|week|month)s?\b", _in_days),
    ("date.in_days", rf"(?<=[,;] ){_NE}[\s-]*(?P<unit>week|month)s?(?=\s*(?:[.;!]|$))", _in_days),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, FLAGS), read) for name, pattern, read in _RULES)
_SAMPLE = re.compile(
    r"\s*(?:前|先|之前|就)*(?:先)?(?:出|做|看|寄|交)?(?:样|首件|打样)|\s*(?:之?前)?\s*(?:给|出|回|发)?(?:我|个)*报价"
)
_NOT_DUE = re.compile(
    r"(?:租|上|之前的|last\s|since\s|from\s|\b(?:quot\w+|offer|price)\s+(?:by|before|on|until))\s*$", FLAGS
)


def read_dates(scan: Scan, today: date) -> None:
    """Read when the goods are wanted: the first date is the due date, others are only spoken for."""
    for name, pattern, read in _COMPILED:
        for match in scan.find(pattern):
            found = read(match, today, scan.chinese)
            if found is None and name != "date.slashed":
                continue
            aside = _SAMPLE.match(scan.text, match.end()) or _NOT_DUE.search(scan.text[: match.start()])
            if found is None or aside or scan.has("due"):
                scan.take(match)
            else:
                scan.add("due", found.isoformat(), match, name)
