"""Jobs of the flows: what an early stage told and a later one must do."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.replan import actions as proposing
from cofab.flows import breakdown, lateness, order_to_cash


@job(retry=8)
def follow(event: str) -> None:
    """Do what an event of an order asks of the other steps."""
    order_to_cash.follow(event)


@job(queue="planner", atomic=False)
def machine_down(event: str) -> list[str]:
    """Propose how to go on after a machine broke."""
    return breakdown.machine_down(event)


@job()
def machine_up(event: str) -> int:
    """Take proposals back when the machine works again."""
    return breakdown.machine_up(event)


@job(queue="planner", atomic=False)
def search_again(order: str, machine: str, cause: str) -> list[str]:
    """Propose anew after a proposal could not be carried out."""
    return [row.key for row in breakdown.search(order, machine, cause)]


@job(every="* * * * * */10", retry=0)
def lapse_proposals(timestamp: int) -> int:
    """Let proposals lapse that nobody agreed to in time."""
    return len(proposing.lapse_due(SYSTEM))


@job(every="30 22 * * *")
def tell_late(timestamp: int) -> int:
    """Tell each morning (06:30 in China) what became late."""
    return lateness.tell(SYSTEM)
