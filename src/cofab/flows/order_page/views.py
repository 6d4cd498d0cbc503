"""Pages of orders: the list, one order with its forms, the parts of it that live."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.clock import now
from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.creation.agree import actions as agreeing
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import actions as delivering
from cofab.apps.realisation.ledger.custody import actions as custody
from cofab.apps.realisation.ledger.custody import selectors as deposits
from cofab.apps.realisation.rate import selectors as rated
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.rate.sealed import QUESTIONS
from cofab.flows import breakdown, evidence, order_to_cash
from cofab.flows.order_page import face, listing, moves, words_of

PARTS = ("now", "work", "side", "history")


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the orders that one takes part in."""
    table = listing.table(request)
    return table.csv() if table.wants_csv else render(request, "flows/order/list.html", {"table": table})


def _page(request: HttpRequest, key: str) -> dict[str, object]:
    order = agreed.order_for(request.viewer, key)
    return face.page(request.viewer, order, request.GET.get("view", ""), request.GET.get("history") == "exceptions")


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one order, as far as the viewer takes part in it."""
    return render(request, "flows/order/show.html", {**_page(request, key), "today": now().date()})


@require_GET
@signed_in
def part(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Return one part of the page that lives."""
    if name not in PARTS:
        raise Refused(NOT_FOUND)
    return render(request, f"flows/order/{name}.html", _page(request, key))


@require_POST
@signed_in
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the deposit, as the buyer."""
    order = agreed.order_for(request.viewer, key)
    if not moves.buys(request.viewer, order):
        raise Refused(NOT_FOUND)
    order_to_cash.pay(request.viewer, key)
    return redirect("orders:show", key)


@require_POST
@signed_in
def deposit(request: HttpRequest, key: str) -> HttpResponse:
    """Report the deposit as the bank would, for whoever was asked to pay it; on a demo site only."""
    asked = deposits.transfers(request.viewer, key).filter(direction="in", state="asked")
    asked = asked.filter(organisation_id=request.viewer.organisation_id).first()
    if asked is None or not settings.COFAB_DEMO:
        raise Refused(NOT_FOUND)
    custody.deposit_confirmed(asked.custodian, asked.reference, asked.amount_minor, f"demo-{uuid4().hex}")
    messages.success(request, _("The bank reported the deposit. Work starts in a moment."))
    return redirect("orders:show", key)


@require_POST
@signed_in
def consent(request: HttpRequest, key: str, proposal: str) -> HttpResponse:
    """Answer a proposal: agree or refuse."""
    row = breakdown.consent(request.viewer, proposal, request.POST.get("answer", ""))
    messages.success(request, _("Agreed: the work is moved.") if row.state == "applied" else _("Answer recorded."))
    return redirect("orders:show", key)


@require_POST
@signed_in
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Accept the goods, as the buyer."""
    delivering.accept(request.viewer, key)
    messages.success(request, _("Accepted. The next payment is released."))
    return redirect("orders:show", key)


@require_http_methods(["GET", "POST"])
@signed_in
def refuse(request: HttpRequest, key: str) -> HttpResponse:
    """Refuse the goods with a reason, as the buyer."""
    order = agreed.order_for(request.viewer, key)
    if not moves.buys(request.viewer, order):
        raise Refused(NOT_FOUND)
    problem, reason = "", request.POST.get("reason", "")[:1000]
    if request.method == "POST":
        try:
            delivering.refuse(request.viewer, key, reason)
            return redirect("orders:show", key)
        except Refused as refused:
            problem = explain(refused)
    context = {"order": order, "reason": reason, "problem": problem}
    return render(request, "flows/order/refuse.html", context, status=422 if problem else 200)


@require_GET
@signed_in
def rate(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the viewer is to rate, one form a firm, and the ratings that are open."""
    order = agreed.order_for(request.viewer, key)
    role = "supplier" if moves.buys(request.viewer, order) else "buyer"
    questions = [(name, words_of.QUESTIONS[name]) for name in QUESTIONS[role]]
    ratings = list(rated.ratings(request.viewer, key))
    context = {
        "order": order,
        "left": moves.to_rate(request.viewer, order),
        "questions": questions,
        "scale": words_of.SCALE,
        "given": [row for row in ratings if row.rater_id == request.viewer.organisation_id],
        "received": [row for row in ratings if row.rater_id != request.viewer.organisation_id],
        "names": words_of.QUESTIONS,
    }
    return render(request, "flows/order/rate.html", context)


@require_POST
@signed_in
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Cancel an order that is not delivered yet, as its buyer; what was made is paid."""
    order = agreed.order_for(request.viewer, key)
    if order.state not in face.CANCELLABLE or not moves.buys(request.viewer, order):
        raise Refused(NOT_FOUND)
    request.viewer.require("buyer")
    agreeing.cancel(request.viewer, key)
    messages.success(request, _("Cancelled. Machine time that was held is free again."))
    return redirect("orders:show", key)


@require_GET
@signed_in
def bundle(request: HttpRequest, key: str) -> HttpResponse:
    """Download the evidence bundle, as far as the viewer may see."""
    order = agreed.order_for(request.viewer, key)
    answer = HttpResponse(evidence.bundle(request.viewer, key), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{order.number}-evidence.zip"'
    return answer
