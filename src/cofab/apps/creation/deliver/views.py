"""Pages of deliver: shipments, and one of them with the form for its next handover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.files import store
from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import actions, selectors
from cofab.apps.creation.deliver.models import Shipment
from cofab.apps.creation.deliver.words import STATES
from cofab.apps.proposition.publish.selectors import town_names
from cofab.core.kernel.refusal import FORBIDDEN, INVALID, NOT_FOUND, Refused
from cofab.web import words
from cofab.web.parts import chip
from cofab.web.table import Column, Filter, Table

WORDS = {"pick-up": actions.pick_up, "arrive": actions.arrive}


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the shipments one may see, by planned departure."""
    towns = town_names()

    def town(name: str) -> Callable[[Shipment], str]:
        return lambda row: towns.get(getattr(row, name), getattr(row, name))

    table = Table(
        request,
        [
            Column("order_title", _("Goods"), url=lambda row: f"/shipments/{row.key}", sort="order_title"),
            Column("origin", _("From"), value="origin.name", sub=town("from_town")),
            Column("destination", _("To"), value="destination.name", sub=town("to_town")),
            Column("carrier", _("Carrier"), value="carrier.name", desk=True),
            Column("quantity", _("Pieces"), number=True, label_phone=True),
            Column("planned_depart", _("Leaves"), show=words.moment, sort="planned_depart", label_phone=True),
            Column("planned_arrive", _("Arrives"), show=words.moment, sort="planned_arrive", label_phone=True),
            Column("state", _("State"), show=lambda state: chip(*STATES[state])),
        ],
        selectors.shipments(request.viewer),
        filters=[Filter("state", _("State"), [(name, word) for name, (_tone, word) in STATES.items()])],
        search=["order_title"],
        title=_("Shipments"),
        name="shipments",
        empty=_("Nothing to move yet. Shipments come with signed orders."),
    )
    return table.csv() if table.wants_csv else render(request, "creation/deliver/list.html", {"table": table})


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one shipment."""
    return _page(request, selectors.shipment(request.viewer, key))


def _page(request: HttpRequest, row: Shipment, problem: str = "") -> HttpResponse:
    us = request.viewer.organisation_id
    word = ""
    if row.state in ("planned", "ready") and us in (row.carrier_id, row.origin_id):
        word = "pick-up"
    elif row.state == "moving" and us in (row.carrier_id, row.destination_id):
        word = "arrive"
    context = {"shipment": row, "chip": chip(*STATES[row.state]), "word": word, "problem": problem}
    context["order_opens"] = agreed.orders_for(request.viewer).filter(key=row.order_key).exists()
    context["given"] = request.POST if problem else {"counted": row.counted_out or row.quantity}
    return render(request, "creation/deliver/show.html", context, status=422 if problem else 200)


@require_POST
@signed_in
def hand_over(request: HttpRequest, key: str, word: str) -> HttpResponse:
    """Record that the goods left or arrived, with what was counted and photo or sealed bag."""
    if word not in WORDS:
        raise Refused(NOT_FOUND)
    row = selectors.shipment(request.viewer, key)
    try:
        WORDS[word](request.viewer, key, _count(request.POST), request.POST.get("bag", "")[:40], _photo(request))
    except Refused as refused:
        if refused.code in (NOT_FOUND, FORBIDDEN):
            raise
        return _page(request, row, explain(refused))
    return redirect("deliver:show", key)


def _count(post: Any) -> int:
    text = post.get("counted", "")
    if not text.isdigit() or len(text) > 9:
        raise Refused(INVALID, field=_("Pieces counted"), problem=_("a whole number"))
    return int(text)


def _photo(request: HttpRequest) -> str:
    upload = request.FILES.get("photo")
    if upload is None:
        return ""
    kind = upload.content_type or "application/octet-stream"
    return store(request.viewer, upload.name, upload, kind, [request.viewer.organisation_id]).key
