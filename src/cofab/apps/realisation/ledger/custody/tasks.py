"""What is asked of custodians is sent in the background."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.realisation.ledger.actions import expire_due
from cofab.apps.realisation.ledger.custody import actions


@job(atomic=False)
def send(reference: str) -> None:
    """Hand a pay-out to its custodian."""
    actions.send(reference)


@job(every="*/1 * * * *", retry=0)
def expire(timestamp: int) -> int:
    """Expire the holds whose time ran out; return how many."""
    return expire_due()
