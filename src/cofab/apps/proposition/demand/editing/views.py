"""The routing editor: every form sends one edit; the page follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from cofab.apps.proposition.demand import selectors
from cofab.apps.proposition.demand.editing import actions
from cofab.apps.proposition.demand.editing.forms import edit_of, version_of
from cofab.apps.proposition.demand.face import back


@require_POST
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Make one edit of a routing."""
    selectors.demand_for(request.viewer, key)
    actions.edit(request.viewer, key, edit_of(request.POST), version_of(request.POST))
    return back(request, key)
