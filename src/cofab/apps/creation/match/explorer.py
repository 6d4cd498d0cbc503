"""The published list of candidates as its page shows it: a table that sliders re-rank, a map, the sum of each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cofab.apps.base.models import Organisation
from cofab.apps.creation.match.models import RankedList
from cofab.apps.proposition.publish.selectors import names, region_map, town_names
from cofab.apps.stewardship.governance.selectors import by_hash
from cofab.core.creation.match.ranking import CRITERIA, weights_for
from cofab.web import words
from cofab.web.figures.places import Sketch, Stop
from cofab.web.figures.tradeoffs import Choice, Criterion, Tradeoffs
from cofab.web.parts import chip
from cofab.web.table import Column, Filter, Table

LABELS = {
    "price": gettext_lazy("Price"),
    "time": gettext_lazy("Time"),
    "credit": gettext_lazy("Credit floor"),
    "distance": gettext_lazy("Distance"),
    "flexibility": gettext_lazy("Flexibility"),
    "carbon": gettext_lazy("Carbon"),
}
PINS = 9


@dataclass(frozen=True)
class Line:
    """One firm in its place: the entry and placing of the core, and what people call firm, machine and town."""

    key: str
    place: int
    firm: str
    machine: str
    town: str
    town_name: str
    entry: Mapping[str, Any]
    placed: Mapping[str, Any]
    machines: Sequence[Mapping[str, Any]]
    ready: datetime

    @property
    def score(self) -> float:
        """Return the score out of 100."""
        return float(self.placed["score_ppm"]) / 10_000

    @property
    def chips(self) -> SafeString:
        """Return the labels that a reader must know: new, the operator's own, lifted by the floor, told by phone."""
        age = self.entry["calendar_age_s"]
        shown = [
            ("draft", _("new member"), "seeding", self.entry["new_member"]),
            ("draft", _("operator's own"), "building", self.entry["operator_owned"]),
            ("held", _("place kept for new firms"), "arrow-up", self.placed["floor"]),
            ("wait", _("by phone, told %(age)s ago") % {"age": words.length(age)}, "phone", bool(age)),
        ]
        return format_html_join(" ", "{}", ((chip(tone, said, icon),) for tone, said, icon, on in shown if on))


def lines_of(row: RankedList, machines: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Line]:
    """Return the places of a published list; `machines` are those that fit by firm, as `face.shown` tells them."""
    entries = {entry["machine"]: entry for entry in row.inputs}
    firms = {firm.key: firm for firm in Organisation.objects.filter(key__in={one["firm"] for one in row.placed})}
    called, towns = names(entry["machine"] for entry in row.inputs), town_names()
    found = []
    for n, one in enumerate(row.placed, 1):
        firm, entry = firms.get(one["firm"]), entries[one["machine"]]
        town = firm.town if firm else ""
        ready = row.asked_at + timedelta(seconds=entry["wait_s"])
        known = firm.name if firm else one["firm"]
        name = called.get(one["machine"], one["machine"])
        all_here = machines.get(one["firm"], ())
        found.append(Line(one["machine"], n, known, name, town, towns.get(town, town), entry, one, all_here, ready))
    return found


def trade_of(row: RankedList, lines: Sequence[Line], asked: Mapping[str, str]) -> Tradeoffs:
    """Return the sliders: the weights of the rules, or those that the reader asked for without script."""
    weights = weights_for(by_hash([row.rules])[0], row.quantity)
    for name in CRITERIA:
        if asked.get(name, "").isdigit():
            weights[name] = min(100, int(asked[name]))
    return Tradeoffs(
        [Criterion(name, LABELS[name], weights[name]) for name in CRITERIA],
        [Choice(line.key, line.firm, line.firm, _scores(line), ()) for line in lines],
        rule=row.rules[:8],
        rule_url=reverse("rules:card", args=["match"]),
        again_url=reverse("match:published", args=[row.key]),
        kept=[("op", row.op)],
    )


def _scores(line: Line) -> dict[str, int]:
    return {name: line.placed["shares"][name] for name in CRITERIA}


def table_of(request: HttpRequest, row: RankedList, lines: Sequence[Line], trade: Tradeoffs, work: str) -> Table:
    """Return the table of a list with its chips of filters; the reader's own weights put it in their order."""
    scores = {choice.key: score for choice, score in trade.scored}
    custom = any(name in request.GET for name in CRITERIA)
    shown = sorted(lines, key=lambda line: -scores[line.key]) if custom else list(lines)
    place = {line.key: n for n, line in enumerate(shown, 1)}
    towns = dict(sorted({line.town: line.town_name for line in lines}.items(), key=lambda pair: pair[1]))
    columns = [
        Column("place", _("No."), lambda r: format_html("<b data-plan-rank>{}</b>", place[r.key])),
        Column("firm", _("Firm"), _firm, sub=lambda r: f"{r.town_name} · {r.machine}"),
        Column("score", _("Score"), lambda r: format_html("<span data-plan-score>{}</span>", f"{scores[r.key]:.1f}"),
               number=True),
        Column("price", _("Price ex VAT"), lambda r: r.entry["price_minor"], _estimate, number=True, sort=True),
        Column("ready", _("Ready at the earliest"), "ready", words.half_day, sort=True),
        Column("credit", _("Credit floor"), lambda r: r.entry["credit_ppm"], _points, number=True, sort=True),
        Column("km", "km", lambda r: r.entry["km"], number=True, sort=True),
        Column("flexibility", _("Flexibility"), lambda r: r.placed["shares"]["flexibility"], _points, number=True,
               sort=True, desk=True),
        Column("carbon", "CO₂e, kg", lambda r: r.entry["carbon_g"], _kilograms, number=True, sort=True, desk=True),
        Column("fits", _("Machines that fit"), _machines, wide=True),
    ]  # fmt: skip
    filters = [
        Filter("town", _("Town"), list(towns.items()), lambda r, v: r.town == v),
        Filter("within", _("Within"), [(str(km), f"{km} km") for km in (30, 100, 300, 800)],
               lambda r, v: not v.isdigit() or r.entry["km"] <= int(v)),
        Filter("kind", _("Kind of firm"), [("new", _("new member")), ("own", _("operator's own")),
               ("phone", _("by phone"))], _kind),
    ]  # fmt: skip
    kept = [("op", row.op), *((name, request.GET[name]) for name in CRITERIA if name in request.GET)]
    extra = {"weighed": True, "kept": kept}
    title = _("%(work)s: who fits, in order") % {"work": work}
    return Table(request, columns, shown, filters, ["firm", "machine", "town_name"], title,
                 f"candidates-{row.op}", _nobody(), key=lambda r: r.key, per_page=200, extra=extra)  # fmt: skip


def _nobody() -> str:
    return _("No machine on sale fits this operation. The nearest misses stand below.")


def _firm(line: Line) -> SafeString:
    return format_html("<b>{}</b> {}", line.firm, line.chips)


def _kind(line: Line, value: str) -> bool:
    return bool({"new": line.entry["new_member"], "own": line.entry["operator_owned"],
                 "phone": line.entry["calendar_age_s"]}.get(value, True))  # fmt: skip


def _estimate(minor: int) -> str:
    return words.money(minor, 0)


def _points(ppm: int) -> str:
    return words.grouped(ppm / 10_000, 1)


def _kilograms(grams: int) -> str:
    return words.grouped(grams / 1000, 1) if grams else words.UNKNOWN


def _machines(line: Line) -> SafeString:
    rows = format_html_join(
        "", "<li><span>{}<span class=\"sub\">{} · ± {} mm · {}</span></span></li>",
        ((m["name"], m["space"], m["tolerance"], m["price"]) for m in line.machines),
    )  # fmt: skip
    return format_html('<details class="c-fits"><summary>{}</summary><ul class="c-plain s">{}</ul></details>',
                       len(line.machines), rows)  # fmt: skip


def sketch_of(row: RankedList, lines: Sequence[Line], town: str) -> Sketch:
    """Return where the firms are: the best place of each town as a pin, the others as dots, the buyer as a star."""
    places, towns = region_map().towns, town_names()
    best: dict[str, Line] = {}
    for line in lines:
        best.setdefault(line.town, line)
    stops = [
        Stop(places[at].latitude_udeg / 1e6, places[at].longitude_udeg / 1e6, f"{line.town_name} · {line.firm}"
             if line.place <= PINS else line.town_name, str(line.place) if line.place <= PINS else "", size=6)
        for at, line in best.items() if at in places and at != town
    ]  # fmt: skip
    if town in places:
        stops.append(Stop(places[town].latitude_udeg / 1e6, places[town].longitude_udeg / 1e6, towns[town], "★"))
    return Sketch(stops, (), _("Where they are"))
