"""Who has this free, when, how near: a sentence becomes a search, and a search the operation that matching knows.

The grammar of demands reads process, material, tolerance, size, town, paper and date; here stand only the words that a
search adds: hours, a span of days, kilometres, and machines by their everyday names. What was not read is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.routing import Operation, Requirement
from cofab.core.proposition.demand.text.reading import Places, Reading, read_text
from cofab.core.proposition.publish.vocabulary import material_group

WINDOW = declare(
    "match.window", "Ask for a time that ends after it begins, is not over yet and lies within {days} days."
)
FAR = declare("match.far", "It is {there_km} km away, {asked_km} km are asked for.")
MOST_DAYS = 90
MOST_HOURS = 24 * 30
WORKING_DAY_S = 8 * 3600
_F = re.IGNORECASE
_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:个)?(小时|钟头|hours?\b|hrs?\b|h\b)", _F)
_DAYS = re.compile(r"(\d+)\s*(?:个)?(?:工作日|天(?!内|之内)|working\s+days?\b|days?\b)", _F)
_KM = re.compile(r"(\d+)\s*(?:公里|千米|km\b|kilomet(?:re|er)s?\b)", _F)
_SPANS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("after_next", re.compile(r"下下周|week\s+after\s+next", _F)),
    ("next", re.compile(r"下(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天])|next\s+week", _F)),
    ("this", re.compile(r"(?:本|这|这个)(?:周|星期|礼拜)(?![一二三四五六日天])|this\s+week", _F)),
    ("tomorrow", re.compile(r"明天|明日|tomorrow", _F)),
    ("today", re.compile(r"今天|今日|\btoday\b", _F)),
)
_MACHINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("turning", re.compile(r"车床|车加工|\blathes?\b|\bturning\b", _F)),
    ("milling", re.compile(r"铣床|铣|加工中心|\bmills?\b|milling|machining\s+cent(?:re|er)s?", _F)),
    ("grinding", re.compile(r"磨床|磨削|\bgrind(?:er|ers|ing)\b", _F)),
    ("edm", re.compile(r"电火花|线切割|\bEDM\b", _F)),
    ("inspection", re.compile(r"三坐标|检测|\bCMM\b|\binspection\b", _F)),
    ("anodising", re.compile(r"阳极氧化|anodi[sz]", _F)),
    ("welding", re.compile(r"焊|\bweld", _F)),
    ("bending", re.compile(r"折弯|\bbend", _F)),
    ("printing", re.compile(r"3D\s*打印|增材|3D\s*print", _F)),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A machine's time that is looked for: `seconds` in one stretch between `start` and `end` (aware).

    `process` is an id of the vocabulary, `family` a process family, one of them set. `within_km` of `town` (0: any).
    """

    start: datetime
    end: datetime
    seconds: int = WORKING_DAY_S
    process: str = ""
    family: str = ""
    town: str = ""
    within_km: int = 0
    tolerance_um: int = 0
    size_um: tuple[int, int, int] = (0, 0, 0)
    material: str = ""
    certificate: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored."""
        return {
            **asdict(self),
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "size_um": [*self.size_um],
        }


def wanted_from(value: Mapping[str, Any]) -> Wanted:
    """Read what `as_json` wrote."""
    start, end = (datetime.fromisoformat(value[name]) for name in ("start", "end"))
    return Wanted(**{**value, "start": start, "end": end, "size_um": tuple(value["size_um"])})


def checked(wanted: Wanted, now: datetime) -> Wanted:
    """Return the search with its start no earlier than now; refuses match.window."""
    ahead = timedelta(days=MOST_DAYS)
    right = now < wanted.end <= now + ahead and wanted.start < wanted.end and 0 < wanted.seconds <= MOST_HOURS * 3600
    if not right:
        raise Refused(WINDOW, days=MOST_DAYS)
    return replace(wanted, start=max(wanted.start, now))


def read_wanted(text: str, now: datetime, zone: str, town: str, places: Places) -> tuple[Wanted, Reading]:
    """Return what a sentence asks for, near `town` and in the next week where it names none; and what was read.

    Raises Refused for a text that is too long.
    """
    local = now.astimezone(ZoneInfo(zone))
    read = read_text(text, local.date(), places)
    start, end = _span(text, local, read)
    process, size = _first(read, "process"), _first(read, "size")
    family = next((name for name, words in _MACHINES if words.search(text)), "")
    kilometres = _KM.search(text)
    found = Wanted(
        start,
        end,
        _seconds(text),
        process,
        "" if process else family,
        _first(read, "town") or town,
        min(3_000, int(kilometres[1])) if kilometres else 0,
        int(_first(read, "tolerance") or 0),
        _size(size),
        _first(read, "material") or _first(read, "group"),
        _first(read, "certificate"),
    )
    return found, read


def _first(read: Reading, name: str) -> str:
    field = read.first(name)
    return str(field.value) if field else ""


def _size(text: str) -> tuple[int, int, int]:
    """Return the micrometres of "300x200x100"; nothing where it is not three numbers."""
    parts = text.split("x")
    try:
        a, b, c = (round(float(part) * 1000) for part in parts)
    except ValueError:
        return (0, 0, 0)
    return (a, b, c)


def _seconds(text: str) -> int:
    if hours := _HOURS.search(text):
        return min(MOST_HOURS * 3600, max(900, round(float(hours[1]) * 3600)))
    if days := _DAYS.search(text):
        return min(MOST_HOURS * 3600, max(1, int(days[1])) * WORKING_DAY_S)
    return WORKING_DAY_S


def _span(text: str, local: datetime, read: Reading) -> tuple[datetime, datetime]:
    """Return the days that are asked for, from midnight to midnight, not before now."""
    name = next((name for name, words in _SPANS if words.search(text)), "")
    monday = local.date() - timedelta(days=local.weekday())
    due = read.first("due")
    first, last = {
        "this": (local.date(), monday + timedelta(days=7)),
        "next": (monday + timedelta(days=7), monday + timedelta(days=14)),
        "after_next": (monday + timedelta(days=14), monday + timedelta(days=21)),
        "tomorrow": (local.date() + timedelta(days=1), local.date() + timedelta(days=2)),
        "today": (local.date(), local.date() + timedelta(days=1)),
    }.get(name, (local.date(), local.date() + timedelta(days=8)))
    if not name and due is not None:
        last = date.fromisoformat(str(due.value)) + timedelta(days=1)
    midnight = [datetime.combine(day, time(0), local.tzinfo) for day in (first, last)]
    return max(midnight[0], local), midnight[1]


def operation_of(wanted: Wanted, families: Mapping[str, frozenset[str]]) -> Operation:
    """Return the operation that matching tries machines on; `families` are those of each process."""
    family = wanted.family or next(iter(sorted(families.get(wanted.process, frozenset()))), "")
    material = material_group(wanted.material) or wanted.material
    need = Requirement(
        family,
        any_of=frozenset({wanted.process}) if wanted.process else frozenset(),
        size_um=wanted.size_um,
        tolerance_um=wanted.tolerance_um,
        material=material,
        certificates=frozenset({wanted.certificate}) if wanted.certificate else frozenset(),
    )
    return Operation("find", family, need)
