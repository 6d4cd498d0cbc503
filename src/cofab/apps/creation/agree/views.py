"""Pages of agree: what a firm was asked, answered on a phone in three taps."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.creation.agree import actions, face, selectors
from cofab.apps.creation.agree.refusals import SAMPLE_NONE
from cofab.core.kernel.refusal import INVALID, Refused


@require_GET
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what the firm was asked: its move first, then what waits for others."""
    return render(request, "creation/agree/inbox.html", face.inbox(request.viewer))


@require_GET
@signed_in
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one request with what is promised and what leaving costs."""
    row = selectors.request_for(request.viewer, key)
    step = request.GET.get("step", "")
    template = {"accept": "confirm", "decline": "decline", "counter": "counter"}.get(step, "request")
    return render(request, f"creation/agree/{template}.html", face.request_page(request.viewer, row))


@require_POST
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Turn a plan into an order."""
    post = request.POST
    usual = "custody" if settings.COFAB_CUSTODIAN else "direct"
    order = actions.choose(request.viewer, key, post.get("mode", "agent"), post.get("lead", ""), post.get("way", usual))
    return redirect(f"/orders/{order.key}")


@require_POST
def reorder(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for plans for the same part again."""
    quantity, due = request.POST.get("quantity", ""), parse_date(request.POST.get("due", ""))
    if not quantity.isdecimal() or due is None:
        raise Refused(INVALID, field="quantity, due", problem=quantity[:20])
    run = actions.reorder(request.viewer, key, int(quantity), face.end_of(due))
    return redirect("plan:run", run.key)


@require_POST
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign every contract of an order that waits for the firm."""
    actions.sign_all(request.viewer, key)
    messages.success(request, _("Signed."))
    return redirect(f"/orders/{key}")


@require_POST
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Accept what was asked: the third tap."""
    actions.accept(request.viewer, key)
    messages.success(request, _("Accepted."))
    return redirect("agree:list")


@require_POST
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Decline with one reason."""
    actions.decline(request.viewer, key, request.POST.get("reason", ""))
    messages.success(request, _("Declined. No penalty."))
    return redirect("agree:list")


@require_POST
def counter(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for another price or date."""
    price, day = request.POST.get("price", ""), parse_date(request.POST.get("finish", ""))
    try:
        minor = int(Decimal(price) * 100) if price else None
    except InvalidOperation as error:
        raise Refused(INVALID, field="price", problem=price[:20]) from error
    actions.counter(request.viewer, key, minor, face.end_of(day) if day else None)
    messages.success(request, _("Counter sent."))
    return redirect("agree:list")


@require_POST
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take a firm's counter, as the buyer."""
    row = actions.take(request.viewer, key)
    return redirect(f"/orders/{row.order.key}")


@require_POST
def ask_again(request: HttpRequest, key: str) -> HttpResponse:
    """Ask on the old terms again, as the buyer."""
    row = actions.ask_again(request.viewer, key)
    return redirect(f"/orders/{row.order.key}")


@require_http_methods(["GET", "POST"])
@signed_in
def sample(request: HttpRequest, key: str) -> HttpResponse:
    """Show the sample that an order makes; its buyer approves and seals it, or refuses it with the reason."""
    order = selectors.order_for(request.viewer, key)
    row = selectors.sample_of(request.viewer, order)
    if row is None:
        raise Refused(SAMPLE_NONE)
    problems = []
    if request.method == "POST":
        note = request.POST.get("note", "")[:500]
        try:
            if request.POST.get("do") == "refuse":
                actions.refuse_sample(request.viewer, key, note)
            else:
                actions.approve_sample(request.viewer, key, request.POST.get("seal", ""), note=note)
            return redirect("agree:sample", key)
        except Refused as refused:
            problems = [explain(refused)]
    context = face.sample_page(request.viewer, order, row) | {"problems": problems}
    return render(request, "creation/agree/sample.html", context, status=422 if problems else 200)
