"""Pages of produce: the firm's work orders, and one of them with buttons to press at the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.files import store
from cofab.apps.base.pages import signed_in
from cofab.apps.creation.produce import actions, selectors
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.creation.produce.words import STATES, work_name
from cofab.apps.proposition.publish.selectors import names
from cofab.core.creation.produce.work import OPEN
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.web import words
from cofab.web.parts import chip, promised
from cofab.web.table import Column, Filter, Table

STEPS = (-1, 1, 10)
ACTS: dict[str, Callable[..., Any]] = {
    "start": lambda viewer, key, post: actions.start(viewer, key),
    "pause": lambda viewer, key, post: actions.pause(viewer, key, post.get("reason", "")[:200]),
    "report": lambda viewer, key, post: actions.report(viewer, key, _number(post, "done"), _number(post, "scrap")),
    "done": lambda viewer, key, post: actions.finish(viewer, key, post.get("short") == "1"),
    "down": lambda viewer, key, post: actions.report_down(viewer, key, post.get("reason", "")[:200]),
}


def _number(post: Any, name: str) -> int:
    try:
        return int(post.get(name) or 0)
    except ValueError:
        raise Refused(INVALID, field=name, problem=str(post.get(name))[:20]) from None


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the firm's work orders by planned start."""
    rows = selectors.own_work(request.viewer)
    machines = names(rows.values_list("machine_key", flat=True).distinct())
    table = Table(
        request,
        [
            Column(
                "title", _("Work"), show=work_name, url=lambda row: f"/work/{row.key}", sub="order_title", sort="title"
            ),
            Column("machine_name", _("Machine"), value=lambda row: machines.get(row.machine_key), sort="machine_name"),
            Column("state", _("State"), show=lambda state: chip(*STATES[state])),
            Column("done", _("Made"), value=lambda row: f"{row.done} / {row.quantity}", number=True, label_phone=True),
            Column("planned_start", _("Start"), show=words.half_day, sort="planned_start", label_phone=True),
            Column("planned_end", _("Agreed end"), show=words.half_day, sort="planned_end", label_phone=True),
            Column("forecast_end", _("Forecast"), value=lambda row: promised(row.planned_end, row.forecast_end)),
        ],
        rows,
        filters=[Filter("state", _("State"), [(name, word) for name, (_tone, word) in STATES.items()])],
        search=["title", "machine_name", "order_title"],
        title=_("Work orders"),
        name="work-orders",
        empty=_("No work orders yet. They come when an order is signed and paid for."),
    )
    return table.csv() if table.wants_csv else render(request, "creation/produce/list.html", {"table": table})


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one work order; its maker gets the buttons."""
    return render(request, "creation/produce/show.html", _context(request, selectors.work_order(request.viewer, key)))


@require_GET
@signed_in
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """Return the part of the page that lives: state, count, buttons."""
    return render(request, "creation/produce/panel.html", _context(request, selectors.work_order(request.viewer, key)))


@require_POST
@signed_in
def act(request: HttpRequest, key: str, word: str) -> HttpResponse:
    """Do what a button says: start, pause, report, done, down."""
    if word not in ACTS:
        raise Refused(NOT_FOUND)
    row = ACTS[word](request.viewer, key, request.POST)
    if getattr(request, "htmx", False):
        return render(request, "creation/produce/panel.html", _context(request, row))
    return redirect("produce:show", key)


@require_POST
@signed_in
def photo(request: HttpRequest, key: str) -> HttpResponse:
    """Store a photo and attach it."""
    row = selectors.work_order(request.viewer, key)
    upload = request.FILES.get("photo")
    if upload is None:
        raise Refused(INVALID, field="photo", problem=_("no file"))
    kind = upload.content_type or "application/octet-stream"
    file = store(request.viewer, upload.name, upload, kind, [request.viewer.organisation_id])
    actions.add_photo(request.viewer, row.key, file.key)
    return redirect("produce:show", key)


def _context(request: HttpRequest, row: WorkOrder) -> dict[str, Any]:
    tone, word = STATES[row.state]
    maker = row.organisation_id == request.viewer.organisation_id
    pace = row.run_s // row.paced if row.paced else row.piece_s
    return {
        "work": row,
        "name": work_name(row.title),
        "machine": names([row.machine_key]).get(row.machine_key, row.machine_name),
        "chip": chip(tone, word),
        "maker": maker and row.state in OPEN,
        "steps": [(step, f"{words.MINUS if step < 0 else '+'}{abs(step)}") for step in STEPS],
        "pace": pace,
        "pace_mark": "measured" if row.paced else "estimate",
        "missing": row.quantity - row.done,
        "share": row.done / row.quantity,
    }
