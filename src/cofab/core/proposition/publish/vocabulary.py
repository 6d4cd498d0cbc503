"""The vocabulary of what machines can do: trades, processes and the families that routings ask for.

Why: a part asks for "milling" and a machine offers "5-axis simultaneous milling"; the family joins the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS = (
    "id",
    "families",
    "trade",
    "trade_zh",
    "trade_en",
    "process_zh",
    "process_en",
    "din8580_group",
    "typical_machine_zh",
    "typical_machine_en",
)


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the vocabulary with its trade, its names and its groups of DIN 8580."""

    id: str
    families: frozenset[str]
    trade: str
    trade_zh: str
    trade_en: str
    name_zh: str
    name_en: str
    din8580: tuple[str, ...]
    machine_zh: str
    machine_en: str


def read_vocabulary(text: str) -> tuple[Process, ...]:
    """Read the tab-separated vocabulary table; raises ValueError for other columns or a repeated id."""
    head, *rows = [line.split("\t") for line in text.splitlines() if line]
    if tuple(head) != COLUMNS:
        raise ValueError("the vocabulary table has other columns")
    found = tuple(_process(row) for row in rows)
    if len({p.id for p in found}) != len(found):
        raise ValueError("a process id stands twice in the vocabulary")
    return found


def _process(row: list[str]) -> Process:
    groups = tuple(filter(None, row[7].split(";")))
    return Process(
        row[0], frozenset(row[1].split(";")), row[2], row[3], row[4], row[5], row[6], groups, row[8], row[9]
    )  # fmt: skip


def families_of(vocabulary: Mapping[str, Process], processes: frozenset[str]) -> frozenset[str]:
    """Return the families that a set of process ids belongs to; unknown ids belong to none."""
    return frozenset(f for p in processes if p in vocabulary for f in vocabulary[p].families)


MATERIAL_GROUPS: Mapping[str, tuple[str, ...]] = {
    "aluminium": ("6061-T6", "6061", "6063", "7075-T6", "7075", "5052", "2024", "2A12", "ADC12", "aluminium", "铝"),
    "steel": ("Q235", "45", "C45", "40Cr", "SPCC", "SECC", "Cr12MoV", "718H", "S235JR", "steel", "钢"),
    "stainless": ("304", "316L", "316", "303", "1.4301", "1.4404", "stainless", "不锈钢"),
    "copper": ("H59", "T2", "H62", "brass", "copper", "黄铜", "铜"),
    "titanium": ("TC4", "Ti-6Al-4V", "titanium", "钛"),
    "plastic": ("POM", "ABS", "PA66-GF30", "PA66", "PC", "PEEK", "PMMA", "plastic", "塑料"),
    "rubber": ("NBR", "EPDM", "VMQ", "rubber", "橡胶"),
    "textile": ("nylon", "cotton", "polyester", "textile", "面料"),
}


def material_group(material: str) -> str:
    """Return the group of a material ("6061-T6" is "aluminium"), or "" where it is unknown."""
    wanted = material.strip().casefold()
    return next((g for g, names in MATERIAL_GROUPS.items() if wanted == g or wanted in map(str.casefold, names)), "")
