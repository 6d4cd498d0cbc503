"""Classes of factories: computed from records by published criteria, nobody appoints and nobody pays.

Promises: a firm is in a class exactly when it meets every criterion; what is missing is told with how far it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cofab.core.kernel.rules import RuleSet

LEAST, MOST = "least", "most"
FACTS = (
    "credit_ppm", "on_time_ppm", "tolerance_um", "minimum_pieces", "lead_s", "certificates", "telemetry_ppm", "new",
)  # fmt: skip
DEFAULTS: dict[str, Any] = {
    "proven": [["credit_ppm", LEAST, 700_000], ["on_time_ppm", LEAST, 900_000]],
    "punctual": [["on_time_ppm", LEAST, 950_000]],
    "quick": [["minimum_pieces", MOST, 30], ["lead_s", MOST, 172_800]],
    "precise": [["tolerance_um", MOST, 10]],
    "certified": [["certificates", LEAST, 1]],
    "measured": [["telemetry_ppm", LEAST, 500_000]],
    "starting": [["new", LEAST, 1]],
}
"""Each class with its criteria [fact, least or most, value]; all must hold. A fact that is not known fails."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A criterion that a firm does not meet: what is asked and what its records say (None: nothing)."""

    fact: str
    bound: str
    asked: int
    there: int | None


def misses(criteria: list[list[Any]], record: Mapping[str, int | None]) -> tuple[Miss, ...]:
    """Return the criteria that a record does not meet."""
    found = []
    for fact, bound, asked in criteria:
        there = record.get(fact)
        if there is None or (there < asked if bound == LEAST else there > asked):
            found.append(Miss(fact, bound, asked, there))
    return tuple(found)


def classified(rules: RuleSet, records: Mapping[str, Mapping[str, int | None]]) -> dict[str, tuple[str, ...]]:
    """Return for each class the firms in it, in the order of their keys."""
    return {
        name: tuple(firm for firm in sorted(records) if not misses(criteria, records[firm]))
        for name, criteria in rules.values.items()
    }
