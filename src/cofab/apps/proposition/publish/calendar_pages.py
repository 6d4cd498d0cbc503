"""Pages of the idle calendar: half-days, minutes, month; what is painted, dragged or typed can be taken back."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.clock import now
from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.proposition.publish import actions, board, ical, minutes, selectors, undoing
from cofab.apps.proposition.publish.forms import StretchForm
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Occupancy
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window, utc
from cofab.core.proposition.publish.own_work import weekly
from cofab.web import words

DAYS = 14
AHEAD = timedelta(days=180)


@require_GET
@signed_in
def calendar(request: HttpRequest) -> HttpResponse:
    """Show two weeks of all machines by half-days, a day by minutes, or a month."""
    return page(request)


def page(request: HttpRequest, refused: Refused | None = None, form: StretchForm | None = None) -> HttpResponse:
    """Return the calendar as the address asks for it; with a refusal, the free half-days beside it and status 409."""
    asked = request.GET if request.method == "GET" else request.POST
    first, view = day_of(asked.get("from", "")), asked.get("view", "half")
    found = board.board(request.viewer, first, DAYS)
    editing = _claim(request, asked.get("edit", "") or asked.get("claim", ""))
    context = {
        "board": found,
        "view": view,
        "machine_count": len(found.rows),
        "undo": undoing.stack(request),
        "problem": _problem(refused) if refused else None,
        "editing": editing,
        "form": form or StretchForm(request.viewer, initial=StretchForm.shows(editing, first)),
        "views": [("half", _("Half-days")), ("minutes", _("By the minute")), ("month", _("Month"))],
        **_drawn(request, found, view, first, asked.get("machine", "")),
    }
    status = 409 if refused else 422 if form else 200
    return render(request, "proposition/publish/calendar.html", context, status=status)


def _drawn(request: HttpRequest, found: board.Board, view: str, first: date, chosen: str) -> dict[str, Any]:
    if view == "minutes":
        chart = minutes.chart(request.viewer, first)
        return {"chart": chart, "before": first - timedelta(days=1), "after": first + timedelta(days=1)}
    if view == "month":
        begin = first.replace(day=1)
        after = (begin + timedelta(days=32)).replace(day=1)
        month = board.board(request.viewer, begin, (after - begin).days)
        before = (begin - timedelta(days=1)).replace(day=1)
        return {"month": board.month(month), "month_days": month.days, "before": before, "after": after}
    return {"calendar": board.drawing(found, chosen), "before": first - timedelta(days=DAYS), "after": found.after}


def _claim(request: HttpRequest, key: str) -> Occupancy | None:
    if not key:
        return None
    row = Occupancy.get_for(request.viewer, key)
    return row if row.kind in board.OWN_KINDS and row.state == "active" else None


def _problem(refused: Refused) -> dict[str, object]:
    """Return a lost contest as words, with the free windows to go to."""
    free = [utc(start) for start, _end in refused.facts.get("alternatives", [])]
    links = [(words.half_day(start), f"?from={timezone.localtime(start).date()}") for start in free]
    return {"detail": explain(refused), "why": "", "alternatives": links}


def day_of(text: str) -> date:
    """Return the day that an address names, else today."""
    today = timezone.localtime(now()).date()
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        return today


@require_POST
@signed_in
def block(request: HttpRequest) -> HttpResponse:
    """Enter own work or closures over the picked half-days, or say who sees them; all of them or none."""
    kind, label = request.POST.get("kind", "own"), request.POST.get("label", "")[:60]
    try:
        chosen = board.picked(request.POST.getlist("half"))
        if kind.startswith("show"):
            before = actions.open_up(request.viewer, chosen, kind.removeprefix("show").removeprefix("-"))
            undoing.push(request, undoing.shown(before))
        else:
            rows = actions.block_many(request.viewer, chosen, kind, label)
            undoing.push(request, undoing.entered(rows))
    except ValueError as error:
        raise Refused(INVALID, field="half", problem=str(error)) from error
    except Refused as refused:
        return page(request, refused)
    return back(request)


@require_POST
@signed_in
def move(request: HttpRequest) -> HttpResponse:
    """Take a drag: own work goes to another time or machine, or grows; 409 with free half-days where it cannot."""
    row = Occupancy.get_for(request.viewer, request.POST.get("claim", ""))
    try:
        shift, grow = (timedelta(seconds=int(request.POST.get(name) or 0)) for name in ("shift_s", "grow_s"))
        during = window_of(row.during)
        window = Window(during.start + shift, during.end + shift + grow)
    except (ValueError, OverflowError) as error:
        raise Refused(INVALID, field="shift_s, grow_s", problem=str(error)) from error
    return _put(request, row, request.POST.get("lane") or row.machine.key, window, None)


def _put(request: HttpRequest, row: Occupancy, machine: str, window: Window, label: str | None) -> HttpResponse:
    try:
        moved, was = actions.move_own(request.viewer, row.key, machine, window, label)
    except Refused as refused:
        return page(request, refused)
    undoing.push(request, undoing.moved(moved, was))
    return back(request)


@require_POST
@signed_in
def stretch(request: HttpRequest) -> HttpResponse:
    """Take the form that does what painting and dragging do: a new stretch, once or weekly, or a changed one."""
    form = StretchForm(request.viewer, request.POST)
    if not form.is_valid():
        return page(request, form=form)
    data = form.cleaned_data
    window = Window(data["start"].astimezone(UTC), data["end"].astimezone(UTC))
    if key := request.POST.get("claim"):
        return _put(request, Occupancy.get_for(request.viewer, key), data["machine"], window, data["label"])
    until = data["weekly_until"]
    windows = weekly(window, until, settings.TIME_ZONE) if until else [window]
    try:
        chosen = [(data["machine"], one) for one in windows]
        rows = actions.block_many(request.viewer, chosen, data["kind"], data["label"])
    except Refused as refused:
        return page(request, refused)
    undoing.push(request, undoing.entered(rows))
    return back(request)


@require_POST
@signed_in
def take_out(request: HttpRequest, key: str) -> HttpResponse:
    """Take own work or a closure out; it can be brought back."""
    actions.release_own(request.viewer, key)
    undoing.push(request, undoing.taken_out(key))
    return back(request)


@require_POST
@signed_in
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last change."""
    try:
        if undoing.pop(request):
            messages.success(request, _("Taken back."))
    except Refused as refused:
        return page(request, refused)
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    """Go back to the calendar as it was looked at."""
    response = redirect("publish:calendar")
    view = request.POST.get("view", "half")
    response["Location"] += f"?view={view}&from={day_of(request.POST.get('from', '')).isoformat()}"
    return response


@require_GET
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give everything that stands on one's machines in the next half year as iCalendar."""
    start = now()
    claims = selectors.claims_of(request.viewer, start, start + AHEAD, request.GET.get("machine", ""))
    mine = claims.filter(machine__organisation_id=request.viewer.organisation_id)
    answer = HttpResponse(ical.write(mine, request.get_host()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cofab.ics"'
    return answer
