"""Pages on which a buyer changes plans by hand: pin, swap, leave out, keep; nothing is committed by any of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import onward, signed_in
from cofab.apps.creation.plan import actions, recombination, searching, selectors
from cofab.apps.creation.plan.mappers import plan_of, wishes_of
from cofab.apps.creation.plan.models import SEARCHING, PlanRow, PlanRun
from cofab.apps.proposition.publish.selectors import makers
from cofab.core.creation.plan.model import Wishes
from cofab.core.creation.plan.recombine import free, leave_out, let_in, pin
from cofab.core.kernel.refusal import INVALID, Refused


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show a plan step by step, with who else could do each, and what the last change did."""
    run = selectors.run_for(request.viewer, key)
    if run.state in SEARCHING:
        return render(request, "creation/plan/changing.html", searching.page(run))
    rows = selectors.plans_of(request.viewer, run)
    if not rows and run.base is None:
        return redirect("plan:run", key)
    page = recombination.page(request.viewer, run, rows, request.GET.get("plan", ""))
    return render(request, "creation/plan/recombine.html", page)


@require_POST
@signed_in
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Take one change and search anew under it."""
    run = selectors.run_for(request.viewer, key)
    row = PlanRow.get_for(request.viewer, request.POST.get("plan", ""))
    made = actions.recombine(request.viewer, run.key, _wishes(request, run, row), (run.base or row).key)
    return redirect("plan:recombine", made.key)


def _wishes(request: HttpRequest, run: PlanRun, row: PlanRow) -> Wishes:
    """Return the wishes of a run with the change that the form asks for."""
    wishes, do = wishes_of(run.wishes), request.POST.get("do", "")
    op, what = request.POST.get("op", ""), request.POST.get("what", "")
    if do == "pin" and op and what:
        firm = makers([what]).get(what, (what, ""))[0]
        rest = {one.op: one.firm for one in plan_of(row.data).operations if one.op != op}
        return pin(wishes, op, what, rest if request.POST.get("rest") else {}, firm)
    if do == "free":
        return free(wishes, op)
    if do == "out" and what:
        machines = makers(wishes.pinned.values())
        return leave_out(wishes, what, [machine for machine, (firm, _name) in machines.items() if firm == what])
    if do == "in" and what:
        return let_in(wishes, what)
    raise Refused(INVALID, field="do", problem=do)


@require_POST
@signed_in
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a variant under a name, or no more."""
    actions.save_as(request.viewer, key, request.POST.get("name", ""))
    messages.success(request, _("Saved."))
    return onward(request, default=reverse("plan:recombine", args=[key]))
