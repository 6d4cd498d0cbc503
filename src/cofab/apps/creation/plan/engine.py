"""Where a run meets the planner: the world as it is now goes in, plans that passed the check come out.

Promises: what is stored is what was checked: each plan is read back from its JSON before the checker sees it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.creation.plan.mappers import plan_json, plan_of, wishes_of
from cofab.apps.creation.plan.models import PlanRun
from cofab.apps.creation.plan.refusals import UNSOUND
from cofab.apps.proposition.demand.packs.selectors import goods_told, rules_for
from cofab.apps.proposition.demand.selectors import brief_for, part_for, routing_for
from cofab.apps.proposition.publish.selectors import offers_between, region_map
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.plan.check import Question, faults
from cofab.core.creation.plan.compose import Limits, plans
from cofab.core.creation.plan.model import Goods, Plan, PlanSet, Wishes
from cofab.core.creation.plan.problem import with_inspection
from cofab.core.creation.plan.through import Costs, through
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.blank import blank_of
from cofab.core.proposition.demand.material import material
from cofab.core.proposition.demand.questions import BUYER, SUPPLY
from cofab.core.proposition.demand.routing import Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

if TYPE_CHECKING:
    from cofab.apps.proposition.demand.models import Demand


Told = Callable[[int, int, Plan | None, int], None]
POLL_S = 0.5


class Wanted:
    """Whether a search shall stop: at its time limit, or when `wanted` says no, which is asked twice a second."""

    def __init__(self, seconds: float, wanted: Callable[[], bool]) -> None:
        self.end = time.monotonic() + seconds
        self.wanted, self.asked, self.stopped = wanted, time.monotonic(), False

    def over(self) -> bool:
        """Tell whether the search shall stop now."""
        here = time.monotonic()
        if not self.stopped and here - self.asked > POLL_S:
            self.stopped, self.asked = not self.wanted(), here
        return self.stopped or here > self.end


@dataclass(frozen=True)
class World:
    """What a run is planned on: the offers it may use, the map, its question, and under which rules, from now on."""

    offers: list[Offer]
    places: Map
    routing: Routing
    goods: Goods
    start: datetime
    due: datetime
    town: str
    wishes: Wishes
    rules: RuleSet
    seconds: int


def world_of(run: PlanRun) -> World:
    """Return the world as it is now for a run; of a cloud factory only its own firms' machines."""
    with platform():
        demand, search = run.demand, current("search")
        start = now().astimezone(UTC)
        horizon = max(start + timedelta(days=search["horizon_days"]), run.due + timedelta(days=14))
        offers = offers_between(start, horizon)
        if run.factory:
            known = {firm for firms in run.factory.firms.values() for firm in firms}
            offers = [offer for offer in offers if offer.firm in known]
        return World(
            offers,
            region_map(),
            routing_for(demand),
            goods_of(demand),
            start,
            run.due.astimezone(UTC),
            demand.town,
            wishes_of(run.wishes),
            rules_for(demand, current("plan")),
            search["seconds"],
        )


def plans_for(
    run: PlanRun,
    told: Told = lambda offers, fit, best, plans: None,
    wanted: Callable[[], bool] = lambda: True,
) -> tuple[PlanSet, str]:
    """Return the checked plans of a run and the hash of the rules they were made under.

    Where the quantity may go in lots, which takes longest, plans in one lot come first and are `told` (machines
    looked at, machines that fit, the best plan, how many). The search ends early once `wanted` says no.
    Refuses what the planner refuses, and plan.unsound when the checker finds fault with an answer.
    """
    w = world_of(run)
    watch = Wanted(w.seconds, wanted)
    operations = with_inspection(w.routing.operations, w.rules)
    asked = Question(operations, run.quantity, w.start, w.due, w.town, w.goods, w.wishes)

    def search_until(over: Callable[[], bool]) -> PlanSet:
        said = (w.offers, w.places, w.routing, run.quantity, w.due, w.town, w.start, w.rules, w.goods)
        found = plans(*said, Limits(over), w.wishes)
        check(found, asked, w.offers, w.places, w.rules)
        return found

    told(len(w.offers), 0, None, 0)
    if run.quantity >= w.rules["lots_from"]:
        told(*so_far(search_until(lambda: True)))
    return search_until(watch.over), w.rules.hash


def costs_for(run: PlanRun) -> Costs:
    """Return what the cheapest plan through every machine and firm would cost, on the offers of now."""
    w = world_of(run)
    said = (w.offers, w.places, w.routing, run.quantity, w.due, w.town, w.start, w.rules, w.goods)
    return through(*said, w.wishes)


def so_far(found: PlanSet) -> tuple[int, int, Plan | None, int]:
    """Return what is told of plans found before the search has ended."""
    fit = len({machine for fits in found.matched.values() for machine in fits})
    return found.offers, fit, min(found.plans, key=lambda plan: plan.price_minor, default=None), len(found.plans)


def check(found: PlanSet, asked: Question, offers: Sequence[Offer], places: Map, rules: RuleSet) -> None:
    """Refuse an answer of which any plan, as it would be stored, breaks a rule."""
    for plan in found.plans:
        wrong = faults(plan_of(plan_json(plan)), asked, offers, places, rules)
        if wrong:
            raise Refused(UNSOUND, rules=sorted({fault.rule for fault in wrong}))


def goods_of(demand: Demand) -> Goods:
    """Return weights and material price of a piece; nothing to buy where the buyer sends the material."""
    dealer = _dealer(demand)
    if told := goods_told(demand):
        return Goods(**told, supplier=dealer if told["material_minor"] else "")
    brief, part = brief_for(demand), part_for(demand)
    stuff = material(brief.material)
    blank = stuff.weight_g(blank_of(part, brief).volume_mm3)
    finished = stuff.weight_g(part.volume_mm3)
    if brief.answers.get(SUPPLY) == BUYER:
        return Goods(blank, finished, 0, stuff.id)
    price = blank * sum(stuff.price_minor) // 2000
    return Goods(blank, finished, price, stuff.id, dealer)


def _dealer(demand: Demand) -> str:
    """Return the key of the dealer whose business licence names the demand's group of materials, else of the first."""
    groups = {op.requirement.material for op in routing_for(demand).operations}
    rows = list(Organisation.objects.filter(kind="material").order_by("pk"))
    fit = [row for row in rows if groups & {scope for paper in row.certificates for scope in paper.get("scope", ())}]
    return next((row.key for row in [*fit, *rows]), "")
