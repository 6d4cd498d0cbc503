"""Pages of monthly statements: the list, and one statement that prints on A4."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.realisation.statement import actions, face, selectors
from cofab.core.kernel.refusal import INVALID, Refused

FOLDER = "realisation/statement"


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the statements of the acting organisation; what waits for its signature first."""
    rows = list(selectors.statements_for(request.viewer)[:500])
    return render(request, f"{FOLDER}/list.html", face.list_page(request.viewer, rows))


@require_GET
@signed_in
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one statement."""
    row = selectors.statement_for(request.viewer, key)
    return render(request, f"{FOLDER}/one.html", face.statement_page(request.viewer, row))


@require_POST
@signed_in
def draw(request: HttpRequest) -> HttpResponse:
    """Draw up what is missing of the month that closed last."""
    count = len(actions.draw_up(request.viewer))
    said = _("Statements drawn up: {n}").format(n=count)
    messages.success(request, said if count else _("Nothing was missing: every statement that is due is here."))
    return redirect("statement:list")


@require_POST
@signed_in
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign the statement whose hash the page showed."""
    actions.sign(request.viewer, key, request.POST.get("hash", ""))
    return redirect("statement:one", key)


@require_POST
@signed_in
def differ(request: HttpRequest, key: str) -> HttpResponse:
    """Say what differs."""
    actions.differ(request.viewer, key, request.POST.get("text", ""), _minor(request.POST.get("amount", "")))
    return redirect("statement:one", key)


@require_POST
@signed_in
def redraw(request: HttpRequest, key: str) -> HttpResponse:
    """Draw up the next version and show it."""
    return redirect("statement:one", actions.redraw(request.viewer, key).key)


def _minor(text: str) -> int:
    """Return an amount in the form, in whole currency, as minor units; refuses what is none."""
    try:
        minor = Decimal(text.strip() or "0") * 100
        whole = int(minor)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise Refused(INVALID, field="amount", problem=text[:20]) from error
    if whole != minor or not 0 <= whole < 10**15:
        raise Refused(INVALID, field="amount", problem=text[:20])
    return whole
