"""A plan drawn: its days as a chart, its way on the map, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from cofab.apps.creation.plan.models import PlanRun
from cofab.apps.proposition.publish.selectors import town_names
from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation
from cofab.core.proposition.publish.place import Map
from cofab.web.figures.gantt import Bar, Gantt, Row
from cofab.web.figures.places import Sketch, Stop

FINISHING = frozenset({"anodising", "plating", "coating", "painting", "conversion", "passivation", "blasting"})
WORTH_SHOWING = timedelta(hours=2)


def chart(run: PlanRun, plan: Plan, names: Mapping[str, str], operations: Mapping[str, str]) -> Gantt:
    """Return the days of a plan: a row a machine with its work and what waits before it, one row of transport."""
    rows: dict[str, list[Bar]] = {}
    kinds = {op["id"]: op["process"] for op in run.demand.routing["operations"]}
    for op in plan.operations:
        label = f"{names.get(op.firm, op.firm)} · {names.get(op.machine, op.machine)}"
        bars = rows.setdefault(label, [])
        bars += _waiting(run, plan, op)
        name = f"{operations.get(op.op, _('Inspection'))} × {op.quantity}"
        bars.append(Bar(op.start, op.end, name, _kind(kinds.get(op.op, "inspection"))))
    moves = [Bar(leg.depart, leg.arrive, names.get(leg.carrier, ""), "move") for leg in plan.legs]
    if run.due - plan.finish >= WORTH_SHOWING:
        moves.append(Bar(plan.finish, run.due, _("to spare"), "buffer"))
    return Gantt([*(Row(label, bars) for label, bars in rows.items()), Row(_("Transport"), moves)], _("Plan by day"),
                 due=run.due)  # fmt: skip


def _kind(process: str) -> str:
    if process == "inspection":
        return "inspect"
    return "finish" if process in FINISHING else "make"


def _waiting(run: PlanRun, plan: Plan, op: PlannedOperation) -> Iterable[Bar]:
    """Yield the bar of goods that wait for an operation: since they arrived, or since the order where none do."""
    mine = [one for one in plan.operations if one.lot == op.lot]
    if op == min(mine, key=lambda one: one.start):
        if any(line.kind == "material" for line in plan.lines) and op.start - run.created_at >= WORTH_SHOWING:
            yield Bar(run.created_at, op.start, _("Material"), "buffer")
        return
    came = [leg.arrive for leg in plan.legs if leg.destination == op.firm and leg.lot == op.lot]
    before = [one.end for one in mine if one.firm == op.firm and one.end <= op.start]
    since = max((at for at in [*came, *before] if at <= op.start), default=None)
    if since in came and since is not None and op.start - since >= WORTH_SHOWING:
        yield Bar(since, op.start, _("waits"), "buffer")


def way(legs: Iterable[Leg], places: Map) -> int:
    """Return the kilometres of road that goods travel."""
    return sum(places.road_km[leg.from_town, leg.to_town] for leg in legs if leg.from_town != leg.to_town)


def sketch(run: PlanRun, plan: Plan, places: Map) -> Sketch:
    """Return the way of the goods on the map, the buyer's town as a star."""
    towns = town_names()
    ways = [(leg.from_town, leg.to_town) for leg in plan.legs]
    order = list(dict.fromkeys(town for pair in ways for town in pair)) or [run.demand.town]
    order = [town for town in order if town in places.towns]
    stops = [
        Stop(
            places.towns[town].latitude_udeg / 1e6,
            places.towns[town].longitude_udeg / 1e6,
            towns.get(town, town),
            "★" if town == run.demand.town else str(n),
        )
        for n, town in enumerate(order, 1)
    ]
    routes = [[order.index(a), order.index(b)] for a, b in dict.fromkeys(ways) if a != b and {a, b} <= set(order)]
    return Sketch(stops, routes, _("Route"))
