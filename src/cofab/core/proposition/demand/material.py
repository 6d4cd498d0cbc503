"""Materials by their names in Chinese and English: group, density, price range; an unknown name is refused.

The table is dated index data (RuleSet "demand.materials"), never constants: an operator replaces it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.material_table import MATERIALS

UNKNOWN = declare("demand.unknown_material", "Cofab does not know the material {name}. Did you mean {near}?")
NO_NEAR = declare("demand.unknown_material_alone", "Cofab does not know the material {name}. Name its grade.")
FAMILY = declare("demand.material_family", "{name} comes in several grades. Name one: {near}.")

DEFAULT_MATERIALS = RuleSet("demand.materials", 3, MATERIALS)
NEAR = 4
LONGEST_WORD = 24
_SEPARATORS = re.compile(r"[\s\-_/·.,()（）]+")


@dataclass(frozen=True, slots=True)
class Material:
    """A material: `density_kg_m3`, price a kilogram and chip credit a kilogram as (low, high) in fen.

    A family ("stainless") has the ids of its usual `grades`, their middle density and the whole range of their prices:
    enough for a first estimate, and the grade is asked for.
    """

    id: str
    group: str
    name_zh: str
    name_en: str
    density_kg_m3: int
    price_minor: tuple[int, int]
    chips_minor: tuple[int, int]
    grades: tuple[str, ...] = ()

    def weight_g(self, volume_mm3: int) -> int:
        """Return the weight of a volume, rounded up to a gram."""
        return -(-volume_mm3 * self.density_kg_m3 // 1_000_000)


def material(name: str, rules: RuleSet = DEFAULT_MATERIALS) -> Material:
    """Return the material called `name` in either language; for a family's name the family, with its grades.

    Raises Refused(UNKNOWN) with near names, in order of likeness.
    """
    table: Mapping[str, Mapping[str, Any]] = rules["materials"]
    wanted = _plain(name)
    names = _names(table)
    if wanted in names:
        return _material(names[wanted], table[names[wanted]])
    families = _families(rules)
    if wanted in families:
        return _family(families[wanted], rules)
    near = near_names(name, rules)
    if not near:
        raise Refused(NO_NEAR, name=name)
    raise Refused(UNKNOWN, name=name, near=", ".join(near))


def grade(name: str, rules: RuleSet = DEFAULT_MATERIALS) -> Material:
    """Return the grade called `name`. Raises Refused(UNKNOWN), and Refused(FAMILY) where it names a family only."""
    found = material(name, rules)
    if found.grades:
        raise Refused(FAMILY, name=name, near=", ".join(found.grades))
    return found


def narrowed(name: str, told: str, rules: RuleSet = DEFAULT_MATERIALS) -> str:
    """Return the exacter of two names of one material: a grade for its family; "" where they name different things."""
    try:
        one, other = material(name, rules), material(told, rules)
    except Refused:
        return name if name.casefold() == told.casefold() else ""
    if one.id == other.id or _holds(other, one):
        return name
    return told if _holds(one, other) else ""


def _holds(family: Material, other: Material) -> bool:
    """Tell whether a family holds another material: by its list, or by the group that it is named after."""
    return bool(family.grades) and (other.id in family.grades or family.id == other.group)


def near_names(name: str, rules: RuleSet = DEFAULT_MATERIALS) -> list[str]:
    """Return up to four materials whose names look like `name`; none for a word too long to be one's."""
    if max(map(len, name.split()), default=0) > LONGEST_WORD:
        return []
    names = _names(rules["materials"])
    close = difflib.get_close_matches(_plain(name), list(names), n=3 * NEAR, cutoff=0.5)
    inside = [n for n in names if len(_plain(name)) >= 3 and (_plain(name) in n or n in _plain(name)) and len(n) >= 2]
    return list(dict.fromkeys(names[n] for n in [*close, *inside]))[:NEAR]


def materials(rules: RuleSet = DEFAULT_MATERIALS) -> list[Material]:
    """Return every material, for lists to choose from."""
    table: Mapping[str, Mapping[str, Any]] = rules["materials"]
    return [_material(key, row) for key, row in table.items()]


def _names(table: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, row in table.items():
        for name in (key, row["zh"], row["en"], *row["also"]):
            found.setdefault(_plain(name), key)
    return found


def _families(rules: RuleSet) -> dict[str, str]:
    rows: Mapping[str, Mapping[str, Any]] = rules.values.get("families", {})
    return {_plain(n): key for key, row in rows.items() for n in (key, row["zh"], row["en"], *row["also"])}


def _family(key: str, rules: RuleSet) -> Material:
    row, table = rules["families"][key], rules["materials"]
    members = [_material(one, table[one]) for one in row["grades"]]
    prices, chips = [m.price_minor for m in members], [m.chips_minor for m in members]
    return Material(
        key, row["group"], row["zh"], row["en"], sum(m.density_kg_m3 for m in members) // len(members),
        (min(p[0] for p in prices), max(p[1] for p in prices)), (min(c[0] for c in chips), max(c[1] for c in chips)),
        tuple(row["grades"]),
    )  # fmt: skip


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()


def _material(key: str, row: Mapping[str, Any]) -> Material:
    price, chips = row["price_minor"], row["chips_minor"]
    return Material(
        key, row["group"], row["zh"], row["en"], row["density_kg_m3"], (price[0], price[1]), (chips[0], chips[1])
    )
