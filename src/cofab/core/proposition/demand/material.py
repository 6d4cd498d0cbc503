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

DEFAULT_MATERIALS = RuleSet("demand.materials", 2, MATERIALS)
NEAR = 4
_SEPARATORS = re.compile(r"[\s\-_/·.,()（）]+")


@dataclass(frozen=True, slots=True)
class Material:
    """A material: `density_kg_m3`, price a kilogram and chip credit a kilogram as (low, high) in fen."""

    id: str
    group: str
    name_zh: str
    name_en: str
    density_kg_m3: int
    price_minor: tuple[int, int]
    chips_minor: tuple[int, int]

    def weight_g(self, volume_mm3: int) -> int:
        """Return the weight of a volume, rounded up to a gram."""
        return -(-volume_mm3 * self.density_kg_m3 // 1_000_000)


def material(name: str, rules: RuleSet = DEFAULT_MATERIALS) -> Material:
    """Return the material called `name` in either language, its group's usual one for a group's name.

    Raises Refused(UNKNOWN) with near names, in order of likeness.
    """
    table: Mapping[str, Mapping[str, Any]] = rules["materials"]
    wanted = _plain(name)
    names = _names(table)
    if wanted in names:
        return _material(names[wanted], table[names[wanted]])
    near = near_names(name, rules)
    if not near:
        raise Refused(NO_NEAR, name=name)
    raise Refused(UNKNOWN, name=name, near=", ".join(near))


def near_names(name: str, rules: RuleSet = DEFAULT_MATERIALS) -> list[str]:
    """Return up to four materials whose names look like `name`."""
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


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()


def _material(key: str, row: Mapping[str, Any]) -> Material:
    price, chips = row["price_minor"], row["chips_minor"]
    return Material(
        key, row["group"], row["zh"], row["en"], row["density_kg_m3"], (price[0], price[1]), (chips[0], chips[1])
    )
