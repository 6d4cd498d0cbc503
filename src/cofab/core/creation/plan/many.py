"""Several demands planned together: each exactly on what the others leave, in the turn that serves all best.

Promises: no two plans take one machine at one time, nor more operators of a firm than are free; `bound_minor` is what
all would cost if each were alone, so that no plans for all cost less. The free windows are all that is known of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from cofab.core.creation.plan.compose import Limits, plans
from cofab.core.creation.plan.model import Goods, Plan, PlannedOperation, PlanSet
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import Window, subtract
from cofab.core.proposition.demand.routing import Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map


@dataclass(frozen=True, slots=True)
class Wanted:
    """One demand among several."""

    id: str
    routing: Routing
    quantity: int
    due: datetime
    town: str
    goods: Goods | None = None


@dataclass(frozen=True)
class World:
    """What all demands are planned on."""

    offers: Sequence[Offer]
    places: Map
    start: datetime
    rules: RuleSet = FIRST


@dataclass(frozen=True, slots=True)
class Together:
    """A plan for each demand by its id (None: there is none), what all cost, the bound, and who comes late."""

    chosen: Mapping[str, Plan | None]
    price_minor: int
    bound_minor: int
    late: tuple[str, ...]

    @property
    def gap_ppm(self) -> int:
        """Return how far above the bound the price is."""
        return (self.price_minor - self.bound_minor) * 1_000_000 // max(1, self.bound_minor)


def alone(wanted: Wanted, world: World, limits: Limits | None = None) -> PlanSet:
    """Return the plans of a demand as if no other were there."""
    return plans(
        world.offers, world.places, wanted.routing, wanted.quantity, wanted.due, wanted.town, world.start, world.rules,
        wanted.goods, limits,
    )  # fmt: skip


def together(
    wanted: Sequence[Wanted], world: World, over: Callable[[], bool], sets: Sequence[PlanSet] | None = None
) -> Together:
    """Return plans for all demands, the best found until `over`; the first turn is finished whatever it says.

    `sets` are the plans of each alone, where they were made elsewhere. Demands come first in the turn that have most to
    lose: the price from their cheapest plan to the next; then whoever pays most above being alone moves to the front.
    """
    sets = [alone(one, world) for one in wanted] if sets is None else sets
    bound, turn = sum(found.bound_minor for found in sets), _turn(wanted, sets)
    best = _in_turn(wanted, world, sets, turn, bound)
    for _ in range(2 * len(wanted)):
        if over() or (not best.late and best.price_minor <= bound):
            break
        turn = _forward(wanted, sets, turn, best)
        found = _in_turn(wanted, world, sets, turn, bound)
        best = min(best, found, key=_worth)
    return best


def _worth(found: Together) -> tuple[int, int, int]:
    return sum(plan is None for plan in found.chosen.values()), len(found.late), found.price_minor


def _turn(wanted: Sequence[Wanted], sets: Sequence[PlanSet]) -> list[int]:
    def loss(n: int) -> int:
        prices = sorted(plan.price_minor for plan in sets[n].plans if plan.finish <= wanted[n].due)
        return prices[1] - prices[0] if len(prices) > 1 else 1 << 60

    return sorted(range(len(wanted)), key=lambda n: (-loss(n), n))


def _forward(wanted: Sequence[Wanted], sets: Sequence[PlanSet], turn: list[int], best: Together) -> list[int]:
    """Return the turn with the demand in front that pays most above being alone, those in front already excepted."""

    def excess(n: int) -> tuple[bool, int]:
        plan = best.chosen[wanted[n].id]
        return wanted[n].id in best.late, plan.price_minor - sets[n].bound_minor if plan else 0

    worst = max(turn[1:], key=excess, default=turn[0])
    return [worst, *(n for n in turn if n != worst)]


def _in_turn(
    wanted: Sequence[Wanted], world: World, sets: Sequence[PlanSet], turn: Sequence[int], bound: int
) -> Together:
    """Return the plans when each demand in turn takes its best on what is left."""
    chosen: dict[str, Plan | None] = {}
    booked: list[PlannedOperation] = []
    for n in turn:
        plan = _best(sets[n], wanted[n].due)
        if plan and clashes([*booked, *plan.operations], world.offers):
            left = replace(world, offers=without(world.offers, booked))
            plan = _best(alone(wanted[n], left), wanted[n].due)
        chosen[wanted[n].id] = plan
        booked += plan.operations if plan else ()
    assert not clashes(booked, world.offers)
    late = tuple(one.id for one in wanted if (plan := chosen[one.id]) is None or plan.finish > one.due)
    price = sum(plan.price_minor for plan in chosen.values() if plan)
    return Together({one.id: chosen[one.id] for one in wanted}, price, bound, late)


def _best(found: PlanSet, due: datetime) -> Plan | None:
    """Return the cheapest plan in time, else the soonest, else None."""
    return min(found.plans, key=lambda plan: (max(plan.finish, due), plan.price_minor), default=None)


def clashes(operations: Iterable[PlannedOperation], offers: Sequence[Offer]) -> list[str]:
    """Return machines taken twice at one time, and firms short of operators."""
    spans = sorted((op.start, op.end, op.machine, op.firm) for op in operations)
    known, wrong = {offer.id: offer for offer in offers}, []
    for n, (_, end, machine, _) in enumerate(spans):
        for start, _, other, _ in takewhile(lambda span: span[0] < end, spans[n + 1 :]):  # noqa: B023
            if machine == other:
                wrong.append(f"{machine} is taken twice at {start}")
    for start, end, machine, firm in spans:
        for window, hands in zip(known[machine].windows, known[machine].hands, strict=False):
            low, high = max(window.start, start), min(window.end, end)
            moments = (
                [low, *(b for b, _, _, f in spans if f == firm and low < b < high)] if hands and low < high else []
            )
            if any(sum(f == firm and b <= t < e for b, e, _, f in spans) > hands for t in moments):
                wrong.append(f"{firm} has {hands} operators free at {low}")
    return wrong


def without(offers: Sequence[Offer], booked: Iterable[PlannedOperation]) -> list[Offer]:
    """Return what the offers have left beside bookings: their machines' time, and one operator of their firm each.

    Work does not pause across a booking, nor across a time when no operator is left.
    """
    spans = {(op.firm, op.machine, op.start, op.end) for op in booked}
    by_firm: dict[str, list[tuple[str, Window]]] = {}
    for firm, machine, start, end in sorted(spans):
        by_firm.setdefault(firm, []).append((machine, Window(start, end)))
    return [_left(offer, by_firm[offer.firm]) if offer.firm in by_firm else offer for offer in offers]


def _left(offer: Offer, booked: Sequence[tuple[str, Window]]) -> Offer:
    own = [window for machine, window in booked if machine == offer.id]
    others = [window for machine, window in booked if machine != offer.id] if any(offer.hands) else []
    windows, stretches, hands, broken = [], [], [], 0
    for n, window in enumerate(offer.windows):
        stretch = offer.stretches[n] if offer.stretches else n
        free = offer.hands[n] if offer.hands else 0
        for part in _pieces(window, own, others):
            busy = sum(other.overlaps(part) for other in others)
            if free and free <= busy:
                broken += 1
                continue
            windows.append(part)
            stretches.append((stretch, broken + sum(taken.end <= part.start for taken in own)))
            hands.append(free - busy if free else 0)
    numbers = {key: n for n, key in enumerate(dict.fromkeys(stretches))}
    return replace(
        offer,
        windows=tuple(windows),
        stretches=tuple(numbers[key] for key in stretches),
        hands=tuple(hands) if offer.hands else (),
    )


def _pieces(window: Window, own: Sequence[Window], others: Sequence[Window]) -> list[Window]:
    """Return a window less own bookings, cut where another machine of the firm begins or ends work."""
    found = []
    for part in subtract([window], own):
        cuts = sorted({t for other in others for t in (other.start, other.end) if part.start < t < part.end})
        found += [Window(a, b) for a, b in zip([part.start, *cuts], [*cuts, part.end], strict=True)]
    return found
