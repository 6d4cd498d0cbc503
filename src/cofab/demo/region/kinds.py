"""Kinds of machines in the demo region: what each can do, its size and the range of its price.

The table `kinds.tsv` holds money in yuan, as the price ranges are published; here it becomes fen.
A unit price reads "dm2: 2.5-5, 2500: 1.4-2": by the square decimetre, and the bulk price from 2,500 of them on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table; money in fen, lengths in millimetres."""

    key: str
    processes: tuple[str, ...]
    name_zh: str
    name_en: str
    rate: tuple[int, int]
    minimum: tuple[int, int]
    envelope_mm: tuple[int, int, int]
    tolerance_um: int
    materials: tuple[str, ...]
    unit: str
    unit_price: tuple[int, int]
    bulk_from: int
    bulk_price: tuple[int, int]
    lead_days: int
    least: int
    carbon: int
    hours: str
    speed_pct: int


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of machine by its key."""
    table = files("cofab.demo.region").joinpath("kinds.tsv").read_text(encoding="utf-8")
    return {r[0]: _kind(r) for r in (line.split("\t") for line in table.splitlines()[1:])}


def _kind(r: list[str]) -> Kind:
    unit, price, bulk_from, bulk = _units(r[9])
    size = tuple(int(v) for v in r[6].split())
    return Kind(
        r[0], tuple(r[1].split()), r[2], r[3], _range(r[4]), _range(r[5]), (size[0], size[1], size[2]), int(r[7]),
        tuple(r[8].split()), unit, price, bulk_from, bulk, int(r[10]), int(r[11]), int(r[12]), r[13], int(r[14]),
    )  # fmt: skip


def _range(text: str) -> tuple[int, int]:
    low, high = text.split("-")
    return round(float(low) * 100), round(float(high) * 100)


def _units(text: str) -> tuple[str, tuple[int, int], int, tuple[int, int]]:
    if not text:
        return "", (0, 0), 0, (0, 0)
    small, _, large = text.partition(",")
    unit, price = small.split(":")
    if not large:
        return unit, _range(price), 0, (0, 0)
    start, bulk = large.split(":")
    return unit, _range(price), int(start), _range(bulk)
