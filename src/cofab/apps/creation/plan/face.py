"""A run as its page compares it: plans in the words of the trade, scores, a Gantt, a route, a sentence on the bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext as _

from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.creation.plan.ranking import WEIGHTS, hours, scores
from cofab.apps.creation.plan.selectors import people_of, said
from cofab.apps.proposition.demand.trade import line_name, process_name
from cofab.apps.proposition.publish.selectors import region_map, standings, town_names
from cofab.core.creation.plan.model import Plan
from cofab.web import words
from cofab.web.figures.gantt import Bar, Gantt, Row
from cofab.web.figures.places import Sketch, Stop
from cofab.web.figures.tradeoffs import Axis, Choice, Criterion, Tradeoffs

RULES = {
    "one lot": gettext_noop("one lot"),
    "one booking per step": gettext_noop("one booking per step"),
    "as pinned and excluded": gettext_noop("as pinned and excluded"),
    "steps one after another": gettext_noop("steps one after another"),
    "lots of 10 equal steps": gettext_noop("lots in ten equal steps"),
}
MOST_NAMES = 3
FINISHING = frozenset({"anodising", "plating", "coating", "painting", "conversion", "passivation", "blasting"})


@dataclass(frozen=True)
class Shown:
    """One plan as the page shows it."""

    row: PlanRow
    plan: Plan
    name: str
    note: str
    each: int
    late: str
    days: str
    odds: float
    tone: str
    firms: int
    legs: int
    credit: str
    carbon: str
    gap: float
    new: bool
    transport: int
    lines: list[dict[str, Any]]
    ask: str
    then: str
    yes: str


def comparison(run: PlanRun, rows: Sequence[PlanRow], chosen_key: str) -> dict[str, Any]:
    """Return everything that the comparison of a run's plans shows."""
    names: dict[str, str] = {}
    plans = [plan_of(row.data) for row in rows]
    for plan in plans:
        names |= people_of(plan)
    operations = {op["id"]: process_name(op["process"]) for op in run.demand.routing["operations"]}
    fresh = {key for key, standing in standings().items() if standing.new_member}
    shown = [_shown(run, row, plan, names, operations, fresh) for row, plan in zip(rows, plans, strict=True)]
    trade = _trade(run, shown)
    first = trade.ranked[0].key
    chosen = next((one for one in shown if one.row.key == (chosen_key or first)), shown[0])
    return {
        "run": run,
        "plans": sorted(shown, key=lambda one: [c.key for c in trade.ranked].index(one.row.key)),
        "plan_count": len(shown),
        "chosen": chosen,
        "trade": trade,
        "chart": _chart(run, chosen.plan, names, operations),
        "sketch": _sketch(run, chosen.plan, names),
        "town": town_names().get(run.demand.town, run.demand.town),
        "took": words.grouped(run.took_ms / 1000, 1),
        "out": run.offers - len({machine for fits in run.result["matched"].values() for machine in fits}),
        "sentence": bound_sentence(run, chosen),
        "ways": ways_to_pay(),
        "fewer": said(run.result["fewer"], run.result["fewer_facts"]) if run.result.get("fewer") else "",
    }


def ways_to_pay() -> list[tuple[str, str]]:
    """Return how an order can be paid on this site: in custody only where a custodian is set up."""
    custody = [("custody", _("custody at a bank"))] if settings.COFAB_CUSTODIAN else []
    return [*custody, ("direct", _("direct, recorded here"))]


def _shown(
    run: PlanRun, row: PlanRow, plan: Plan, names: dict[str, str], operations: dict[str, str], fresh: set[str]
) -> Shown:
    makers = list(dict.fromkeys(op.firm for op in plan.operations))
    odds = 1 - plan.risk_ppm / 1_000_000
    late = -(-(plan.finish - run.due) // timedelta(days=1))
    ahead = (plan.finish - run.created_at).days
    price = words.money(row.price_minor, 0)
    return Shown(
        row=row,
        plan=plan,
        name=_makers([names.get(key, key) for key in makers]),
        note=" · ".join(dict.fromkeys(operations.get(op.op, _("Inspection")) for op in plan.operations)),
        each=row.price_minor // run.quantity,
        late=ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late} if plan.finish > run.due else "",
        days=ngettext("%(n)s day", "%(n)s days", ahead) % {"n": ahead},
        odds=odds,
        tone="go" if odds >= 0.75 else "care",
        firms=len(makers),
        legs=len(plan.legs),
        credit=words.grouped(plan.credit_ppm / 10_000, 1),
        carbon=words.grouped(plan.carbon_g / 1000),
        gap=row.gap_ppm / 1_000_000,
        new=bool(fresh.intersection(makers)),
        transport=sum(leg.price_minor for leg in plan.legs),
        lines=_by_payee(plan, names),
        ask=_("Choose plan %(letter)s for %(price)s?") % {"letter": row.letter, "price": price},
        then=_("Every machine is held for you; each firm is asked.|Nothing is paid before the contract is signed."),
        yes=_("Choose %(letter)s") % {"letter": row.letter},
    )


def _makers(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    if more <= 0:
        return " + ".join(names)
    return ngettext("%(names)s + %(n)s more", "%(names)s + %(n)s more", more) % {
        "names": " + ".join(names[:MOST_NAMES]),
        "n": more,
    }


def _by_payee(plan: Plan, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return one line for everybody who is paid: for what, ex VAT, VAT and the sum, in minor units."""
    paid: dict[str, dict[str, Any]] = {}
    for line in plan.lines:
        payee = names.get(line.payee, _payee(line.payee))
        one = paid.setdefault(line.payee, {"payee": payee, "kinds": {}, "net": 0, "vat": 0, "minor": 0})
        one["vat" if line.kind == "vat" else "net"] += line.amount_minor
        one["minor"] += line.amount_minor
        if line.kind != "vat":
            one["kinds"][line.kind] = one["kinds"].get(line.kind, 0) + line.amount_minor
    return [one | {"why": _kinds(one["kinds"])} for one in paid.values()]


def _kinds(kinds: dict[str, int]) -> str:
    if len(kinds) == 1:
        return line_name(next(iter(kinds)))
    return " · ".join(f"{line_name(kind)} {words.money(minor, 0)}" for kind, minor in kinds.items())


def _payee(payee: str) -> str:
    return _("Platform") if payee == "platform" else payee


def _trade(run: PlanRun, shown: Sequence[Shown]) -> Tradeoffs:
    found = scores([one.plan for one in shown], run.created_at)
    choices = [
        Choice(
            one.row.key, one.row.letter, one.name, score, _values(one, hours(one.plan, run.created_at)), bool(one.late)
        )
        for one, score in zip(shown, found, strict=True)
    ]
    labels = {"price": _("Price"), "time": _("Time"), "odds": _("Certainty"), "carbon": _("Carbon")}
    criteria = [Criterion(key, labels[key], weight) for key, weight in WEIGHTS.items()]
    return Tradeoffs(criteria, choices, _axes(choices), run.rules[:12])


def _values(one: Shown, taken: float) -> tuple[float, ...]:
    carbon = one.plan.carbon_g / 1000
    return round(one.row.price_minor / 100_000, 1), round(taken / 24, 1), round(100 * one.odds), round(carbon)


def _axes(choices: Sequence[Choice]) -> list[Axis]:
    columns = list(zip(*(choice.values for choice in choices), strict=True))
    names = (_("¥1,000"), _("days"), _("odds"), "kg")
    axes = []
    for n, (name, values) in enumerate(zip(names, columns, strict=True)):
        best, worst = (max(values), min(values)) if n == 2 else (min(values), max(values))
        axes.append(Axis(name, best, worst))
    return axes


def _chart(run: PlanRun, plan: Plan, names: dict[str, str], operations: dict[str, str]) -> Gantt:
    rows: dict[str, list[Bar]] = {}
    kinds = {op["id"]: op["process"] for op in run.demand.routing["operations"]}
    for op in plan.operations:
        label = f"{names.get(op.firm, op.firm)} · {names.get(op.machine, op.machine)}"
        kind = "finish" if kinds.get(op.op) in FINISHING else "make" if op.op in kinds else "inspect"
        kind = "inspect" if kinds.get(op.op) == "inspection" else kind
        name = f"{operations.get(op.op, _('Inspection'))} × {op.quantity}"
        rows.setdefault(label, []).append(Bar(op.start, op.end, name, kind))
    moves = [Bar(leg.depart, leg.arrive, names.get(leg.carrier, ""), "move") for leg in plan.legs]
    found = [Row(label, bars) for label, bars in rows.items()]
    return Gantt([*found, Row(_("Transport"), moves)], _("Plan by day"), due=run.due)


def _sketch(run: PlanRun, plan: Plan, names: dict[str, str]) -> Sketch:
    places, towns = region_map().towns, town_names()
    ways = [(leg.from_town, leg.to_town) for leg in plan.legs]
    order = list(dict.fromkeys(town for way in ways for town in way)) or [run.demand.town]
    stops = [
        Stop(
            places[town].latitude_udeg / 1e6,
            places[town].longitude_udeg / 1e6,
            towns.get(town, town),
            "★" if town == run.demand.town else str(n),
        )
        for n, town in enumerate(order, 1)
        if town in places
    ]
    routes = [[order.index(a), order.index(b)] for a, b in dict.fromkeys(ways) if a != b]
    return Sketch(stops, routes, _("Route"))


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
        "rules": "; ".join(gettext(RULES[rule]) for rule in one.plan.rules if rule in RULES),
    }
