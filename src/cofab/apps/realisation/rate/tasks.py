"""Ratings open by themselves when their time is up; answers, silence and steady machines become records."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.realisation.rate.actions import close_due
from cofab.apps.realisation.rate.records import note_answer, note_silence, note_stability


@job(every="*/1 * * * *", retry=0)
def close(timestamp: int) -> int:
    """Open sealed ratings and share pools where the time for ratings is over; return how many orders."""
    return close_due()


@job()
def answered(event: str) -> int:
    """Note that a firm answered a request in time."""
    return note_answer(event)


@job()
def unanswered(event: str) -> int:
    """Note which firms never answered, when an order lapses."""
    return note_silence(event)


@job(every="30 3 1 * *", retry=0)
def stability(timestamp: int) -> int:
    """Note once a month how steadily each machine with telemetry ran."""
    return note_stability()
