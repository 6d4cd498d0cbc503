"""How plans are compared: scores in millionths and their sum under weights, exact, so that anybody can recompute them.

Price, time and carbon score the share that the best plan's figure is of a plan's own; odds score as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from cofab.core.creation.plan.model import Plan

WHOLE = 1_000_000
LEAST_S = 3_600
WEIGHTS = {"price": 40, "time": 20, "odds": 30, "carbon": 10}
"""The first version of the rules "comparison": what counts how much before anybody moves a slider."""


def inputs_of(plan: Plan, asked_at: datetime) -> dict[str, int]:
    """Return what a plan is compared by: minor units, seconds from the asking (at least an hour), millionths, grams."""
    return {
        "price": plan.price_minor,
        "time": max(LEAST_S, int((plan.finish - asked_at).total_seconds())),
        "odds": WHOLE - plan.risk_ppm,
        "carbon": max(1, plan.carbon_g),
    }


def scores_of(inputs: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Return for each plan's inputs its score by each of them in millionths, rounded down."""
    best = {name: min(one[name] for one in inputs) for name in ("price", "time", "carbon")} if inputs else {}
    return [
        {name: one[name] if name == "odds" else best[name] * WHOLE // one[name] for name in WEIGHTS} for one in inputs
    ]


def points(scores: Mapping[str, int], weights: Mapping[str, int]) -> Fraction:
    """Return a plan's points out of 100: the mean of its scores under the weights; 0 where all weights are 0."""
    whole = sum(weights.values())
    return (
        Fraction(sum(weights[name] * scores[name] for name in weights) * 100, whole * WHOLE) if whole else Fraction(0)
    )


def order(scores: Sequence[Mapping[str, int]], weights: Mapping[str, int]) -> list[int]:
    """Return the places of the plans in the list, best first; of equal ones the earlier comes first."""
    return sorted(range(len(scores)), key=lambda n: (-points(scores[n], weights), n))


def ranked(plans: Sequence[Plan], asked_at: datetime, weights: Mapping[str, int]) -> list[Plan]:
    """Return the plans best first under the weights."""
    scores = scores_of([inputs_of(plan, asked_at) for plan in plans])
    return [plans[n] for n in order(scores, weights)]
