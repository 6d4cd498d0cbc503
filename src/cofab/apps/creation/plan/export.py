"""A plan to take along: as CSV for a spreadsheet, as JSON for a program, as PDF for a desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import typst
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cofab.apps.creation.plan.face import bound_sentence, operation_names
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import PlanRow
from cofab.apps.creation.plan.schemas import PlanOut
from cofab.apps.creation.plan.selectors import own_supply, people_of
from cofab.apps.creation.plan.shown import Shown, payee_word, show
from cofab.apps.proposition.demand.trade import line_name
from cofab.apps.proposition.publish.selectors import town_names
from cofab.core.creation.plan.model import Leg, Plan
from cofab.core.kernel.markup import escaped, page, table
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.web import words
from cofab.web.table import csv_file, harmless

Names = Mapping[str, str]


def exported(row: PlanRow, form: str) -> HttpResponse:
    """Return a plan as the file asked for: "csv", "json" or "pdf"; refuses kernel.not_found for another."""
    plan = plan_of(row.data)
    name = f"plan-{row.letter}-{row.key[-6:]}"
    if form == "csv":
        return as_csv(row, plan, name)
    if form not in ("json", "pdf"):
        raise Refused(NOT_FOUND)
    body = (
        PlanOut.of(row).model_dump_json(indent=1).encode()
        if form == "json"
        else typst.compile(paper(row, plan).encode())
    )
    answer = HttpResponse(body, content_type=f"application/{form}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def as_csv(row: PlanRow, plan: Plan, name: str) -> HttpResponse:
    """Return operations, legs and price lines of a plan, one a line; amounts in yuan."""
    head = [_("Part"), _("Lot"), _("What"), _("Who"), _("With"), _("From"), _("Until"), _("Quantity"), _("Amount")]
    return csv_file(name, head, ([harmless(cell) for cell in line] for line in _rows(row, plan)))


def _rows(row: PlanRow, plan: Plan) -> Iterable[list[str]]:
    names, operations = people_of(plan), operation_names(row.run)
    for op in plan.operations:
        yield [
            _("Work"), str(op.lot + 1), operations.get(op.op, _("Inspection")), names.get(op.firm, op.firm),
            names.get(op.machine, op.machine), _time(op.start), _time(op.end), str(op.quantity), _yuan(op.price_minor),
        ]  # fmt: skip
    for leg in plan.legs:
        way, carrier = _way(leg), names.get(leg.carrier, leg.carrier)
        times = [_time(leg.depart), _time(leg.arrive)]
        yield [_("Transport"), str(leg.lot + 1), way, carrier, "", *times, "", _yuan(leg.price_minor)]
    for line in plan.lines:
        payee = names.get(line.payee, payee_word(line.payee))
        yield [_("Price"), "", line_name(line.kind), payee, "", "", "", "", _yuan(line.amount_minor)]


def _time(at: object) -> str:
    return f"{words.local(at):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]


def _yuan(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _way(leg: Leg) -> str:
    towns = town_names()
    return f"{towns.get(leg.from_town, leg.from_town)} → {towns.get(leg.to_town, leg.to_town)}"


def paper(row: PlanRow, plan: Plan) -> str:
    """Return a plan as typst source: what is proven about it, who does what when, how it moves, what it costs."""
    names, operations, run = people_of(plan), operation_names(row.run), row.run
    shown = show(run, row, plan, names, set(), own_supply(), row.price_minor)
    works = [
        [operations.get(op.op, _("Inspection")), f"{names.get(op.firm, op.firm)} · {names.get(op.machine, op.machine)}",
         words.moment(op.start), words.moment(op.end), words.grouped(op.quantity)]
        for op in plan.operations
    ]  # fmt: skip
    legs = [
        [_way(leg), names.get(leg.carrier, leg.carrier), words.moment(leg.depart), words.moment(leg.arrive),
         words.money(leg.price_minor)]
        for leg in plan.legs
    ]  # fmt: skip
    title = f"{run.demand.title} × {words.grouped(run.quantity)} · {_('Plan')} {row.letter}"
    return "\n".join(
        [
            page("zh" if words.chinese() else "en", 9),
            f"= {escaped(title)}\n{escaped(bound_sentence(run, shown))}\n",
            f"== {_('Work')}\n",
            table([_("What"), _("Who"), _("From"), _("Until"), _("Quantity")], works, 1),
            f"== {_('Transport')}\n",
            table([_("What"), _("Who"), _("From"), _("Until"), _("ex VAT")], legs, 1),
            f"== {_('Price')}\n",
            table([_("To whom"), _("What for"), _("ex VAT"), _("VAT"), _("incl. VAT")], _priced(shown), 3),
        ]
    )


def _priced(shown: Shown) -> list[list[str]]:
    rows = [
        [line["payee"], line["why"], words.money(line["net"]), words.money(line["vat"]), words.money(line["minor"])]
        for line in shown.lines
    ]
    return [*rows, [_("Total incl. VAT"), "", "", "", words.money(shown.row.price_minor)]]
