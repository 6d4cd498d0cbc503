"""What was done to the calendar, kept with the session as what takes it back; the last twenty changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from cofab.apps.proposition.publish import actions
from cofab.apps.proposition.publish.mappers import window_json
from cofab.apps.proposition.publish.models import Occupancy
from cofab.core.kernel.window import Window, utc

KEPT, NAME = 20, "calendar_undo"
Undo = dict[str, Any]


def stack(request: HttpRequest) -> list[Undo]:
    """Return what can be taken back, the last change last."""
    return request.session.get(NAME, [])


def push(request: HttpRequest, one: Undo) -> None:
    """Keep how to take back a change; one that changed nothing is not kept."""
    if one["of"]:
        request.session[NAME] = [*stack(request), one][-KEPT:]


def entered(rows: Iterable[Occupancy]) -> Undo:
    """Return how to take back claims that were entered."""
    return {"do": "release", "of": [row.key for row in rows]}


def taken_out(key: str) -> Undo:
    """Return how to take back that a claim was taken out."""
    return {"do": "bring", "of": [key]}


def moved(row: Occupancy, was: tuple[str, Window, str]) -> Undo:
    """Return how to take back that a claim was moved."""
    machine, window, label = was
    return {"do": "move", "of": [[row.key, machine, *window_json(window), label]]}


def shown(before: Iterable[tuple[str, Window, str]]) -> Undo:
    """Return how to take back who sees some stretches."""
    return {"do": "show", "of": [[machine, *window_json(window), seen] for machine, window, seen in before]}


def pop(request: HttpRequest) -> bool:
    """Take back the last change; False where there is none. A refusal leaves it to be tried again."""
    kept = stack(request)
    if not kept:
        return False
    _undo(request, kept[-1])
    request.session[NAME] = kept[:-1]
    return True


def _undo(request: HttpRequest, one: Undo) -> None:
    viewer = request.viewer
    for item in one["of"]:
        if one["do"] == "release":
            actions.release_own(viewer, item)
        elif one["do"] == "bring":
            actions.bring_back(viewer, item)
        elif one["do"] == "move":
            key, machine, start, end, label = item
            actions.move_own(viewer, key, machine, Window(_at(start), _at(end)), label)
        else:
            machine, start, end, seen = item
            actions.open_up(viewer, [(machine, Window(_at(start), _at(end)))], seen)


def _at(text: str) -> datetime:
    return utc(text)
