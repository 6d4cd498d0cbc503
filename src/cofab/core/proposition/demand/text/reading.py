"""The one call for a message: its fields with their words, and the questions it leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.text.amounts import read_amounts, read_numbers, read_quantity
from cofab.core.proposition.demand.text.cells import read_cells
from cofab.core.proposition.demand.text.dates import read_dates
from cofab.core.proposition.demand.text.material import read_groups, read_materials
from cofab.core.proposition.demand.text.missing import Missing, missing_in
from cofab.core.proposition.demand.text.names import CERTIFICATES, COLOURS, FINISHES, PROCESSES, Names
from cofab.core.proposition.demand.text.scan import FLAGS, Field, Scan
from cofab.core.proposition.demand.text.shapes import read_shapes
from cofab.core.proposition.demand.text.terms import leasing, read_lease, read_terms
from cofab.core.proposition.demand.text.trades import read_trade

_NOT = re.compile(r"(?:不要|不用|无需|不需要?|免|no\s+|without\s+|not\s+)$", FLAGS)
_NOT_AFTER = re.compile(r"\s*(?:不要|不用|免了)")
_PRESS = re.compile(r"注塑|冲压|压铸|mou?ld|press|stamp|die", FLAGS)
NONE: frozenset[str] = frozenset()
_SPECIAL: Mapping[object, frozenset[str]] = {
    "welding": frozenset({"tig-welding", "mig-mag-welding"}),
    "turning": frozenset({"swiss-type-turning", "turn-mill-machining"}),
    "milling": frozenset({"5-axis-simultaneous-milling", "turn-mill-machining"}),
    "grinding": frozenset({"cylindrical-grinding", "surface-grinding", "gear-grinding"}),
}
"""A family is told by its process: "TIG-welded" asks for TIG welding, not for welding besides."""
LONGEST = 4000
TOO_LONG = declare("text.too_long", "Send at most {most} characters; these are {length}.")
ONLY_PARTS_STATE = ("testing", "inspection")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says: its fields in the order of the text, and what is missing, as questions."""

    text: str
    fields: tuple[Field, ...]
    missing: tuple[Missing, ...] = ()

    def first(self, name: str) -> Field | None:
        """Return the first field of that name."""
        return next((f for f in self.fields if f.name == name), None)

    def values(self, name: str) -> tuple[object, ...]:
        """Return every value of a field."""
        return tuple(f.value for f in self.fields if f.name == name)


@dataclass(frozen=True)
class Places:
    """The names of towns by their ids, in both languages: what the map knows."""

    names: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_text(text: str, today: date, places: Places = Places()) -> Reading:
    """Return what a message of a buyer says; dates count from `today`, towns are those of `places`.

    Raises Refused(TOO_LONG) beyond LONGEST characters.
    """
    if len(text) > LONGEST:
        raise Refused(TOO_LONG, most=LONGEST, length=len(text))
    scan = Scan(text)
    leases = leasing(scan)
    read_numbers(scan)
    _named(scan, "certificate", CERTIFICATES)
    if leases:
        read_lease(scan)
    read_terms(scan)
    read_dates(scan, today)
    read_materials(scan)
    read_cells(scan)
    read_shapes(scan)
    read_amounts(scan, _PRESS.search(scan.text) is not None)
    _towns(scan, places)
    _named(scan, "finish", FINISHES)
    read_trade(scan, leases)
    _named(scan, "process", PROCESSES)
    if "surface-mount-assembly" in scan.values("process"):
        _boards(scan)
    read_groups(scan)
    _named(scan, "colour", COLOURS)
    read_quantity(scan)
    return _result(scan, today)


def _named(scan: Scan, name: str, names: Names) -> None:
    """Read every name that is not denied ("no deburring", 渗碳不要)."""
    for value, pattern in names:
        for match in scan.find(re.compile(pattern, FLAGS)):
            if _NOT.search(scan.text[: match.start()]) or _NOT_AFTER.match(scan.text, match.end()):
                scan.take(match)
            else:
                scan.add(name, value, match, f"{name}.{value}")


def _boards(scan: Scan) -> None:
    """Read what means assembly only where boards are populated: a through hole, both sides."""
    for match in scan.find(re.compile(r"through[\s-]*holes?\b", FLAGS)):
        scan.add("process", "through-hole-assembly-and-wave-soldering", match, "process.boards")
    for match in scan.find(re.compile(r"both\s+sides|两面|正反面", FLAGS)):
        scan.add("sides", 2, match, "amount.sides")


def _towns(scan: Scan, places: Places) -> None:
    for town, names in places.names.items():
        for name in _short(names):
            for match in scan.find(re.compile(re.escape(name), FLAGS)):
                if not scan.has("town"):
                    scan.add("town", town, match, "town")


def _short(names: Sequence[str]) -> list[str]:
    """Return the names and what people say for short: 奉化 for 宁波奉化, Fenghua for "Fenghua, Ningbo"."""
    chinese = [name[2:] for name in names if len(name) == len("宁波奉化") and not name.isascii()]
    return [*names, *(name.partition(",")[0] for name in names if "," in name), *chinese]


def _result(scan: Scan, today: date) -> Reading:
    fields = scan.fields
    if any(trade in ONLY_PARTS_STATE for trade in scan.values("trade")):
        fields = [f for f in fields if f.name != "finish"]
    if scan.values("trade") == ["lease"]:
        fields = [f for f in fields if f.name not in ("quantity", "process", "due")]
    special = {str(f.value) for f in fields if f.name == "process"}
    fields = [f for f in fields if not (f.name == "process" and _SPECIAL.get(f.value, NONE) & special)]
    ordered = tuple(sorted(fields, key=lambda f: (f.start, f.name)))
    return Reading(scan.original, ordered, missing_in(ordered, today))
