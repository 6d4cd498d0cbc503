"""How old what a firm told of its calendar is; for firms that are reached by phone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from cofab.apps.base.models.event import Event
from cofab.apps.base.viewer import platform

TOLD = (
    "publish.own", "publish.closure", "publish.release_own", "publish.add_machine", "publish.change_machine",
    "publish.show_machine", "publish.import_machines", "publish.down", "publish.up",
)  # fmt: skip
LATEST = 5_000


def told_at(firms: Collection[int]) -> dict[int, datetime]:
    """Return when each firm (pk) last told anything of its machines or their time; firms that never did are absent."""
    found: dict[int, datetime] = {}
    with platform():
        rows = Event.objects.filter(kind__in=TOLD, audience__overlap=list(firms)).order_by("-id")[:LATEST]
        for audience, at in rows.values_list("audience", "at"):
            for firm in audience:
                found.setdefault(firm, at)
    return {firm: at for firm, at in found.items() if firm in firms}
