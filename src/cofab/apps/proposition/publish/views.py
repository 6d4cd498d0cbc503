"""Pages of publish: the machines of a firm, one machine, the idle calendar by half-days."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.clock import now
from cofab.apps.base.problems import explain
from cofab.apps.proposition.publish import actions, board, selectors
from cofab.apps.proposition.publish.forms import VISIBILITIES, BlockForm, MachineForm
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window

DAYS = 14


@require_GET
def machines(request: HttpRequest) -> HttpResponse:
    """Show the firm's machines."""
    request.viewer.require()
    rows = selectors.machines_for(request.viewer)
    return render(request, "proposition/publish/machines.html", {"machines": rows})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a machine on sale by a short form."""
    request.viewer.require("planner", "engineer")
    form = MachineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_machine(request.viewer, form.facts())
            return redirect("publish:machine", row.key)
        except Refused as refused:
            form.add_error(None, explain(refused))
    status = 422 if form.errors else 200
    return render(request, "proposition/publish/add.html", {"form": form}, status=status)


@require_GET
def machine(request: HttpRequest, key: str) -> HttpResponse:
    """Show one machine: what it can do, what it costs, who has its time."""
    row = selectors.machine_for(request.viewer, key)
    start = now()
    claims = selectors.claims_of(request.viewer, start, start + timedelta(days=30), key)
    context = {"machine": row, "claims": claims, "visibilities": VISIBILITIES}
    return render(request, "proposition/publish/machine.html", context)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show two weeks of all machines by half-days."""
    request.viewer.require()
    first = _day(request.GET.get("from", ""))
    page = board.board(request.viewer, first, DAYS)
    chosen = request.GET.get("machine") or (page.rows[0].key if page.rows else "")
    context = {"board": page, "chosen": chosen, "before": first - timedelta(days=DAYS), "undo": _painted(request)}
    return render(request, "proposition/publish/calendar.html", context)


def _day(text: str) -> date:
    today = timezone.localtime(now()).date()
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        return today


def _painted(request: HttpRequest) -> list[str]:
    return request.session.get("painted", [])


@require_POST
def block(request: HttpRequest) -> HttpResponse:
    """Enter own work or a closure over half-days; a refusal keeps what was entered and shows what is free."""
    request.viewer.require("planner", "worker", "engineer")
    form = BlockForm(request.POST)
    if not form.is_valid():
        raise Refused(INVALID, field="form", problem=form.errors.as_text())
    data = form.cleaned_data
    try:
        window = Window(data["first"].astimezone(UTC), data["last"].astimezone(UTC))
    except ValueError as error:
        raise Refused(INVALID, field="last", problem=str(error)) from error
    row = actions.block(request.viewer, data["machine"], window, data["kind"], data["label"])
    request.session["painted"] = [*_painted(request), row.key][-20:]
    return _back(request)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was painted last."""
    painted = _painted(request)
    if painted:
        request.session["painted"] = painted[:-1]
        actions.release_own(request.viewer, painted[-1])
        messages.success(request, _("Taken back."))
    return _back(request)


@require_POST
def visibility(request: HttpRequest, key: str) -> HttpResponse:
    """Choose who sees a machine's idle windows."""
    request.viewer.require("planner")
    actions.show_machine(request.viewer, key, request.POST.get("visibility", ""))
    messages.success(request, _("Saved."))
    return _back(request, key)


@require_POST
def down(request: HttpRequest, key: str) -> HttpResponse:
    """Report a machine down."""
    actions.mark_down(request.viewer, key, request.POST.get("reason", "")[:200])
    return redirect("publish:machine", key)


@require_POST
def up(request: HttpRequest, key: str) -> HttpResponse:
    """Report a machine back."""
    actions.mark_up(request.viewer, key)
    return redirect("publish:machine", key)


def _back(request: HttpRequest, key: str = "") -> HttpResponse:
    if request.POST.get("back") == "machine" and key:
        return redirect("publish:machine", key)
    response = redirect("publish:calendar")
    if day := request.POST.get("from"):
        response["Location"] += f"?from={_day(day).isoformat()}"
    return response
