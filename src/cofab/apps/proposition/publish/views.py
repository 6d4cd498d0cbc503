"""Pages of publish: the machines of a firm, one machine, its hours."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.clock import now
from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.proposition.publish import actions, selectors
from cofab.apps.proposition.publish.forms import VISIBILITIES, ChangeForm, MachineForm
from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.words import material_word, price_word
from cofab.core.kernel.refusal import Refused
from cofab.web import words
from cofab.web.table import Column, Table

DAYS = 14
SEEN = {value: label for value, label, _why in VISIBILITIES}
CLAIMS = {
    "own": gettext_lazy("Own work"),
    "booking": gettext_lazy("Cofab order"),
    "reservation": gettext_lazy("On hold"),
    "closure": gettext_lazy("Closed"),
}
RATE, MINIMUM = "rate_minor_per_h", "minimum_minor"


def _tolerance(um: int) -> str:
    """Return what a machine holds; none where nothing is stated."""
    return words.millimetres(um) if um else words.NONE


CHANGERS = ("planner", "engineer")
"""Who may put a machine on sale and change it."""
COLUMNS = [
    Column("label", gettext_lazy("Machine"), url=lambda row: reverse("publish:machine", args=[row.key]), sub="model"),
    Column("code", gettext_lazy("Identity code"), sort="code", desk=True),
    Column(
        "rate_minor_per_h",
        gettext_lazy("Price an hour, ex VAT"),
        show=words.money,
        number=True,
        sort="rate_minor_per_h",
    ),
    Column(
        "minimum_minor", gettext_lazy("Minimum charge"), show=words.money, number=True, sort="minimum_minor", desk=True
    ),
    Column("tolerance_um", gettext_lazy("Tolerance, mm"), show=_tolerance, number=True, sort="tolerance_um"),
    Column("visibility", gettext_lazy("Idle time"), show=lambda value: SEEN[value], sort="visibility"),
    Column("down_since", gettext_lazy("Down since"), show=words.moment, sort="down_since"),
]


@require_GET
@signed_in
def machines(request: HttpRequest) -> HttpResponse:
    """Show the firm's machines, or give them as CSV."""
    rows = selectors.machines_for(request.viewer)
    table = Table(
        request, COLUMNS, rows, search=["name", "name_en", "code", "model"], title=_("Machines"), name="machines"
    )
    if table.wants_csv:
        return table.csv()
    down = rows.filter(down_since__isnull=False).count()
    may_change = request.viewer.has(*CHANGERS)
    context = {"table": table, "count": rows.count(), "down": down, "may_change": may_change}
    return render(request, "proposition/publish/machines.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Put a machine on sale by a short form."""
    request.viewer.require(*CHANGERS)
    form = MachineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_machine(request.viewer, form.facts())
            return redirect("publish:machine", row.key)
        except Refused as refused:
            form.add_error(None, explain(refused))
    status = 422 if form.errors else 200
    return render(request, "proposition/publish/add.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a machine can do or costs by a short form."""
    row = selectors.machine_for(request.viewer, key)
    request.viewer.require(*CHANGERS)
    form = ChangeForm(request.POST or None, initial=ChangeForm.shows(row))
    if request.method == "POST" and form.is_valid():
        actions.change_machine(request.viewer, key, form.facts())
        messages.success(request, _("Saved."))
        return redirect("publish:machine", key)
    status = 422 if form.errors else 200
    return render(request, "proposition/publish/change.html", {"form": form, "machine": row}, status=status)


@require_GET
@signed_in
def machine(request: HttpRequest, key: str) -> HttpResponse:
    """Show one machine: what it can do, what it costs, who has its time."""
    row = selectors.machine_for(request.viewer, key)
    start = now()
    claims = selectors.claims_of(request.viewer, start, start + timedelta(days=30), key)
    context = {
        "machine": row,
        "claims": [{"row": claim, "word": CLAIMS[claim.kind]} for claim in claims],
        "facts": _facts(row),
        "may_change": request.viewer.has(*CHANGERS),
        "visibilities": [(value, label, why, value == row.visibility) for value, label, why in VISIBILITIES],
    }
    return render(request, "proposition/publish/machine.html", context)


def _facts(row: Machine) -> list[tuple[str, str]]:
    known = selectors.process_names()
    done = [known[p] for p in row.processes if p in known]
    materials = _(", ").join(material_word(one) for one in row.materials)
    return [
        (_("Processes"), _(", ").join(done) or words.NONE),
        (_("Tolerance"), f"{_tolerance(row.tolerance_um)} mm"),
        (_("Materials"), materials or _("all")),
        (_("Price ex VAT"), price_word(row.rate_minor_per_h, row.unit, row.unit_minor)),
        (_("Minimum charge"), words.money(row.minimum_minor)),
        (_("Reports by itself"), _("yes") if row.telemetry else _("no")),
    ]


@require_POST
def visibility(request: HttpRequest, key: str) -> HttpResponse:
    """Choose who sees a machine's idle windows."""
    actions.show_machine(request.viewer, key, request.POST.get("visibility", ""))
    messages.success(request, _("Saved."))
    if request.POST.get("back") == "machine":
        return redirect("publish:machine", key)
    return redirect("publish:calendar")


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
