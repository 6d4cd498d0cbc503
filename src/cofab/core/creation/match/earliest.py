"""When an offer could do work at the earliest, by its own free windows."""

from __future__ import annotations

from datetime import datetime, timedelta

from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.offer import Offer


def earliest_finish(offer: Offer, start: datetime, seconds: int) -> datetime | None:
    """Return when work that begins after `start` and the offer's lead is done; None where no free stretch holds it."""
    slot = earliest_slot(offer, start + timedelta(seconds=offer.lead_s), seconds)
    return slot.end if slot else None


def earliest_slot(offer: Offer, start: datetime, seconds: int) -> Window | None:
    """Return from when to when `seconds` of work are done at the earliest, begun no sooner than `start`.

    Work pauses between windows of one stretch and not over somebody else's work. None where no free stretch holds it.
    """
    stretch, left, first = None, seconds, start
    for n, window in enumerate(offer.windows):
        number = offer.stretches[n] if offer.stretches else n
        begin = max(window.start, start)
        if begin >= window.end:
            continue
        if number != stretch:
            stretch, left, first = number, seconds, begin
        there = int((window.end - begin).total_seconds())
        if there >= left:
            return Window(first, begin + timedelta(seconds=left))
        left -= there
    return None
