"""How plans are ranked before anybody moves a slider: scores from 0 to 1 and the usual weights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cofab.core.creation.plan.model import Plan

WEIGHTS = {"price": 40, "time": 20, "odds": 30, "carbon": 10}


def hours(plan: Plan, asked_at: datetime) -> float:
    """Return the hours from the asking to the arrival, at least one."""
    return max(1.0, (plan.finish - asked_at).total_seconds() / 3600)


def scores(plans: Sequence[Plan], asked_at: datetime) -> list[dict[str, float]]:
    """Return for each plan its share of the best in price, time and carbon, and its odds of being on time."""
    if not plans:
        return []
    cheapest = min(plan.price_minor for plan in plans)
    soonest = min(hours(plan, asked_at) for plan in plans)
    cleanest = min(max(1, plan.carbon_g) for plan in plans)
    return [
        {
            "price": cheapest / plan.price_minor,
            "time": soonest / hours(plan, asked_at),
            "odds": 1 - plan.risk_ppm / 1_000_000,
            "carbon": cleanest / max(1, plan.carbon_g),
        }
        for plan in plans
    ]


def ranked(plans: Sequence[Plan], asked_at: datetime) -> list[Plan]:
    """Return the plans best first by the usual weights; equal ones keep their order."""
    marks = [sum(WEIGHTS[name] * value for name, value in one.items()) for one in scores(plans, asked_at)]
    return [plans[n] for n in sorted(range(len(plans)), key=lambda n: -round(marks[n], 6))]
