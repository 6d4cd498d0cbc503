"""The page to search: who has a machine free, hold it, ask, or wait for a window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.clock import now
from cofab.apps.base.pages import onward, signed_in
from cofab.apps.creation.match import found, waiting
from cofab.apps.creation.match.find import find
from cofab.apps.creation.match.find_form import FindForm, asked
from cofab.apps.creation.match.models import Waiting
from cofab.apps.proposition.publish import actions as publish
from cofab.apps.proposition.publish.selectors import held_by, on_sale, open_part
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.match.asking import Wanted, checked, wanted_from
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.kernel.window import Window
from cofab.web import words

EXAMPLES = (
    _("five-axis, 12 hours next week, within 100 km"),
    _("lathe tomorrow for 4 hours, stainless, within 60 km"),
)


@require_GET
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Show the search box and, where something is asked for, who has it."""
    viewer = request.viewer
    form, wanted = _asked(request)
    context: dict[str, Any] = {
        "form": form, "q": request.GET.get("q", ""), "examples": [_(one) for one in EXAMPLES],
        "asked": bool(request.GET.get("q") or "kind" in request.GET or wanted), "wanted": wanted,
        "waitings": waiting.waitings_for(viewer), "holds": _holds(request),
    }  # fmt: skip
    if wanted:
        answer = find(checked(wanted, now()), viewer.organisations)
        free, ask, both = found.tables(request, answer, wanted)
        if both.wants_csv:
            return both.csv()
        context |= {"answer": answer, "free": free, "ask": ask, "said": found.chips_of(wanted),
                    "near": found.near_of(answer), "looked": found.counted(answer)}  # fmt: skip
    return render(request, "creation/match/find.html", context)


def _asked(request: HttpRequest) -> tuple[FindForm, Wanted | None]:
    """Return form and search; one that waits is looked up by its key."""
    if key := request.GET.get("waiting"):
        wanted = wanted_from(Waiting.get_for(request.viewer, key).wanted)
        return FindForm(FindForm.shows(wanted)), wanted if wanted.end > now() else None
    return asked(request.viewer, request.GET.dict())


def _holds(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"key": row.key, "machine": row.machine.label, "start": row.during.lower, "end": row.during.upper,
         "until": row.expires_at}
        for row in held_by(request.viewer)
    ]  # fmt: skip


@require_POST
@signed_in
def hold(request: HttpRequest) -> HttpResponse:
    """Hold a slot of an open machine."""
    key = request.POST.get("machine", "")
    try:
        start, end = (datetime.fromisoformat(request.POST.get(name, "")) for name in ("start", "end"))
        window = Window(start.astimezone(UTC), end.astimezone(UTC))
    except ValueError as error:
        raise Refused(INVALID, field="start", problem=str(error)) from error
    request.viewer.require("buyer", "planner")
    machine = on_sale(request.viewer, key)
    if machine.organisation_id not in request.viewer.organisations and open_part(machine, [window]) != [window]:
        raise Refused(NOT_FOUND)
    expires = now() + timedelta(seconds=current("publish")["reservation_s"])
    publish.reserve(request.viewer, key, window, "", expires)
    messages.success(request, _("Held until %(at)s.") % {"at": words.clock(expires)})
    return onward(request, default="/candidates/")


@require_POST
@signed_in
def give_back(request: HttpRequest, key: str) -> HttpResponse:
    """Give a held slot back."""
    publish.give_back(request.viewer, key)
    messages.success(request, _("Given back."))
    return redirect("match:find")


@require_POST
@signed_in
def wait(request: HttpRequest) -> HttpResponse:
    """Go on the waiting list for what was searched."""
    _form, wanted = asked(request.viewer, request.POST.dict())
    if wanted is None:
        raise Refused(INVALID, field="q", problem="")
    title = " · ".join(found.chips_of(wanted))
    waiting.wait(request.viewer, title, wanted)
    messages.success(request, _("You will be told when a window opens."))
    return redirect("match:find")


@require_POST
@signed_in
def unwait(request: HttpRequest, key: str) -> HttpResponse:
    """Leave the waiting list."""
    waiting.end(request.viewer, key)
    messages.success(request, _("You wait for it no longer."))
    return redirect("match:find")
