"""Pages of inspect: the house's inspections, one with results and signature, a report for anyone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.pages import public, signed_in
from cofab.apps.base.problems import explain
from cofab.apps.creation.inspect import actions, selectors
from cofab.apps.creation.inspect.mappers import wanted_of
from cofab.apps.creation.inspect.models import Inspection
from cofab.apps.creation.inspect.results import pieces_from
from cofab.apps.creation.inspect.words import RULES, STATES
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.web import words
from cofab.web.parts import chip
from cofab.web.table import Column, Filter, Table

SHOWN = 15
"""How many pieces stand one by one before the rest is folded."""


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the inspections one may see."""
    table = Table(
        request,
        [
            Column("order_title", _("Goods"), url=lambda row: f"/inspections/{row.key}", sub="method"),
            Column("organisation", _("House"), value="organisation.name"),
            Column("lot", _("Lot"), number=True, sort="lot", label_phone=True),
            Column("sample", _("Sample"), value=lambda row: row.plan["sample"], number=True, label_phone=True),
            Column("state", _("State"), show=lambda state: chip(*STATES[state])),
            Column("number", _("Report")),
            Column("signed_at", _("Signed"), show=words.day, sort="signed_at"),
        ],
        selectors.inspections(request.viewer),
        filters=[Filter("state", _("State"), [(name, word) for name, (_tone, word, *_icon) in STATES.items()])],
        search=["order_title", "number"],
        title=_("Inspections"),
        name="inspections",
        empty=_("No inspection yet. It comes when an order asks for one."),
    )
    return table.csv() if table.wants_csv else render(request, "creation/inspect/list.html", {"table": table})


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one inspection."""
    return _page(request, selectors.inspection(request.viewer, key))


def _worst_first(row: Inspection) -> list[dict[str, Any]]:
    """Return the measured pieces, those that fail or are undecided first."""
    return sorted(row.pieces, key=lambda piece: (piece["number"] not in row.bad, piece["number"] not in row.undecided))


def _figures(row: Inspection) -> list[dict[str, Any]]:
    """Return how many pieces were measured and failed, and the spread of each dimension with its limits."""
    figures: list[dict[str, Any]] = [
        {"label": _("Measured"), "value": len(row.pieces), "of": row.lot},
        {"label": _("Failing"), "value": len(row.bad), "note": _("undecided: %(n)s") % {"n": len(row.undecided)},
         "tone": "stop" if row.bad else ""},
    ]  # fmt: skip
    for item in wanted_of(row):
        values = [piece["values_um"][item.name] for piece in row.pieces if item.name in piece["values_um"]]
        if values:
            spread = f"{words.millimetres(min(values))} – {words.millimetres(max(values))}"
            limits = f"{words.millimetres(item.low_um, '')} – {words.millimetres(item.high_um, '')}"
            figures.append(
                {"label": item.name, "value": spread, "note": _("limits %(limits)s mm") % {"limits": limits}}
            )
    return figures


def _page(request: HttpRequest, row: Inspection, problem: str = "", given: str = "") -> HttpResponse:
    ours = row.organisation_id == request.viewer.organisation_id
    context = {
        "inspection": row,
        "chip": chip(*STATES[row.state]),
        "wanted": wanted_of(row),
        "figures": _figures(row),
        "pieces": _worst_first(row)[:SHOWN],
        "pieces_more": _worst_first(row)[SHOWN:],
        "more_count": len(row.pieces) - SHOWN,
        "rule": RULES[row.rule],
        "ours": ours and row.state in ("planned", "received", "recorded"),
        "has_key": ours and selectors.own_keys(request.viewer).filter(person_id=request.viewer.person_id).exists(),
        "holds": selectors.signature_holds(row),
        "problem": problem,
        "given": given,
    }
    return render(request, "creation/inspect/show.html", context, status=422 if problem else 200)


@require_POST
@signed_in
def receive(request: HttpRequest, key: str) -> HttpResponse:
    """Note that the goods are here."""
    actions.receive(request.viewer, key)
    return redirect("inspect:show", key)


@require_POST
@signed_in
def results(request: HttpRequest, key: str) -> HttpResponse:
    """Record results pasted as rows: piece number, then a value in millimetres for each characteristic."""
    row = selectors.inspection(request.viewer, key)
    given = request.POST.get("rows", "")
    try:
        actions.record(request.viewer, key, pieces_from(given, wanted_of(row)), request.POST.get("retained", "")[:120])
    except Refused as refused:
        return _page(request, row, explain(refused), given)
    messages.success(request, _("Recorded. Sign to make it final."))
    return redirect("inspect:show", key)


@require_POST
@signed_in
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign the results."""
    actions.sign(request.viewer, key)
    return redirect("inspect:show", key)


@require_http_methods(["GET", "POST"])
@signed_in
def keys(request: HttpRequest) -> HttpResponse:
    """Show the house's inspectors and make the acting person's key."""
    problem = ""
    if request.method == "POST":
        try:
            actions.register_key(request.viewer, **_key_facts(request.POST))
            return redirect("inspect:keys")
        except Refused as refused:
            problem = explain(refused)
    context = {"keys": selectors.own_keys(request.viewer), "problem": problem, "given": request.POST}
    return render(request, "creation/inspect/keys.html", context, status=422 if problem else 200)


def _key_facts(post: Any) -> dict[str, Any]:
    scope = [word.strip() for word in post.get("scope", "").split(",") if word.strip()]
    name = post.get("name", "").strip()
    try:
        since, until = (date.fromisoformat(post.get(field, "")) for field in ("since", "until"))
    except ValueError:
        raise Refused(INVALID, field=_("Valid from, to"), problem=_("two dates")) from None
    if not scope or not name:
        raise Refused(INVALID, field=_("Name, methods"), problem=_("empty"))
    return {"name": name, "scope": scope, "since": since, "until": until, "number": post.get("number", "")[:80]}


@public
@require_GET
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show the public face of a signed report to anyone who holds its number."""
    found = selectors.report(number)
    context = {"report": found, "signed_at": parse_datetime(found.signed_at)}
    return render(request, "creation/inspect/report.html", context)
