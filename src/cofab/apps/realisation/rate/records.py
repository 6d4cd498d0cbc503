"""Records that events and machines make by themselves: requests answered in time, machines that ran as they should."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.agree.selectors import order_for, request_for, requests_of
from cofab.apps.creation.monitor.selectors import last_days
from cofab.apps.proposition.publish.selectors import machines_for
from cofab.apps.realisation.rate.actions import note_record, recompute
from cofab.core.realisation.rate.stability import stability_ppm

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Request

DAYS = 30


def note_answer(event_key: str) -> int:
    """Note for a firm's credit that it answered a request, whatever it said; the event tells of its answer."""
    with platform():
        request = request_for(SYSTEM, Event.objects.get(key=event_key).subject)
        return _noted(request, 1_000_000)


def note_silence(event_key: str) -> int:
    """Note every request of a lapsed order whose firm never answered in time; return how many."""
    with platform():
        order = order_for(SYSTEM, Event.objects.get(key=event_key).subject)
        silent = [row for row in requests_of(SYSTEM, order) if row.answered_at is None and row.answer_by <= now()]
        return sum(_noted(row, 0) for row in silent)


def _noted(request: Request, good_ppm: int) -> int:
    firm, order = request.organisation.key, request.order
    note_record(SYSTEM, firm, "answers", good_ppm, request.key, order.organisation.key, order.key)
    recompute(SYSTEM, firm)
    return 1


def note_stability() -> int:
    """Note how steadily each machine with telemetry ran in the last thirty days, once a month; return how many."""
    month = f"{now() - timedelta(days=1):%Y-%m}"
    noted = 0
    with platform():
        firms: set[str] = set()
        for machine in machines_for(SYSTEM).filter(telemetry=True).select_related("organisation"):
            spans = [span for day in last_days(machine.pk, DAYS) for span in day.spans]
            good = stability_ppm(spans)
            if good is not None:
                note_record(SYSTEM, machine.organisation.key, "stability", good, f"{machine.key}:{month}")
                firms.add(machine.organisation.key)
                noted += 1
        for firm in sorted(firms):
            recompute(SYSTEM, firm)
    return noted
