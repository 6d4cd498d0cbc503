"""The API of ratings and credit: ratings sealed, credit public with its parts, records for their own firm."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from cofab.apps.realisation.rate.actions import rate
from cofab.apps.realisation.rate.schemas import CreditOut, RatingIn, RatingOut, RatingsOut
from cofab.apps.realisation.rate.selectors import credit_card, ratings_for

router = Router(tags=["rate"])
orders = Router(tags=["rate"])


@router.get("/{key}/credit", response=CreditOut, summary="An organisation's credit and where it comes from")
def credit(request: HttpRequest, key: str) -> CreditOut:
    """Return credit with every part; its own organisation also gets each record with its effect."""
    return CreditOut.of(credit_card(request.viewer, key))


@orders.get("/{key}/ratings", response=RatingsOut, summary="Ratings of an order")
def listed(request: HttpRequest, key: str) -> RatingsOut:
    """Return the caller's own ratings of an order, and those that are open to it."""
    return RatingsOut(items=[RatingOut.of(row) for row in ratings_for(request.viewer, key)])


@orders.post("/{key}/ratings", response={201: RatingOut}, summary="Rate another party")
def give(request: HttpRequest, key: str, body: RatingIn) -> Status:
    """Rate another party of an order; sealed until it rates back or time is up."""
    return Status(201, RatingOut.of(rate(request.viewer, key, body.organisation, body.scores, body.note)))
