"""The milestones of an order: which part of whose money is released by which event.

Promises: the milestones of an order sum to its price to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cofab.core.creation.agree.facts import Due
from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.money import allocate, parts_per_million

TRIGGERS = ("started", "made", "carried", "reported", "delivered", "accepted", "rated", "retained")
"""started: work began; made: its own work is done and passed; carried: the leg arrived; reported: the inspection
is signed; delivered: at the buyer; accepted: by the buyer or by silence; rated: ratings are in or their time is
up; retained: the retention time is over."""

MILESTONE = Lifecycle(
    "milestone",
    "planned",
    {
        ("planned", "secure"): "waiting",
        ("planned", "drop"): "returned",
        ("waiting", "release"): "released",
        ("waiting", "drop"): "returned",
        ("waiting", "contest"): "contested",
        ("contested", "settle"): "waiting",
    },
)
"""`secure`: the money is there, or owed in writing; `drop`: nothing of it goes to the payee."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """`amount_minor` (with VAT) for `payee` when `trigger` happens; payee "" for a pool or the reserve."""

    payee: str
    kind: str
    trigger: str
    amount_minor: int


def milestones(dues: Sequence[Due], kinds: Mapping[str, str], rules: Mapping[str, Any]) -> tuple[Milestone, ...]:
    """Return every milestone of an order from its lines.

    `kinds` maps a payee to "maker", "carrier", ...; `rules` holds "schedule" ({kind: [[trigger, ppm], ...]}),
    "performance_ppm", "innovation_ppm" and "retention_ppm" of a maker's money. What makers leave for performance
    and innovation becomes one pool each; lines without a payee become the reserve, due at acceptance.
    """
    made: list[Milestone] = []
    pool = {"performance": 0, "innovation": 0}
    for payee, gross in owed(dues).items():
        if not payee:
            made.append(Milestone("", "reserve", "accepted", gross))
            continue
        left = gross
        if kinds.get(payee) == "maker":
            withheld = {part: parts_per_million(gross, rules[f"{part}_ppm"]) for part in pool}
            for part, amount in withheld.items():
                pool[part] += amount
            left -= sum(withheld.values())
        made += _of_payee(payee, left, kinds.get(payee, "maker"), rules)
    made += [Milestone("", part, "rated", amount) for part, amount in pool.items()]
    return tuple(milestone for milestone in made if milestone.amount_minor)


def owed(dues: Sequence[Due]) -> dict[str, int]:
    """Return the sum with VAT by payee, in the order of the lines."""
    sums: dict[str, int] = {}
    for due in dues:
        sums[due.payee] = sums.get(due.payee, 0) + due.gross_minor
    return sums


def _of_payee(payee: str, amount: int, kind: str, rules: Mapping[str, Any]) -> list[Milestone]:
    retained = parts_per_million(amount, rules["retention_ppm"]) if kind == "maker" else 0
    schedule = rules["schedule"].get(kind) or rules["schedule"]["other"]
    parts = allocate(amount - retained, [ppm for _, ppm in schedule])
    made = [Milestone(payee, "base", trigger, part) for (trigger, _), part in zip(schedule, parts, strict=True)]
    return [*made, Milestone(payee, "retention", "retained", retained)] if retained else made
