"""Pages of disputes: the list, a new complaint with what it would be worth, and one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.files import store
from cofab.apps.base.pages import signed_in
from cofab.apps.realisation.dispute import actions, face, selectors, words
from cofab.apps.realisation.dispute.claims import ROLES, Complaint
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused

FOLDER = "realisation/dispute"
MOST_FILES = 12


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the disputes of the acting organisation; what waits for it first."""
    rows = selectors.disputes_for(request.viewer)[:500]
    return render(request, f"{FOLDER}/list.html", {"lines": face.list_page(request.viewer, list(rows))})


@require_GET
@signed_in
def new(request: HttpRequest, order: str) -> HttpResponse:
    """Show the form of a complaint about an order, and whom it may be about."""
    request.viewer.require(*ROLES)
    firms = selectors.against(request.viewer, order)
    if not firms:
        raise Refused(NOT_FOUND)
    chosen = request.GET.get("against") or firms[0].key
    page = {
        "order": order,
        "title": selectors.title_of(request.viewer, order, chosen),
        "firms": firms,
        "chosen": chosen,
        "kinds": list(words.KINDS.items()),
        "remedies": list(words.REMEDIES.items()),
    }
    return render(request, f"{FOLDER}/new.html", page)


@require_POST
@signed_in
def worth(request: HttpRequest, order: str) -> HttpResponse:
    """Show what the complaint in the form would be worth, before it is raised."""
    found = selectors.worth(request.viewer, order, request.POST.get("against", ""), _complaint(request))
    return render(
        request, f"{FOLDER}/worth.html", {"grid": face.grid(found), "asked": request.POST.get("remedy"), "pick": True}
    )


@require_POST
@signed_in
def raise_complaint(request: HttpRequest, order: str) -> HttpResponse:
    """Raise the complaint in the form."""
    against, text = request.POST.get("against", ""), request.POST.get("text", "")
    row = actions.raise_complaint(request.viewer, order, against, _complaint(request), text, _files(request))
    return redirect("dispute:one", row.key)


@require_GET
@signed_in
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one dispute."""
    row = selectors.dispute_for(request.viewer, key)
    return render(request, f"{FOLDER}/one.html", face.dispute_page(request.viewer, row))


@require_POST
@signed_in
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Make one move in a dispute."""
    if verb not in MOVES:
        raise Http404
    MOVES[verb](request, key, request.POST)
    return redirect("dispute:one", key)


def _note(request: HttpRequest, key: str, form: Mapping[str, Any]) -> None:
    selectors.dispute_for(request.viewer, key)
    actions.say(request.viewer, key, form.get("text", ""), _files(request))


def _answer(request: HttpRequest, key: str, form: Mapping[str, Any]) -> None:
    selectors.dispute_for(request.viewer, key)
    actions.answer(request.viewer, key, form.get("text", ""), _files(request))


def _propose(request: HttpRequest, key: str, form: Mapping[str, Any]) -> None:
    named = _minor(form["award"], "award") if form.get("award") else None
    actions.propose(
        request.viewer, key, form.get("cause", ""), form.get("remedy", ""), named, form.get("text", "")[:4000]
    )


def _judged(move: Callable[..., Any]) -> Callable[..., None]:
    def make(request: HttpRequest, key: str, form: Mapping[str, Any]) -> None:
        move(request.viewer, key, form.get("cause", ""), form.get("remedy", ""), form.get("text", ""))

    return make


def _said(move: Callable[..., Any]) -> Callable[..., None]:
    def make(request: HttpRequest, key: str, form: Mapping[str, Any]) -> None:
        move(request.viewer, key, form.get("text", ""))

    return make


def _consent(request: HttpRequest, key: str, form: Mapping[str, Any]) -> None:
    actions.consent(request.viewer, key, form.get("proposal", ""))


MOVES: dict[str, Callable[[HttpRequest, str, Mapping[str, Any]], None]] = {
    "answer": _answer,
    "note": _note,
    "propose": _propose,
    "consent": _consent,
    "rule": _judged(actions.rule),
    "decide": _judged(actions.decide),
    "concede": _said(actions.concede),
    "withdraw": _said(actions.withdraw),
    "escalate": _said(actions.escalate),
    "appeal": _said(actions.appeal),
    "mended": _said(actions.mended),
}


def _complaint(request: HttpRequest) -> Complaint:
    form = request.POST
    return Complaint(
        kind=form.get("kind", ""),
        remedy=form.get("remedy", ""),
        pieces=_whole(form.get("pieces", ""), "pieces"),
        goods_minor=_minor(form.get("goods", ""), "goods"),
        insured=form.get("insured") != "no",
        waited_days=_whole(form.get("waited", ""), "waited"),
    )


def _whole(text: str, field: str) -> int:
    if not text.strip():
        return 0
    if not text.strip().isdecimal() or len(text) > 9:
        raise Refused(INVALID, field=field, problem=text[:20])
    return int(text)


def _minor(text: str, field: str) -> int:
    """Return an amount in yuan as minor units; refuses what is none."""
    try:
        minor = Decimal(text.strip() or "0") * 100
        whole = int(minor)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise Refused(INVALID, field=field, problem=text[:20]) from error
    if whole != minor or not 0 <= whole < 10**13:
        raise Refused(INVALID, field=field, problem=text[:20])
    return whole


def _files(request: HttpRequest) -> list[str]:
    """Store the form's files for the acting organisation and return their keys."""
    mine = [request.viewer.organisation_id]
    given = request.FILES.getlist("files")[:MOST_FILES]
    return [store(request.viewer, one.name, one, one.content_type or "", mine).key for one in given]
