"""Pages of intake: drop files, watch them being read, make demands of them."""

from __future__ import annotations

import json
import mimetypes

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.files import store
from cofab.apps.base.problems import explain
from cofab.apps.proposition.demand.forms import known_materials
from cofab.apps.proposition.demand.intake import actions, selectors
from cofab.apps.proposition.demand.intake.face import dropped
from cofab.apps.proposition.demand.intake.forms import TogetherForm
from cofab.apps.proposition.demand.selectors import own_town
from cofab.apps.proposition.demand.text_facts import facts_of
from cofab.core.kernel.refusal import Refused

TYPED = ("material", "quantity", "due", "town", "finish", "supply")


@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    """Show the viewer's draft: what was dropped, how far each file is, the form that holds for all."""
    request.viewer.require(*actions.BUYERS)
    found = selectors.open_intake(request.viewer)
    typed = {"town": own_town(request.viewer), **(found.facts if found else {})}
    return _page(request, TogetherForm(initial=typed))


def _page(request: HttpRequest, form: TogetherForm, status: int = 200) -> HttpResponse:
    found = selectors.open_intake(request.viewer)
    text = found.text if found else ""
    told = facts_of(text, timezone.localdate()).told if text else []
    context = {"form": form, "text": text, "told": told, "materials": known_materials(), **dropped(found)}
    return render(request, "proposition/demand/intake.html", context, status=status)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take in the files of one drop; a wrong one is told by name and harms no other."""
    viewer, problems = request.viewer, []
    draft = actions.begin(viewer)
    for upload in request.FILES.getlist("files"):
        kind = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        try:
            file = store(viewer, upload.name, upload, kind, [viewer.organisation_id])
            actions.add(viewer, draft.key, [file.key])
        except Refused as refused:
            problems.append(explain(refused))
    answer = HttpResponse(status=204) if request.headers.get("HX-Request") else redirect("intake:intake")
    return _told(request, answer, " ".join(problems))


def _told(request: HttpRequest, answer: HttpResponse, text: str, undo: str = "") -> HttpResponse:
    """Add a toast to an answer, where there is something to tell."""
    if text and request.headers.get("HX-Request"):
        answer["HX-Trigger"] = json.dumps({"toast": {"text": text, "undo": undo}})
    return answer


@require_POST
def act(request: HttpRequest, item: str) -> HttpResponse:
    """Cancel, take away, bring back, read again, or count one file."""
    verb, count = request.POST.get("verb", request.GET.get("verb", "")), request.POST.get("count", "1")
    row = actions.act(request.viewer, item, verb, int(count) if count.isdecimal() else 1)
    if not request.headers.get("HX-Request"):
        return redirect("intake:intake")
    undo = f"{reverse('intake:act', args=[row.key])}?verb=restore" if verb == "remove" else ""
    text = _("%(name)s taken away") % {"name": row.file.name} if undo else ""
    return _told(request, _page(request, TogetherForm()), text, undo)


@require_POST
def read_text(request: HttpRequest) -> HttpResponse:
    """Read a pasted message and fill the form with what it says; what was typed before stays where it says nothing."""
    draft = actions.begin(request.viewer)
    text = request.POST.get("text", "")
    found = facts_of(text, timezone.localdate())
    actions.keep_typed(request.viewer, draft.key, found.facts, text)
    return redirect("intake:intake")


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a demand of every part that was read."""
    if request.method == "GET":
        return redirect("intake:intake")
    draft = actions.begin(request.viewer)
    form = TogetherForm(request.POST)
    actions.keep_typed(request.viewer, draft.key, {n: request.POST[n] for n in TYPED if n in request.POST})
    if form.is_valid():
        try:
            made = actions.make(request.viewer, draft.key, form.facts())
            return redirect("demand:demand", made[0].key) if len(made) == 1 else redirect("demand:list")
        except Refused as refused:
            form.add_error(None, explain(refused))
    return _page(request, form, 422)
