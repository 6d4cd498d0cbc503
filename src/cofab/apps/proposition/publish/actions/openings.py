"""Who sees a stretch of idle time, painted over what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.contest import locked
from cofab.apps.proposition.publish.mappers import range_of, window_json, window_of
from cofab.apps.proposition.publish.models import VISIBILITIES, Machine, Opening
from cofab.apps.proposition.publish.selectors import machine_for
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window, subtract

Said = tuple[str, Window, str]
"""A machine's key, a stretch of its time, and who sees it; "" for what the machine's habit says."""


@action
def open_up(viewer: Viewer, picks: Iterable[tuple[str, Window]], visibility: str) -> list[Said]:
    """Say who sees some stretches of idle time ("": as the machine's habit says); returns what was said before."""
    viewer.require("planner", "engineer")
    if visibility and visibility not in VISIBILITIES:
        raise Refused(INVALID, field="visibility", problem=visibility)
    picks = list(picks)
    for key, _window in picks:
        machine_for(viewer, key)
    with platform():
        machines = locked(key for key, _window in picks)
        return [said for key, window in picks for said in _paint(viewer, machines[key], window, visibility)]


def _paint(viewer: Viewer, machine: Machine, window: Window, visibility: str) -> list[Said]:
    """Lay one stretch over what was said; returns what is to be painted to undo it."""
    before: list[Said] = [(machine.key, window, "")]
    for row in Opening.objects.filter(machine=machine, during__overlap=range_of(window)):
        whole = window_of(row.during)
        covered = whole.cut(window)
        before += [(machine.key, covered, row.visibility)] if covered else []
        row.delete()
        _save(machine, subtract([whole], [window]), row.visibility)
    if visibility:
        _save(machine, [window], visibility)
    facts = {"machine": machine.key, "during": window_json(window), "visibility": visibility}
    remember(viewer, kind="publish.open_up", subject=machine.key, facts=facts, audience=machine.audience)
    return before


def _save(machine: Machine, windows: Sequence[Window], visibility: str) -> None:
    for window in windows:
        Opening(machine=machine, during=range_of(window), visibility=visibility, audience=list(machine.audience)).save()
