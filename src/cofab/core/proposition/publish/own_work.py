"""Own work as a firm keeps it, typed or as a table: lines become stretches of machines' time, or say what is wrong.

A line is `machine, start, end, note, kind`, parted by tabs, semicolons or commas; a first line of headings is known
in both languages. Times are local. A half-day may stand for both times: "2026-12-07 am", "12-07 下午", "12-07 全天".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.window import Window

TOO_MANY_LINES = declare("publish.too_many_lines", "At most {most} lines at once; these are {lines}.")
LINE_SHORT = declare("publish.line_short", "Machine, start and end are needed.")
NOT_A_TIME = declare("publish.not_a_time", "{text} is no time. Write 2026-12-07 08:00, or 2026-12-07 am.")
ENDS_BEFORE = declare("publish.ends_before", "It ends before it begins.")
MOST_LINES = 2_000
HEADS = {
    "machine": ("machine", "设备", "机床", "机器"),
    "start": ("start", "from", "开始", "起"),
    "end": ("end", "until", "to", "结束", "止"),
    "label": ("note", "label", "what", "说明", "备注", "内容"),
    "kind": ("kind", "类型"),
}
COLUMNS = tuple(HEADS)
CLOSED = frozenset({"closure", "closed", "maintenance", "停开", "保养", "休息"})
NOON = time(12)
HALVES = {
    "am": (time(0), NOON), "上午": (time(0), NOON), "pm": (NOON, time(0)), "下午": (NOON, time(0)),
    "day": (time(0), time(0)), "全天": (time(0), time(0)),
}  # fmt: skip
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")


@dataclass(frozen=True)
class Entry:
    """One line: the machine as written and its time, or `code` and `facts` of what is wrong with it."""

    line: int
    machine: str
    window: Window | None
    label: str = ""
    kind: str = "own"
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def read_table(text: str, zone: str, today: date) -> list[Entry]:
    """Read lines of own work; a date without a year is the next such day from 60 days before `today` on.

    Refuses publish.too_many_lines; a wrong line is an entry that says so.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Refused(TOO_MANY_LINES, most=MOST_LINES, lines=len(lines))
    rows = [(n, [cell.strip() for cell in row]) for n, row in enumerate(_rows(lines), 1)]
    order: Sequence[str] = COLUMNS
    if rows and (head := _heads(rows[0][1])):
        order, rows = head, rows[1:]
    return [_entry(n, dict(zip(order, row, strict=False)), ZoneInfo(zone), today) for n, row in rows]


def _rows(lines: Sequence[str]) -> Iterable[list[str]]:
    mark = next((mark for mark in "\t;；，" if lines and mark in lines[0]), ",")
    return csv.reader(lines, delimiter=mark)


def _heads(row: Sequence[str]) -> tuple[str, ...]:
    known = {word: name for name, words in HEADS.items() for word in words}
    found = tuple(known.get(cell.casefold(), cell) for cell in row)
    return found if {"machine", "start"} <= set(found) else ()


def _entry(line: int, row: dict[str, str], zone: ZoneInfo, today: date) -> Entry:
    machine, start, end = row.get("machine", ""), row.get("start", ""), row.get("end", "")
    label, kind = row.get("label", "")[:120], "closure" if row.get("kind", "").casefold() in CLOSED else "own"
    if not machine or not start:
        return Entry(line, machine, None, label, kind, LINE_SHORT)
    try:
        begin, finish = _span(start, end, zone, today)
    except Refused as refused:
        return Entry(line, machine, None, label, kind, refused.code, dict(refused.facts))
    if finish <= begin:
        return Entry(line, machine, None, label, kind, ENDS_BEFORE)
    return Entry(line, machine, Window(begin, finish), label, kind)


def _span(start: str, end: str, zone: ZoneInfo, today: date) -> tuple[datetime, datetime]:
    half = next((word for word in HALVES if start.casefold().endswith(word)), "")
    if half and not end:
        day = _day(start, today)
        first, last = HALVES[half]
        return _utc(day, first, zone), _utc(day if last > first else day + timedelta(days=1), last, zone)
    if not end:
        raise Refused(LINE_SHORT)
    day = _day(start, today)
    until = _day(end, today) if _DAY.search(end) else day
    return _utc(day, _clock(start), zone), _utc(until, _clock(end), zone)


def _day(text: str, today: date) -> date:
    found = _DAY.search(text)
    if not found:
        raise Refused(NOT_A_TIME, text=text)
    try:
        if found[1]:
            return date(int(found[1]), int(found[2]), int(found[3]))
        this = date(today.year, int(found[2]), int(found[3]))
        return this if this >= today - timedelta(days=60) else this.replace(year=today.year + 1)
    except ValueError as error:
        raise Refused(NOT_A_TIME, text=text) from error


def _clock(text: str) -> time:
    found = _CLOCK.search(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Refused(NOT_A_TIME, text=text)
    return time(int(found[1]), int(found[2]))


def _utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def weekly(window: Window, until: date, zone: str) -> list[Window]:
    """Return a stretch and the same wall-clock stretch each week after it, begun no later than the day `until`."""
    place, found = ZoneInfo(zone), [window]
    start, end = window.start.astimezone(place), window.end.astimezone(place)
    while (start := start + timedelta(days=7)).date() <= until and len(found) < MOST_LINES:
        end += timedelta(days=7)
        found.append(Window(start.astimezone(UTC), end.astimezone(UTC)))
    return found
