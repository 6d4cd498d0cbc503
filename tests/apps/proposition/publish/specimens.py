"""A firm's machine, and its own work on it."""

from datetime import UTC, timedelta

from cofab.apps.base.clock import now
from cofab.apps.base.ids import fresh
from cofab.apps.proposition.publish import actions
from cofab.core.kernel.window import Window

ALWAYS = {
    "zone": "UTC",
    "shifts": [{"days": list(range(7)), "spans": [["00:00", "12:00"], ["12:00", "00:00"]]}],
}


def machine(firm, **facts):
    """Return a machine of a firm that works day and night; others see its idle time on request only."""
    return actions.add_machine(
        firm.viewer, {"name": "VMC-1", "code": fresh("mac"), "rate_minor_per_h": 6500, "shift": ALWAYS, **facts}
    )


def _machine(firm):
    return {"key": machine(firm).key}


def _claim(firm):
    start = now().astimezone(UTC) + timedelta(days=1)
    return {"key": actions.block(firm.viewer, machine(firm).key, Window(start, start + timedelta(hours=2)), "own").key}


SPECIMENS = {
    "/machines/{key}": _machine,
    "/api/v1/machines/{key}": _machine,
    "/api/v1/machines/claims/{key}": _claim,
    "/machines/calendar/{key}/out": _claim,
}
STRETCH = {"start": "2090-01-01T00:00:00Z", "end": "2090-01-01T02:00:00Z"}
BODIES = {
    "PATCH /api/v1/machines/{key}": {"name": "VMC-2"},
    "POST /machines/{key}/visibility": {"visibility": "open"},
    "POST /api/v1/machines/{key}/visibility": {"visibility": "open"},
    "POST /api/v1/machines/{key}/claims": {**STRETCH, "kind": "own"},
    "POST /api/v1/machines/{key}/reservations": STRETCH,
    "POST /api/v1/machines/{key}/openings": STRETCH,
    "PATCH /api/v1/machines/claims/{key}": STRETCH,
}
