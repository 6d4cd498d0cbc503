"""Pages of rules: a card of each, public."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cofab.apps.base.pages import public
from cofab.apps.stewardship.governance import face, selectors
from cofab.core.kernel.refusal import NOT_FOUND, Refused


@public
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show every rule set in force."""
    rows = [(row, face.title(row.name), face.what(row.name)) for row in selectors.in_force()]
    return render(request, "stewardship/governance/list.html", {"rows": rows})


@public
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show the card of a rule set: what it does, its values, its versions."""
    rows = list(selectors.versions(name))
    if not rows:
        raise Refused(NOT_FOUND)
    kept = sorted(rows[0].values.items())
    values = [(key, face.value(key, raw), json.dumps(raw, ensure_ascii=False)) for key, raw in kept]
    page = {"row": rows[0], "rows": rows, "values": values, "title": face.title(name), "what": face.what(name)}
    return render(request, "stewardship/governance/card.html", page)
