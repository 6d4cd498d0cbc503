"""When a machine breaks: the ways to go on, the firm's own machines first, then other firms, with least disturbance.

For each lot whose work on the broken machine is unfinished, the rest is given to other machines of the same firm, to
other firms (half-finished goods go by carrier), to both, or waits. What follows keeps its time where it can and
shifts on the same machine or in the same firm where it cannot. One way a lot is chosen so that nobody is booked
twice (`schedule`): firms touched first, then lateness, then cost.
Promises: nothing is proposed unless `replan_check` agrees; started work elsewhere is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cofab.core.creation.plan.model import Goods, Leg, Plan, PlannedOperation
from cofab.core.creation.plan.problem import Problem, problem
from cofab.core.creation.plan.replan_check import recovery_faults
from cofab.core.creation.plan.replan_ways import MARKET, OWN_SHOP, WAIT, Recovery, ways_for
from cofab.core.creation.plan.rules import FIRST
from cofab.core.creation.schedule.portfolio import solve
from cofab.core.creation.schedule.problem import Booking, Job, Way
from cofab.core.creation.schedule.problem import Problem as Choice
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

BUYER = "buyer"
ALONE = (frozenset({OWN_SHOP}), frozenset({MARKET}), frozenset({WAIT}))
TOGETHER = frozenset({OWN_SHOP, MARKET})
KINDS = (ALONE[:1], (*ALONE[:2], TOGETHER), (TOGETHER,), ALONE[1:2], ALONE[2:])
"""Which kinds of recovery each proposal may use: the own shop only, the best mixture, both for each lot, ..."""


@dataclass(frozen=True, slots=True)
class Upset:
    """What happened: `machine` of a running `plan` is down from `at`, back at `until` (None: nobody knows).

    `done` maps (lot, operation) to the good pieces finished so far, for the lots under way.
    """

    plan: Plan
    machine: str
    at: datetime
    until: datetime | None
    done: Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class Move:
    """`quantity` pieces of `op` of a lot go from one machine to another (the same firm or another)."""

    lot: int
    op: str
    from_machine: str
    to_machine: str
    from_firm: str
    to_firm: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to go on. `operations` are the bookings that are new or changed, `replaces` those that they replace.

    `legs` are the runs that are new or changed, `dropped` those no longer needed; `cost_minor` is what it costs
    beyond the plan, VAT and fees included; `consent` names the machine's firm and those touched, and "buyer" where the
    order gets dearer or later than its due date. `finish` is the new forecast. `proven`: none of the ways is better.
    """

    way: str
    operations: tuple[PlannedOperation, ...]
    replaces: tuple[PlannedOperation, ...]
    moves: tuple[Move, ...]
    legs: tuple[Leg, ...]
    dropped: tuple[Leg, ...]
    cost_minor: int
    finish: datetime
    late_s: int
    consent: tuple[str, ...]
    proven: bool


def replan(
    upset: Upset,
    offers: Sequence[Offer],
    places: Map,
    routing: Routing,
    quantity: int,
    due: datetime,
    buyer_town: str,
    rules: RuleSet = FIRST,
    goods: Goods | None = None,
    seed: int = 0,
    seconds: float = 1.0,
) -> tuple[Proposal, ...]:
    """Return up to five proposals, least disturbance first; none where no way fits the calendars.

    `offers` are what is free now; time that this order itself has booked need not be free in them.
    """
    p = problem(offers, places, routing, quantity, due, buyer_town, upset.at, rules, goods or Goods())
    lots = sorted({op.lot for op in upset.plan.operations if _hurt(upset, op)})
    recoveries = {lot: ways_for(p, upset.plan, upset.machine, upset.until, upset.done, lot) for lot in lots}
    found = (_propose(p, upset, recoveries, kinds, seed, seconds) for kinds in KINDS)
    good: dict[tuple[object, ...], Proposal] = {}
    for proposal in found:
        if proposal and not _faults(p, upset, proposal):
            good.setdefault((proposal.operations, proposal.legs), proposal)
    return tuple(sorted(good.values(), key=lambda x: (len(set(x.consent) - {BUYER}), x.late_s, x.cost_minor)))


def _faults(p: Problem, upset: Upset, proposal: Proposal) -> list[str]:
    return recovery_faults(p, upset.plan, upset.machine, upset.done, proposal.operations, proposal.legs)


def _hurt(upset: Upset, op: PlannedOperation) -> bool:
    unfinished = upset.done.get((op.lot, op.op), op.quantity if op.end <= upset.at else 0) < op.quantity
    back_in_time = upset.until is not None and op.start >= upset.until
    return op.machine == upset.machine and unfinished and not back_in_time


def _propose(
    p: Problem,
    upset: Upset,
    recoveries: Mapping[int, Sequence[Recovery]],
    kinds: Sequence[frozenset[str]],
    seed: int,
    seconds: float,
) -> Proposal | None:
    """Choose one recovery a lot among those of `kinds` and tell what it means."""
    by_id: dict[str, Recovery] = {}
    jobs = []
    for lot, recoveries_of_lot in recoveries.items():
        fitting = [r for r in recoveries_of_lot if r.kinds in kinds]
        ways = []
        for n, recovery in enumerate(fitting):
            by_id[f"{lot}/{n}"] = recovery
            ways.append(_way(p, f"{lot}/{n}", recovery))
        jobs.append(Job(str(lot), tuple(ways)))
    if not jobs or not all(job.ways for job in jobs):
        return None
    schedule = solve(Choice(tuple(jobs)), seconds, seed)
    if schedule is None:
        return None
    return _told(p, upset, [by_id[way.id] for way in schedule.chosen.values()], schedule.proven)


def _way(p: Problem, name: str, r: Recovery) -> Way:
    taken = tuple(Booking(o.machine, p.clock.down(o.start), p.clock.up(o.end)) for o in r.operations)
    late = max(0, int((r.finish - p.due).total_seconds()))
    return Way(name, taken, r.touches, late, r.cost_minor)


def _told(p: Problem, upset: Upset, chosen: Sequence[Recovery], proven: bool) -> Proposal:
    lots = {r.lot for r in chosen}
    others = [leg.arrive for leg in upset.plan.legs if leg.lot not in lots]
    finish = max([*others, *(r.finish for r in chosen)])
    cost = sum(r.cost_minor for r in chosen)
    firms = frozenset[str]().union(*(r.touches for r in chosen)) | {
        o.firm for o in upset.plan.operations if o.machine == upset.machine
    }
    late = max(0, int((finish - p.due).total_seconds()))
    kinds = frozenset[str]().union(*(r.kinds for r in chosen))
    return Proposal(
        way=MARKET if MARKET in kinds else OWN_SHOP if OWN_SHOP in kinds else WAIT,
        operations=tuple(o for r in chosen for o in r.operations),
        replaces=tuple(o for r in chosen for o in r.replaces),
        moves=tuple(_moves(upset, chosen)),
        legs=tuple(leg for r in chosen for leg in r.legs),
        dropped=tuple(leg for r in chosen for leg in r.dropped),
        cost_minor=cost,
        finish=finish,
        late_s=late,
        consent=(*sorted(firms), *((BUYER,) if cost > 0 or late else ())),
        proven=proven,
    )


def _moves(upset: Upset, chosen: Sequence[Recovery]) -> Iterable[Move]:
    owner = {o.machine: o.firm for o in upset.plan.operations}
    for recovery in chosen:
        broken = {o.op for o in recovery.replaces if o.machine == upset.machine}
        for o in recovery.operations:
            if o.op in broken and o.machine != upset.machine:
                yield Move(o.lot, o.op, upset.machine, o.machine, owner[upset.machine], o.firm, o.quantity)


def applied(plan: Plan, proposal: Proposal) -> Plan:
    """Return the running plan as it stands once a proposal is applied; prices of lines stay as agreed."""
    operations = tuple(o for o in plan.operations if o not in proposal.replaces) + proposal.operations
    legs = tuple(leg for leg in plan.legs if leg not in proposal.dropped) + proposal.legs
    return replace(plan, operations=operations, legs=legs, finish=proposal.finish)
