"""The independent checker: recomputes a plan from the offers, the map and the rules, and lists what is wrong.

Promises: shares no code with the solver; works with datetimes and fractions where the solver works with ticks and
integers. An empty answer means: windows free, precedence kept, transport possible, licences held, sums right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cofab.core.creation.plan.check_price import price_faults
from cofab.core.creation.plan.check_transport import transport_faults
from cofab.core.creation.plan.model import NO_WISHES, Goods, Plan, PlannedOperation, Wishes
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map
from cofab.core.proposition.publish.vocabulary import material_group


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a rule's name and what broke it."""

    rule: str
    what: str


@dataclass(frozen=True)
class Question:
    """What a plan must answer: the operations in order, how many, from when, to where."""

    operations: tuple[Operation, ...]
    quantity: int
    start: datetime
    due: datetime
    buyer_town: str
    goods: Goods
    wishes: Wishes = NO_WISHES


def faults(plan: Plan, question: Question, offers: Sequence[Offer], places: Map, rules: RuleSet) -> tuple[Fault, ...]:
    """Return every fault of a plan; none means that it holds."""
    by_id = {offer.id: offer for offer in offers}
    unknown = [op.machine for op in plan.operations if op.machine not in by_id]
    if unknown:
        return tuple(Fault("machine", f"{machine} is not on offer") for machine in unknown)
    pairs = [
        *_quantities(plan, question, rules),
        *_abilities(plan, question, by_id, rules),
        *_order(plan, question),
        *_wishes(plan, question.wishes),
        *_windows(plan, question, by_id, rules),
        *_shared(plan, by_id),
        *transport_faults(plan, question.buyer_town, question.start, by_id, places, rules),
        *price_faults(plan, question.operations, question.goods, by_id, places, rules),
        *_bound(plan),
    ]
    return tuple(Fault(rule, what) for rule, what in pairs)


def _quantities(plan: Plan, q: Question, rules: RuleSet) -> Iterable[tuple[str, str]]:
    for op in q.operations:
        made = [p for p in plan.operations if p.op == op.id]
        if sum(p.quantity for p in made) != q.quantity:
            yield "quantity", f"{op.id}: {sum(p.quantity for p in made)} instead of {q.quantity}"
        if len({p.lot for p in made}) != len(made):
            yield "quantity", f"{op.id} is planned twice in one lot"
    for lot in {p.lot for p in plan.operations}:
        sizes = {(p.quantity, p.spare) for p in plan.operations if p.lot == lot}
        if len(sizes) != 1:
            yield "quantity", f"lot {lot} changes its size"
    for p in plan.operations:
        if p.spare * 1_000_000 < p.quantity * rules["spare_ppm"] or p.quantity <= 0:
            yield "quantity", f"{p.op} has {p.spare} spare pieces for {p.quantity}"
    if {p.op for p in plan.operations} - {op.id for op in q.operations}:
        yield "quantity", "an operation is planned that nobody asked for"


def _abilities(plan: Plan, q: Question, offers: Mapping[str, Offer], rules: RuleSet) -> Iterable[tuple[str, str]]:
    asked = {op.id: op.requirement for op in q.operations}
    for p in plan.operations:
        offer, need = offers[p.machine], asked.get(p.op)
        if need is None:
            continue
        if offer.firm != p.firm:
            yield "machine", f"{p.machine} does not belong to {p.firm}"
        if need.process not in offer.families or (need.any_of and not offer.processes & need.any_of):
            yield "process", f"{p.machine} cannot do {p.op}"
        if any(offer.envelope_um) and any(a > b for a, b in zip(sorted(need.size_um), sorted(offer.envelope_um))):  # noqa: B905
            yield "size", f"{p.op} is too large for {p.machine}"
        if 0 < need.tolerance_um < offer.tolerance_um:
            yield "tolerance", f"{p.machine} is not fine enough for {p.op}"
        if need.material and offer.materials and not offer.materials & {need.material, material_group(need.material)}:
            yield "material", f"{p.machine} does not work {need.material}"
        licence = rules["licences"].get(need.process)
        for paper in sorted(need.certificates | ({licence} if licence else set())):
            if paper not in offer.certificates:
                yield "licence", f"{p.firm} lacks {paper} for {p.op}"


def _wishes(plan: Plan, wishes: Wishes) -> Iterable[tuple[str, str]]:
    for p in plan.operations:
        if wishes.pinned.get(p.op, p.firm) not in (p.firm, p.machine):
            yield "wish", f"{p.op} is pinned to {wishes.pinned[p.op]}"
        if p.firm in wishes.excluded_firms or p.machine in wishes.excluded_machines:
            yield "wish", f"{p.machine} of {p.firm} is excluded"


def _order(plan: Plan, q: Question) -> Iterable[tuple[str, str]]:
    for lot in {p.lot for p in plan.operations}:
        at = {p.op: p for p in plan.operations if p.lot == lot}
        chain = [op.id for op in q.operations]
        before = {op.id: set(op.after) for op in q.operations}
        for earlier, later in pairwise(chain):
            before[later].add(earlier)
        for op, earlier_ones in before.items():
            for earlier in earlier_ones & at.keys():
                if op in at and at[op].start < at[earlier].end:
                    yield "precedence", f"{op} starts before {earlier} ends in lot {lot}"


def blocks_of(plan: Plan) -> list[list[PlannedOperation]]:
    """Return the operations of a plan by clamping, in time."""
    found: dict[tuple[int, int], list[PlannedOperation]] = {}
    for p in sorted(plan.operations, key=lambda p: (p.lot, p.start)):
        found.setdefault((p.lot, p.clamping), []).append(p)
    return list(found.values())


def _windows(plan: Plan, q: Question, offers: Mapping[str, Offer], rules: RuleSet) -> Iterable[tuple[str, str]]:
    asked = {op.id: op for op in q.operations}
    for block in blocks_of(plan):
        machine, start, end = block[0].machine, block[0].start, block[-1].end
        if len({p.machine for p in block}) > 1 or any(a.end != b.start for a, b in pairwise(block)):
            yield "clamping", f"{machine}: one clamping is not one piece of work"
        offer = offers[machine]
        inside = [n for n, w in enumerate(offer.windows) if w.start < end and start < w.end]
        if not inside or offer.windows[inside[0]].start > start or offer.windows[inside[-1]].end < end:
            yield "window", f"{machine} is not free from {start} to {end}"
            continue
        if offer.stretches and len({offer.stretches[n] for n in inside}) > 1:
            yield "window", f"{machine} has other work between {start} and {end}"
        if not offer.stretches and len(inside) > 1:
            yield "window", f"{machine} is interrupted between {start} and {end}"
        spans = ((max(offer.windows[n].start, start), min(offer.windows[n].end, end)) for n in inside)
        worked = sum(((b - a) for a, b in spans), timedelta())
        if worked < timedelta(seconds=_needed(block, asked, offer, rules)):
            yield "window", f"{machine} works {worked} from {start}, which is too short"


def _needed(block: Sequence[PlannedOperation], asked: Mapping[str, Operation], offer: Offer, rules: RuleSet) -> float:
    setups = sorted(asked[p.op].setup_s for p in block)
    setup = setups[-1] + sum(setups[:-1]) * (1 - rules["one_clamping_saved_ppm"] / 1_000_000)
    run = sum(asked[p.op].run_s * pieces(p, asked[p.op], rules) for p in block)
    return float(setup + run * offer.speed_ppm / 1_000_000)


def pieces(p: PlannedOperation, op: Operation, rules: RuleSet) -> int:
    """Return how many pieces a planned operation handles."""
    if op.requirement.process not in rules["sampled_families"]:
        return p.quantity + p.spare
    sizes = [size for upto, size in rules["sample_sizes"] if p.quantity <= upto] or [rules["sample_sizes"][-1][1]]
    return int(min(p.quantity, sizes[0]))


def _shared(plan: Plan, offers: Mapping[str, Offer]) -> Iterable[tuple[str, str]]:
    """No machine does two things at one time, and no firm needs more operators than are free."""
    blocks = [(b[0].machine, b[0].firm, b[0].start, b[-1].end) for b in blocks_of(plan)]
    for n, (machine, _, start, end) in enumerate(blocks):
        for other, _, begin, stop in blocks[n + 1 :]:
            if machine == other and start < stop and begin < end:
                yield "window", f"{machine} is used twice at {max(start, begin)}"
    for machine, firm, start, end in blocks:
        offer = offers[machine]
        for window, hands in zip(offer.windows, offer.hands, strict=False):
            low, high = max(window.start, start), min(window.end, end)
            if hands and low < high:
                moments = [low, *(b for _, f, b, _ in blocks if f == firm and low < b < high)]
                busy = max(sum(f == firm and b <= t < e for _, f, b, e in blocks) for t in moments)
                if busy > hands:
                    yield "operators", f"{firm} has {hands} operators free at {low}, {busy} are needed"


def _bound(plan: Plan) -> Iterable[tuple[str, str]]:
    if plan.bound_minor > plan.price_minor:
        yield "bound", f"{plan.bound_minor} lies above the price {plan.price_minor}"
    elif plan.bound_minor and plan.gap_ppm != -(-(plan.price_minor - plan.bound_minor) * 1_000_000 // plan.bound_minor):
        yield "bound", "the gap does not follow from price and bound"
