"""The page of join: applications and members, for the operator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.base.words import town_names
from cofab.apps.proposition.join import actions, selectors
from cofab.web.parts import chip
from cofab.web.table import Column, Filter, Table

NAMES = {
    "applied": ("you", _("Asks to come in")),
    "admitted": ("done", _("Member")),
    "suspended": ("care", _("Suspended")),
    "left": ("done", _("Out")),
}
KINDS = {
    "supplier": _("Workshop"),
    "demander": _("Buys parts"),
    "carrier": _("Carrier"),
    "inspection": _("Inspection"),
    "bank": _("Bank"),
    "material": _("Material"),
    "maintenance": _("Machine repair"),
    "training": _("Training"),
    "operator": _("Platform operator"),
    "committee": _("Committee"),
}
FILTER = Filter("admission", _("Admission"), [(state, name) for state, (_tone, name) in NAMES.items()])


def _columns() -> list[Column]:
    towns = town_names()
    return [
        Column("name", _("Organisation"), sub="registration"),
        Column("kind", _("Kind"), show=lambda kind: str(KINDS.get(kind, kind)), sort="kind"),
        Column("town", _("Town"), show=lambda town: towns.get(town, town), sort="town"),
        Column("admission", _("Admission"), show=lambda state: chip(*NAMES[state]), sort="admission"),
    ]


@require_GET
@signed_in
def admissions(request: HttpRequest) -> HttpResponse:
    """Show who asks to come in, then everybody."""
    rows = selectors.organisations(request.viewer)
    found = ["name_zh", "name_en", "registration"]
    table = Table(request, _columns(), rows, filters=[FILTER], search=found, title=_("Admission"), name="admissions")
    if table.wants_csv:
        return table.csv()
    towns = town_names()
    asking = [(row, towns.get(row.town, row.town)) for row in selectors.organisations(request.viewer, "applied")[:50]]
    context = {"table": table, "asking": asking}
    return render(request, "proposition/join/admissions.html", context)


@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Let a firm in, or refuse it with a reason."""
    if request.POST.get("decision") == "admit":
        actions.admit(request.viewer, key)
    else:
        actions.turn_away(request.viewer, key, request.POST.get("reason", ""))
    return redirect("join:list")
