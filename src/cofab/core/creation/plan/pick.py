"""Which few plans to show: those that are best at something, and differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cofab.core.creation.plan.model import Plan

WORTH_WAITING_PPM = 980_000
ENOUGH = 3


def pick(pool: Sequence[Plan], due: datetime, most: int) -> list[Plan]:
    """Return up to `most` plans of the pool, tagged with what each is good at, cheapest first.

    Plans in time come first; a late one is shown where it is cheaper by two per cent, nothing is in time, or fewer
    than three are.
    """
    plans = _undominated(pool)
    good = [p for p in plans if p.finish <= due] or plans
    chosen: dict[int, Plan] = {}
    for tag, plan in _best(plans, good, due):
        twin = next((n for n, seen in chosen.items() if _same(seen, plan)), None)
        if twin is not None:
            chosen[twin] = replace(chosen[twin], tags=(*chosen[twin].tags, tag))
        elif len(chosen) < most:
            late = ("late",) if plan.finish > due and tag != "late" else ()
            chosen[len(chosen)] = replace(plan, tags=(*plan.tags, tag, *late))
    for plan in sorted(plans, key=lambda p: (p.finish > due, p.price_minor)):
        if len(chosen) < ENOUGH and not any(_same(seen, plan) for seen in chosen.values()):
            late = ("late",) if plan.finish > due else ()
            chosen[len(chosen)] = replace(plan, tags=(*plan.tags, "alternative", *late))
    return sorted(chosen.values(), key=lambda p: (p.finish > due, p.price_minor, p.finish))


def _undominated(pool: Sequence[Plan]) -> list[Plan]:
    """Return the plans that no other beats in price, arrival, odds, credit, carbon and partners, without twins."""
    found: list[Plan] = []
    for plan in sorted(pool, key=lambda p: (p.price_minor, p.finish)):
        if not any(_beats(seen, plan) for seen in found):
            found.append(plan)
    return found


def _beats(a: Plan, b: Plan) -> bool:
    return a.price_minor <= b.price_minor and a.finish <= b.finish and a.risk_ppm <= b.risk_ppm and (
        a.credit_ppm >= b.credit_ppm and a.carbon_g <= b.carbon_g and _firms(a) <= _firms(b)
    )  # fmt: skip


def _best(plans: Sequence[Plan], good: Sequence[Plan], due: datetime) -> Iterable[tuple[str, Plan]]:
    if not plans:
        return
    cheapest = min(good, key=lambda p: (p.price_minor, p.finish))
    fastest = min(good, key=lambda p: (p.finish, p.price_minor))
    yield "cheapest", cheapest
    yield "fastest", fastest
    others = [p for p in _near(good, cheapest) if main_firm(p) not in {o.firm for o in cheapest.operations}]
    if others:
        yield "elsewhere", min(others, key=lambda p: (p.price_minor, p.finish))
    yield "fewest", min(_near(good, cheapest), key=lambda p: (_firms(p), p.price_minor))
    yield "trusted", max(_near(good, cheapest), key=lambda p: (p.credit_ppm, -p.risk_ppm, -p.price_minor))
    late = min(plans, key=lambda p: (p.price_minor, p.finish))
    if late.finish > due and late.price_minor * 1_000_000 < cheapest.price_minor * WORTH_WAITING_PPM:
        yield "late", late
    yield "balanced", min(good, key=lambda p: _rank(p, cheapest, fastest))
    yield "surest", min(_near(good, cheapest), key=lambda p: (p.risk_ppm, p.price_minor))
    yield "greenest", min(_near(good, cheapest), key=lambda p: (p.carbon_g, p.price_minor))


def main_firm(plan: Plan) -> str:
    """Return the firm that earns most in a plan."""
    earned: dict[str, int] = {}
    for op in plan.operations:
        earned[op.firm] = earned.get(op.firm, 0) + op.price_minor
    return max(sorted(earned), key=lambda firm: earned[firm])


def _near(good: Sequence[Plan], cheapest: Plan) -> list[Plan]:
    """Return the plans at most half dearer than the cheapest."""
    return [p for p in good if 2 * p.price_minor <= 3 * cheapest.price_minor]


def _firms(plan: Plan) -> int:
    return len({o.firm for o in plan.operations})


def _rank(plan: Plan, cheapest: Plan, fastest: Plan) -> tuple[int, int]:
    """Return the larger share of the way from the best towards the worst, in price and in time (millionths)."""
    money = max(1, fastest.price_minor - cheapest.price_minor)
    time = max(1, int((cheapest.finish - fastest.finish).total_seconds()))
    dear = (plan.price_minor - cheapest.price_minor) * 1_000_000 // money
    slow = int((plan.finish - fastest.finish).total_seconds()) * 1_000_000 // time
    return max(dear, slow), plan.price_minor


def _same(a: Plan, b: Plan) -> bool:
    """Tell whether two plans use the same machines for the same operations at the same time."""
    return a.finish == b.finish and {(o.op, o.machine, o.lot, o.quantity) for o in a.operations} == {
        (o.op, o.machine, o.lot, o.quantity) for o in b.operations
    }
