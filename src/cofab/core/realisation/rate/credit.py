"""Credit of a firm: its records of each kind as a beta distribution, ranked by the lower bound.

Why the lower bound: few records give a low one, so a new identity does not pay, and records of one counterparty
count up to a cap, so bought reviews do not lift a rank. Source: Jøsang and Ismail 2002 (beta reputation with
forgetting). Not counted: size, fees, adverts, being the operator's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import exp2
from typing import Any

from cofab.core.realisation.rate.beta import lower_ppm

KINDS = ("on_time", "quality", "rating", "stability", "answers", "disputes")


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened: `good_ppm` from 0 (bad) to 1,000,000 (good), with whom, when, shown by what."""

    kind: str
    counterparty: str
    at: datetime
    good_ppm: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of record as it enters credit: how many, Beta(good, bad), estimate, lower bound, weight, points."""

    kind: str
    count: int
    good_ppm: int
    bad_ppm: int
    estimate_ppm: int
    lower_ppm: int
    weight_ppm: int

    @property
    def points_ppm(self) -> int:
        """Return weight x lower bound."""
        return self.weight_ppm * self.lower_ppm // 1_000_000


@dataclass(frozen=True, slots=True)
class Credit:
    """A firm's credit: the sum of its parts' points, and the estimate without caution."""

    parts: tuple[Part, ...]

    @property
    def lower_ppm(self) -> int:
        """Return the credit by which firms are ranked."""
        return sum(part.points_ppm for part in self.parts)

    @property
    def estimate_ppm(self) -> int:
        """Return the weighted mean of the estimates."""
        return sum(part.weight_ppm * part.estimate_ppm // 1_000_000 for part in self.parts)

    @property
    def count(self) -> int:
        """Return how many records count."""
        return sum(part.count for part in self.parts)


def faded_ppm(age_s: int, half_life_s: int) -> int:
    """Return what a record of this age still weighs: half after each half-life, in ppm."""
    return round(1_000_000 * exp2(-max(age_s, 0) / half_life_s))


def credit(records: Iterable[Record], now: datetime, rules: Mapping[str, Any]) -> Credit:
    """Return the credit from records under the rule set "credit".

    rules: "weights_ppm" by kind (sum one million), "half_life_days", "cap_ppm" (most weight of one counterparty
    and kind), "prior_good_ppm", "prior_bad_ppm", "quantile_ppm". A kind's parameters are the prior plus the sums
    of faded good and bad.
    """
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_kind[record.kind].append(record)
    return Credit(tuple(_part(kind, by_kind[kind], now, rules) for kind in rules["weights_ppm"]))


def _part(kind: str, records: list[Record], now: datetime, rules: Mapping[str, Any]) -> Part:
    good, bad = int(rules["prior_good_ppm"]), int(rules["prior_bad_ppm"])
    half_life_s = int(rules["half_life_days"]) * 86_400
    for share, ppm in _weighed(records, now, half_life_s, int(rules["cap_ppm"])):
        good += share * ppm // 1_000_000
        bad += share - share * ppm // 1_000_000
    lower = lower_ppm(good, bad, int(rules["quantile_ppm"]))
    estimate = good * 1_000_000 // (good + bad)
    return Part(kind, len(records), good, bad, estimate, lower, int(rules["weights_ppm"][kind]))


def _weighed(records: list[Record], now: datetime, half_life_s: int, cap_ppm: int) -> Iterable[tuple[int, int]]:
    by_partner: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for record in records:
        weight = faded_ppm(int((now - record.at).total_seconds()), half_life_s)
        by_partner[record.counterparty].append((weight, record.good_ppm))
    for weighed in by_partner.values():
        total = sum(weight for weight, _ in weighed)
        scale = min(cap_ppm, total)
        yield from ((weight * scale // total if total else 0, good) for weight, good in weighed)


def effects(records: Iterable[Record], now: datetime, rules: Mapping[str, Any]) -> list[tuple[Record, int]]:
    """Return each record with what credit would change without it (ppm, negative: it lowers), most lowering first."""
    listed = list(records)
    whole = credit(listed, now, rules).lower_ppm
    without = [(r, whole - credit(listed[:i] + listed[i + 1 :], now, rules).lower_ppm) for i, r in enumerate(listed)]
    return sorted(without, key=lambda pair: pair[1])


def opened(lower: int, rules: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what credit opens: each step of rules["opens"] ([[ppm, name, amount], ...]) and whether it is reached."""
    return [
        {"from_ppm": ppm, "name": name, "amount_minor": amount, "reached": lower >= ppm}
        for ppm, name, amount in rules["opens"]
    ]
