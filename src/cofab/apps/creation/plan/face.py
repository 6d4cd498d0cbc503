"""A run as its page compares it: plans in the words of the trade, scores, a sentence on the bound, each in detail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from cofab.apps.creation.plan.drawing import chart, sketch, way
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.creation.plan.selectors import comparison_of, own_supply, people_of, said
from cofab.apps.creation.plan.shown import Shown, show
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import region_map, standings, town_names
from cofab.core.creation.plan.ranking import inputs_of, scores_of
from cofab.core.proposition.publish.place import Map
from cofab.web import words
from cofab.web.figures.gantt import Gantt
from cofab.web.figures.places import Sketch
from cofab.web.figures.tradeoffs import Axis, Choice, Criterion, Tradeoffs

RULES = {
    "one lot": gettext_noop("one lot"),
    "one booking per step": gettext_noop("one booking per step"),
    "as pinned and excluded": gettext_noop("as pinned and excluded"),
    "steps one after another": gettext_noop("steps one after another"),
}
LOTS = re.compile(r"lots of (\d+) equal steps")


@dataclass(frozen=True)
class Detail:
    """What stands below the table for one plan: its days, its way, how far that is, and what is proven about it."""

    shown: Shown
    chart: Gantt
    sketch: Sketch
    km: int
    sentence: str


def comparison(run: PlanRun, rows: Sequence[PlanRow], chosen_key: str) -> dict[str, Any]:
    """Return everything that the comparison of a run's plans shows."""
    names: dict[str, str] = {}
    plans = [plan_of(row.data) for row in rows]
    for plan in plans:
        names |= people_of(plan)
    fresh, own = {key for key, standing in standings().items() if standing.new_member}, own_supply()
    least = min(plan.price_minor for plan in plans)
    shown = [show(run, row, plan, names, fresh, own, least) for row, plan in zip(rows, plans, strict=True)]
    trade = tradeoffs(run, shown)
    places = [choice.key for choice in trade.ranked]
    ranked = sorted(shown, key=lambda one: places.index(one.row.key))
    operations, places_known = operation_names(run), region_map()
    details = [detail(run, one, names, operations, places_known) for one in ranked]
    chosen = next((one for one in details if one.shown.row.key == chosen_key), details[0])
    return {
        "run": run,
        "plans": ranked,
        "plan_count": len(shown),
        "chosen": chosen,
        "details": details,
        "trade": trade,
        "town": town_names().get(run.demand.town, run.demand.town),
        "took": words.grouped(run.took_ms / 1000, 1),
        "fit": len(fitting(run)),
        "out": run.offers - len(fitting(run)),
        "ways": ways_to_pay(),
        "fewer": said(run.result["fewer"], run.result["fewer_facts"]) if run.result.get("fewer") else "",
    }


def fitting(run: PlanRun) -> set[str]:
    """Return the keys of the machines that can do something of the work."""
    return {machine for fits in run.result["matched"].values() for machine in fits}


def operation_names(run: PlanRun) -> dict[str, str]:
    """Return what people call each operation of a run's routing, by id."""
    return {op["id"]: process_name(op["process"]) for op in run.demand.routing["operations"]}


def detail(
    run: PlanRun, one: Shown, names: Mapping[str, str], operations: Mapping[str, str], places: Map
) -> Detail:  # fmt: skip
    """Return one plan in detail."""
    return Detail(
        one,
        chart(run, one.plan, names, operations),
        sketch(run, one.plan, places),
        way(one.plan.legs, places),
        bound_sentence(run, one),
    )


def ways_to_pay() -> list[tuple[str, str]]:
    """Return how an order can be paid on this site: in custody only where a custodian is set up."""
    custody = [("custody", _("custody at a bank"))] if settings.COFAB_CUSTODIAN else []
    return [*custody, ("direct", _("direct, recorded here"))]


def tradeoffs(run: PlanRun, shown: Sequence[Shown]) -> Tradeoffs:
    """Return the plans' scores and values under the weights that the run was ranked by."""
    known = comparison_of(run)
    inputs = [inputs_of(one.plan, run.created_at) for one in shown]
    choices = [
        Choice(one.row.key, one.row.letter, one.name, score, _values(one, given["time"]), bool(one.late))
        for one, score, given in zip(shown, scores_of(inputs), inputs, strict=True)
    ]
    criteria = [Criterion(key, label, known["weights"][key]) for key, label in labels().items()]
    again = reverse("plan:ranking", args=[run.key])
    rule = f"{known['rules'][:8]}"
    return Tradeoffs(criteria, choices, _axes(choices), rule, reverse("rules:card", args=["comparison"]), again)


def labels() -> dict[str, str]:
    """Return what people call each thing that plans are compared by."""
    return {"price": _("Price"), "time": _("Time"), "odds": _("Certainty"), "carbon": _("Carbon")}


def _values(one: Shown, seconds: int) -> tuple[float, ...]:
    carbon = one.plan.carbon_g / 1000
    return round(one.row.price_minor / 100_000, 1), round(seconds / 86_400, 1), round(100 * one.odds), round(carbon)


def _axes(choices: Sequence[Choice]) -> list[Axis]:
    columns = list(zip(*(choice.values for choice in choices), strict=True))
    names = (_("¥1,000"), _("days"), _("odds"), "kg")
    axes = []
    for n, (name, values) in enumerate(zip(names, columns, strict=True)):
        best, worst = (max(values), min(values)) if n == 2 else (min(values), max(values))
        axes.append(Axis(name, best, worst))
    return axes


def rule_word(rule: str) -> str:
    """Return in the reader's language a rule that a plan holds under; "" for one that is told elsewhere."""
    if lots := LOTS.fullmatch(rule):
        return _("lots in %(n)s equal steps") % {"n": lots[1]}
    return gettext(RULES[rule]) if rule in RULES else ""


def bound_sentence(run: PlanRun, one: Shown) -> str:
    """Return what is proven about a plan: no plan on the same offers as early costs less than the bound."""
    return _(
        "%(price)s, arrives %(date)s. No plan on the %(n)s offers known at %(time)s that arrives no later costs less "
        "than %(bound)s (gap %(gap)s), under these rules: %(rules)s."
    ) % {
        "price": words.money(one.row.price_minor, 0),
        "date": words.day(one.plan.finish),
        "n": run.offers,
        "time": words.moment(run.finished_at),
        "bound": words.money(one.row.bound_minor, 0),
        "gap": words.percent(one.gap, 1),
        "rules": "; ".join(filter(None, map(rule_word, one.plan.rules))),
    }
