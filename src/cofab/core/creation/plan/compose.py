"""The plans worth showing for one order: cheapest, fastest, most trusted and so on, each with bound and gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from cofab.core.creation.plan.assemble import Lot, assemble
from cofab.core.creation.plan.check import Question, faults
from cofab.core.creation.plan.cost import NEVER, with_vat
from cofab.core.creation.plan.lots import Bound, Desk, arrival, best_split, bound_of, even_split, realise, single
from cofab.core.creation.plan.model import Goods, Plan, PlanSet, Wishes
from cofab.core.creation.plan.partners import Partners
from cofab.core.creation.plan.pick import main_firm, pick
from cofab.core.creation.plan.problem import (
    DUE_PASSED,
    FREE,
    NO_OPERATIONS,
    NOTHING_TO_MAKE,
    UNKNOWN_TOWN,
    Problem,
    problem,
)
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import iso
from cofab.core.proposition.demand.routing import Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

NO_CANDIDATE = declare("plan.no_candidate", "No machine on offer can do {op} ({process}).")
NO_TIME = declare("plan.no_time", "No plan arrives in the calendars known: the free windows are too short.")
FEW_POINTS = declare("plan.few_points", "Plans that differ in price, arrival or firms: only {plans}.")
NONE_FOUND = declare("plan.none_found", "No plan was found in the time allowed, in one lot or in several.")
NOT_PROVEN = declare("plan.not_proven", "Plans were found, but the independent check refused them: {rules}.")

NONE_IN_TIME = declare("plan.none_in_time", "No plan arrives by {due}; the earliest arrives {earliest}.")

AVOID_MINOR = 1 << 40
ONE_BOOKING = "one booking per step"
CHAIN = "steps one after another"
WISHED = "as pinned and excluded"


@dataclass(frozen=True)
class Limits:
    """When to stop looking for better plans: `over` is asked between passes."""

    over: Callable[[], bool] = lambda: False


def plans(
    offers: Sequence[Offer],
    places: Map,
    routing: Routing,
    quantity: int,
    due: datetime,
    buyer_town: str,
    start: datetime,
    rules: RuleSet = FIRST,
    goods: Goods | None = None,
    limits: Limits | None = None,
    wishes: Wishes | None = None,
) -> PlanSet:
    """Return up to five checked plans, the bound over all offers, and why each other machine is out.

    Under `wishes` plans, fronts and bounds are those of what the wishes leave; refuses where they leave nothing.
    """
    ask(places, routing, quantity, due, buyer_town, start)
    p = problem(offers, places, routing, quantity, due, buyer_town, start, rules, goods or Goods(), wishes)
    missing = next((op for op in p.operations if not p.matches.matched[op.id]), None)
    if missing:
        return _none(p, NO_CANDIDATE, {"op": missing.id, "process": missing.requirement.process})
    desk = Desk(p, quantity)
    bound = bound_of(desk)
    if bound.least.min(initial=NEVER) >= NEVER and quantity > 1:
        desk = Desk(p, quantity, small_too=True)
        bound = bound_of(desk)
    if bound.least.min(initial=NEVER) >= NEVER:
        return _none(p, NO_TIME, {})
    pool, refused = _checked(p, quantity, bound, _pool(desk, bound, limits or Limits()))
    chosen = _proven(desk, bound, pick(pool, due, int(rules["most_plans"])), limits or Limits())
    fewer = _fewer(p, chosen, refused)
    return PlanSet(
        plans=tuple(replace(plan, id=chr(65 + n)) for n, plan in enumerate(chosen)),
        bound_minor=_by_due(p, bound),
        offers=len(p.offers),
        matched=p.matches.matched,
        refused=p.matches.refused,
        fewer=fewer[0],
        fewer_facts=fewer[1],
    )


def ask(places: Map, routing: Routing, quantity: int, due: datetime, town: str, start: datetime) -> None:
    """Refuse a question that cannot be answered."""
    if not routing.operations:
        raise Refused(NO_OPERATIONS)
    if quantity <= 0:
        raise Refused(NOTHING_TO_MAKE, quantity=quantity)
    if town not in places.towns:
        raise Refused(UNKNOWN_TOWN, town=town)
    if due <= start:
        raise Refused(DUE_PASSED, due=iso(due), start=iso(start))


def _none(p: Problem, code: str, facts: dict[str, object]) -> PlanSet:
    return PlanSet((), 0, len(p.offers), p.matches.matched, p.matches.refused, code, facts)


def _pool(desk: Desk, bound: Bound, limits: Limits) -> Iterable[list[Lot]]:
    """Yield plans as lists of lots: the whole front of one lot, a trusted one, then splits."""
    p = desk.problem
    due = _slot(p, p.due)
    front = single(desk)
    yield from ([lot] for lot in _spread(front, 12))
    weight = int(p.rules["trust_minor_per_credit"])
    doubt = {o.firm: weight * (1_000_000 - o.credit_ppm) // 1_000_000 for o in p.usable}
    yield from ([lot] for lot in single(desk, [due, len(bound.whole) - 1], doubt))
    for main in {main_firm(assemble(p, [lot])) for lot in front[:1] + front[-1:]}:
        yield from ([lot] for lot in single(desk, [due, len(bound.whole) - 1], {main: AVOID_MINOR}))
    if bound.steps:
        yield from _splits(desk, bound, due, limits)


def _spread(items: Sequence[Lot], most: int) -> Sequence[Lot]:
    if len(items) <= most:
        return items
    return [items[round(n * (len(items) - 1) / (most - 1))] for n in range(most)]


def _splits(desk: Desk, bound: Bound, due: int, limits: Limits) -> Iterable[list[Lot]]:
    """Yield splits: as fast as can be, then by the due date and between and later, with many and with few partners.

    The first is looked for even when time is up.
    """
    last = fastest = len(bound.split) - 1
    for lots in _counts(desk, bound):
        quick = None if fastest < last and limits.over() else realise(desk, even_split(desk, lots), -1)
        if quick:
            yield quick
            fastest = min(fastest, arrival(quick))
    wish = max(due, fastest)
    shy = int(bound.least[last]) * int(desk.problem.rules["shy_ppm"]) // 1_000_000
    for slot in dict.fromkeys((wish, min(last, wish + wish // 2), fastest, (fastest + wish) // 2)):
        for weight in (shy, 0):
            yield from _at(desk, bound, slot, weight, limits)


def _counts(desk: Desk, bound: Bound) -> list[int]:
    most = min(int(desk.problem.rules["most_lots"]), len(bound.rests))
    return [lots for lots in (2, 3, 4, 6, 8, 10, 12) if lots <= most]


def _at(desk: Desk, bound: Bound, slot: int, shy: int, limits: Limits) -> Iterable[list[Lot]]:
    tried = [even_split(desk, lots) for lots in _counts(desk, bound) if lots in (2, 4, 8)]
    if bound.split[slot] < NEVER:
        tried.insert(0, best_split(desk, bound, slot))
    for sizes in tried:
        lots = None if limits.over() else realise(desk, sizes, slot, shy)
        if lots:
            yield lots


def _slot(p: Problem, at: datetime) -> int:
    """Return the last arrival slot that is not after a time, or -1."""
    return int(np.searchsorted(p.runs.arrivals, p.clock.down(at), side="right")) - 1


def _by_due(p: Problem, bound: Bound) -> int:
    """Return the least price arriving by the due date, or at all where nothing arrives by then."""
    slot = _slot(p, p.due)
    by_due = int(bound.least[slot]) if slot >= 0 else NEVER
    return by_due if by_due < NEVER else int(bound.least[bound.least < NEVER][0])


def _checked(p: Problem, quantity: int, bound: Bound, pool: Iterable[list[Lot]]) -> tuple[list[Plan], list[str]]:
    """Return the plans that the independent checker agrees with, and the rules that others broke."""
    question = Question(p.operations, quantity, p.start, p.due, p.buyer_town, p.goods, p.wishes)
    good: list[Plan] = []
    broken: set[str] = set()
    for lots in pool:
        plan = _bounded(p, assemble(p, lots), int(bound.least[arrival(lots)]), len(lots), bool(bound.steps))
        wrong = faults(plan, question, p.offers, p.places, p.rules)
        broken |= {fault.rule for fault in wrong}
        if not wrong:
            good.append(plan)
    return good, sorted(broken)


def _bounded(p: Problem, plan: Plan, bound_minor: int, lots: int, may_split: bool) -> Plan:
    split = f"lots of {p.rules['lot_steps']} equal steps" if may_split else "one lot"
    asked = (WISHED,) if p.wishes else ()
    rules = (split, ONE_BOOKING, CHAIN, *asked, f"rules {p.rules.name} {p.rules.version}")
    tags = ("lots",) if lots > 1 else ()
    return replace(_above(plan, bound_minor), rules=rules, tags=tags)


def _proven(desk: Desk, bound: Bound, chosen: Sequence[Plan], limits: Limits) -> list[Plan]:
    """Return the plans with a better bound where partners who might return left a gap, in one lot."""
    if bound.steps or not any(plan.gap_ppm for plan in chosen):
        return list(chosen)
    p = desk.problem
    once = with_vat(p.rules["new_partner_minor"], p.rules["vat_service_ppm"])
    partners = Partners(desk.chain(desk.quantity, FREE), desk.free, once)
    found = []
    for plan in chosen:
        slot = int(np.searchsorted(p.runs.arrivals, p.clock.up(plan.finish)))
        least = partners.proof(slot, 0, limits.over).bound if plan.gap_ppm and not limits.over() else 0
        found.append(_above(plan, max(plan.bound_minor, least)))
    return found


def _above(plan: Plan, bound_minor: int) -> Plan:
    """Return a plan with its bound and how far above it is."""
    gap = -(-(plan.price_minor - bound_minor) * 1_000_000 // bound_minor)
    return replace(plan, bound_minor=bound_minor, gap_ppm=gap)


def _fewer(p: Problem, chosen: Sequence[Plan], broken: Sequence[str]) -> tuple[str | None, dict[str, object]]:
    if len(chosen) >= 3:
        return None, {}
    if not chosen and broken:
        return NOT_PROVEN, {"rules": ", ".join(broken)}
    if not chosen:
        return NONE_FOUND, {}
    earliest = min(plan.finish for plan in chosen)
    if earliest > p.due:
        return NONE_IN_TIME, {"due": iso(p.due), "earliest": iso(earliest)}
    return FEW_POINTS, {"plans": len(chosen)}
