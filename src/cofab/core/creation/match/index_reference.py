"""What a search must find, in plain Python: every machine is asked, the fitting ones are sorted."""

from __future__ import annotations

from math import isqrt

from cofab.core.creation.match.index_model import DAYS, Ask, Machines, chord_m2


def fitting(machines: Machines, ask: Ask) -> list[tuple[int, int]]:
    """Return price and id of every machine that fits, the best first, `ask.most` at most."""
    found = [
        (price, int(machines.ids[n])) for n in range(len(machines.ids)) if (price := _price(machines, n, ask)) >= 0
    ]
    return sorted(found)[: ask.most]


def _price(machines: Machines, n: int, ask: Ask) -> int:
    """Return what a machine is ordered by, -1 where it does not fit."""
    tags = set(machines.tag[machines.first[n] : machines.first[n + 1]].tolist())
    spaces = zip(sorted(machines.size_um[n].tolist()), sorted(ask.size_um), strict=True)
    chord = sum((a - b) ** 2 for a, b in zip(machines.place[n].tolist(), ask.place, strict=True))
    fits = (
        tags >= set(ask.tags)
        and machines.tolerance_um[n] <= ask.tolerance_um
        and machines.credit_ppm[n] >= ask.credit_ppm
        and all(space >= need for space, need in spaces)
        and chord <= chord_m2(ask.within_km)
        and _free(machines, n, ask)
    )
    return int(machines.rate[n]) + ask.per_km_minor * (isqrt(chord) // 1000) if fits else -1


def _free(machines: Machines, n: int, ask: Ask) -> bool:
    low, high = machines.days[n].tolist()
    last = min(ask.to_day, DAYS, ask.from_day + 64)
    days = "".join("1" if (low | high << 64) >> day & 1 else "0" for day in range(ask.from_day, last))
    return "1" * ask.days in days
