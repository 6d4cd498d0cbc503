"""When an offer could be done with work at the earliest, by its own free windows."""

from __future__ import annotations

from datetime import datetime, timedelta

from cofab.core.proposition.publish.offer import Offer


def earliest_finish(offer: Offer, start: datetime, seconds: int) -> datetime | None:
    """Return when `seconds` of work that may begin from `start` on are done; None where no free stretch holds them.

    Work pauses between windows of one stretch and not over somebody else's work; the offer's lead comes first.
    """
    ready = start + timedelta(seconds=offer.lead_s)
    stretch, left = None, seconds
    for n, window in enumerate(offer.windows):
        number = offer.stretches[n] if offer.stretches else n
        if number != stretch:
            stretch, left = number, seconds
        begin = max(window.start, ready)
        if begin >= window.end:
            continue
        there = int((window.end - begin).total_seconds())
        if there >= left:
            return begin + timedelta(seconds=left)
        left -= there
    return None
