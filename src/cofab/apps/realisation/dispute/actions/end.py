"""Disputes end: taken back, mended, or by their clocks."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.realisation.dispute.actions.carry import close, settle
from cofab.apps.realisation.dispute.actions.move import Said, taken, turn, write
from cofab.apps.realisation.dispute.actions.talk import asked
from cofab.apps.realisation.dispute.models import Dispute
from cofab.core.realisation.dispute.life import DISPUTE, WHEN_OVER


@action
def withdraw(viewer: Viewer, key: str, text: str = "") -> Dispute:
    """Take a complaint back, as the claimant; what waited flows."""
    row = taken(viewer, key, "claimant")
    DISPUTE.after(row.state, "withdraw")
    write(viewer, row, Said("withdrawal", text))
    row.outcome = {"by": "withdraw"}
    return close(viewer, row, "withdraw", 0)


@action
def mended(viewer: Viewer, key: str, text: str = "") -> Dispute:
    """Say as the claimant that the pieces were remade or reworked well; what waited flows."""
    row = taken(viewer, key, "claimant")
    DISPUTE.after(row.state, "mended")
    write(viewer, row, Said("mended", text))
    return close(viewer, row, "mended", 0)


def expire(limit: int = 100) -> int:
    """Do what the clocks of disputes say for every one whose time is over; return how many."""
    with platform():
        due = list(Dispute.objects.filter(until__lte=now()).order_by("until", "pk").values_list("key", flat=True))
    return sum(_expire(SYSTEM, key) for key in due[:limit])


@action
def _expire(viewer: Viewer, key: str) -> bool:
    with platform():
        row = Dispute.objects.select_for_update(of=("self",)).get(key=key)
        if row.until is None or row.until > now():
            return False
        event = WHEN_OVER[row.state]
        if event == "silence":
            settle(viewer, row, event, asked(row))
        elif event == "confirm":
            settle(viewer, row, event, row.outcome)
        elif event == "unmended":
            close(viewer, row, event, int(row.outcome["else_minor"]))
        else:
            turn(viewer, row, event)
    return True
