"""Pages of money: what one's firm earns and pays, and the money of one order."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.realisation.ledger.custody import direct
from cofab.apps.realisation.settle import actions, face, selectors
from cofab.core.kernel.refusal import INVALID, Refused


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the money of every order that the firm is paid by or pays for."""
    rows = selectors.earnings(request.viewer)
    page = face.earnings_page(request.viewer, rows) | {"paying": selectors.paying(request.viewer)}
    return render(request, "realisation/settle/list.html", page)


@require_GET
@signed_in
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show the money of one order."""
    money = selectors.money_of(request.viewer, key)
    return render(request, "realisation/settle/money.html", face.money_page(request.viewer, money))


@require_POST
def contest(request: HttpRequest, key: str, milestone: str) -> HttpResponse:
    """Dispute one milestone; everything else flows."""
    actions.contest(request.viewer, milestone, key)
    return redirect("money:order", key)


@require_POST
def settle(request: HttpRequest, key: str, milestone: str) -> HttpResponse:
    """Settle the dispute of one milestone, as who raised it or the operator."""
    actions.settle_contest(request.viewer, milestone, key)
    return redirect("money:order", key)


@require_POST
def paid(request: HttpRequest, key: str) -> HttpResponse:
    """Say that the firm paid another directly; the form gives the payee and the amount in yuan."""
    selectors.money_of(request.viewer, key)
    given = request.POST.get("amount", "")
    try:
        minor = Decimal(given) * 100
        whole = int(minor)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise Refused(INVALID, field="amount", problem=given[:20]) from error
    if whole != minor:
        raise Refused(INVALID, field="amount", problem=given[:20])
    direct.say_paid(request.viewer, key, request.POST.get("payee", ""), whole, request.POST.get("currency", "CNY"))
    messages.success(request, _("Recorded. The payee is asked to confirm."))
    return redirect("money:order", key)


@require_POST
def came(request: HttpRequest, key: str, payment: str) -> HttpResponse:
    """Confirm as the payee that a direct payment came."""
    direct.confirm_paid(request.viewer, payment, key)
    messages.success(request, _("Confirmed: it is no longer owed."))
    return redirect("money:order", key)
