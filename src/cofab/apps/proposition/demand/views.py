"""Pages of demand: the list, a new demand, one demand with its part, price, questions and operations."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.files import path_of, store
from cofab.apps.base.problems import explain
from cofab.apps.proposition.demand import actions, face, selectors
from cofab.apps.proposition.demand.forms import DemandForm, known_materials
from cofab.apps.proposition.demand.intake.selectors import items_of, open_intake
from cofab.apps.proposition.demand.packs.telling import from_pack
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, WRONG_STATE, Refused
from cofab.web import words
from cofab.web.parts import chip
from cofab.web.table import Column, Table


def _estimate(price: dict[str, Any]) -> str:
    return words.span(price["low_minor"], price["high_minor"]) if price else words.NONE


def _state(state: str) -> str:
    return chip(face.TONES[state], face.state_word(state))


SHEETS = {"csv": ("text/csv; charset=utf-8", face.as_csv), "pdf": ("application/pdf", face.as_pdf)}
COLUMNS = [
    Column("title", gettext_lazy("Demand"), url=lambda row: reverse("demand:demand", args=[row.key]), sort="title"),
    Column("material", gettext_lazy("Material"), sort="material"),
    Column("quantity", gettext_lazy("Quantity"), number=True, sort="quantity"),
    Column("due", gettext_lazy("Due"), show=words.day, sort="due", label_phone=True),
    Column("price", gettext_lazy("Estimate incl. VAT"), value=lambda row: row.price, show=_estimate, number=True),
    Column("state", gettext_lazy("State"), show=_state, sort="state"),
]


@require_GET
def demands(request: HttpRequest) -> HttpResponse:
    """Show the firm's demands, newest first."""
    request.viewer.require()
    rows = selectors.demands_for(request.viewer)
    table = Table(request, COLUMNS, rows, search=["title", "material"], title=_("Demands"), name="demands")
    if table.wants_csv:
        return table.csv()
    return render(
        request,
        "proposition/demand/demands.html",
        {"table": table, "any": rows.exists(), "draft_count": _draft(request)},
    )


def _draft(request: HttpRequest) -> int:
    """Return how many files lie in the reader's draft."""
    draft = open_intake(request.viewer)
    return len(items_of(draft)) if draft else 0


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a demand: files, material, quantity, date, place, finish."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    told = {name: request.GET[name] for name in DemandForm.base_fields if name in request.GET}
    first = {"town": selectors.own_town(request.viewer), **told}
    form = DemandForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("demand:demand", _made(request, form).key)
        except Refused as refused:
            form.add_error(None, explain(refused))
    status = 422 if form.errors else 200
    context = {"form": form, "materials": known_materials()}
    return render(request, "proposition/demand/new.html", context, status=status)


def _made(request: HttpRequest, form: DemandForm) -> Any:
    viewer = request.viewer
    keys = []
    for upload in form.cleaned_data["files"]:
        kind = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        keys.append(store(viewer, upload.name, upload, kind, [viewer.organisation_id]).key)
    return actions.create(viewer, form.facts(), keys)


@require_GET
def demand(request: HttpRequest, key: str) -> HttpResponse:
    """Show one demand; while it is being read, a page that waits."""
    row = selectors.demand_for(request.viewer, key)
    if from_pack(row):
        return redirect("packs:demand", key)
    template = "reading" if row.state in ("draft", "reading") else "refused" if row.state == "refused" else "demand"
    template = "unsaid" if row.state == "asking" and not row.price else template
    if "waiting" in request.GET and template != "reading":
        return _whole(row.key)
    return render(request, f"proposition/demand/{template}.html", face.page(row, face.wants_vat(request)))


def _whole(key: str) -> HttpResponse:
    """Send a page that waited on to the whole page, which has a head of its own (styles, scripts, title)."""
    address = reverse("demand:demand", args=[key])
    return HttpResponse(status=204, headers={"HX-Redirect": address})


@require_GET
def why(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a price rests on: each line's inputs, the rules by name, version and hash, how to compute it again."""
    row = _understood(request, key)
    return render(request, "proposition/demand/why.html", face.page(row, True) | {"grounds": face.grounds(row)})


@require_GET
def estimate(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Return the estimate to keep or send on, as CSV or as a printed sheet."""
    row = _understood(request, key)
    if kind not in SHEETS:
        raise Refused(NOT_FOUND)
    media, write = SHEETS[kind]
    name = quote(f"{row.title}-{row.quantity}.{kind}")
    return HttpResponse(write(row), media, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


@require_GET
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a firm that is asked sees of a demand."""
    row = _understood(request, key)
    return render(request, "proposition/demand/preview.html", face.page(row))


def _understood(request: HttpRequest, key: str) -> Any:
    """Return a demand that was read; refuses one that was not."""
    row = selectors.demand_for(request.viewer, key)
    if row.state not in ("asking", "ready") or not row.price:
        raise Refused(WRONG_STATE, state=row.state, event="show", life="demand")
    return row


@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer one question."""
    post = request.POST
    option = post.get("own", "").strip() or post.get("option", "")
    row = actions.answer(request.viewer, key, post.get("question", ""), option)
    return _whole(key) if row.state == "reading" and request.headers.get("HX-Request") else face.back(request, key)


@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change quantity or date; the price follows."""
    changes: dict[str, Any] = {}
    if quantity := request.POST.get("quantity", ""):
        if not quantity.isdecimal() or not 1 <= int(quantity) <= 1_000_000:
            raise Refused(INVALID, field="quantity", problem=quantity[:20])
        changes["quantity"] = int(quantity)
    due = parse_date(request.POST.get("due", ""))
    if due and due != timezone.localtime(selectors.demand_for(request.viewer, key).due).date():
        changes["due"] = face.end_of(due)
    actions.change(request.viewer, key, changes)
    return face.back(request, key)


@require_GET
def model(request: HttpRequest, key: str) -> FileResponse:
    """Return the 3D view as binary glTF."""
    row = selectors.demand_for(request.viewer, key)
    file = selectors.file_of(request.viewer, row, "view")
    return FileResponse(path_of(file).open("rb"), content_type="model/gltf-binary")
