"""Pages of credit: one's own with every record, anybody's with its parts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.realisation.rate import face, selectors
from cofab.apps.realisation.rate.actions import rate
from cofab.core.realisation.rate.sealed import QUESTIONS


@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Show the credit of the acting organisation."""
    return one(request, request.viewer.organisation_key)


@require_GET
@signed_in
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show the credit of an organisation."""
    page = face.credit_page(selectors.credit_card(request.viewer, key))
    return render(request, "realisation/rate/credit.html", page)


@require_POST
def give(request: HttpRequest, order: str) -> HttpResponse:
    """Rate another party of an order, from the form on the order's page."""
    about = request.POST.get("organisation", "")
    asked = {question for questions in QUESTIONS.values() for question in questions}
    scores = {name: int(value) for name, value in request.POST.items() if name in asked and value.isdecimal()}
    rate(request.viewer, order, about, scores, request.POST.get("note", "")[:2000])
    return redirect(f"/orders/{order}")
