"""Pages of the operator: the control tower, one order from above, the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cofab.apps.base.pages import signed_in
from cofab.apps.base.viewer import platform
from cofab.apps.creation.agree.selectors import order_for
from cofab.flows.order_page.face import page as order_page
from cofab.flows.tower import book, face


@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Show the control tower."""
    page = face.page(request)
    with platform():
        return page["table"].csv() if page["table"].wants_csv else render(request, "flows/tower/show.html", page)


@require_GET
@signed_in
def order(request: HttpRequest, key: str) -> HttpResponse:
    """Show one order as the operator sees it: everything, with nothing to press."""
    request.viewer.require("operator")
    with platform() as system:
        row = order_for(system, key)
        page = order_page(system, row, request.GET.get("view", ""), request.GET.get("history") == "exceptions")
        page["above"] = True
    return render(request, "flows/tower/order.html", page)


@require_GET
@signed_in
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the whole ledger."""
    page = book.page(request)
    return page["csv"] or render(request, "flows/tower/ledger.html", page)
