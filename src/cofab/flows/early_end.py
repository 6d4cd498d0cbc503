"""An order is cancelled: work and transport stop, what was done is paid, the rest goes back to the buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cofab.apps.base.models import Event
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.deliver import actions as deliver
from cofab.apps.creation.deliver.selectors import shipments
from cofab.apps.creation.inspect.selectors import inspections
from cofab.apps.creation.produce import actions as produce
from cofab.apps.creation.produce.selectors import work_orders
from cofab.apps.realisation.settle import actions as settle
from cofab.apps.realisation.settle.selectors import parties_of, payment_of
from cofab.core.realisation.settle.endings import Work

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

CAUSE = "buyer"
"""Only the buyer can cancel."""


def cancelled(system: Viewer, order: Order, event: Event) -> None:
    """Give back what was paid in; where work had begun, each party is paid for what it did."""
    if event.before == "running":
        produce.cancel_work(system, order.key)
        deliver.cancel_shipments(system, order.key)
    payment = payment_of(order.key)
    if event.before == "running" and payment != "asked":
        settle.end_early(system, order.key, done_of(system, order), CAUSE)
    elif payment != "none":
        settle.drop(system, order.key)


def done_of(system: Viewer, order: Order) -> dict[str, Work]:
    """Return what each party of an order did of its part: makers in pieces, carriers in legs, the house its report."""
    asked = {"maker": _made, "carrier": _carried, "inspector": _reported}
    kinds = parties_of(order.key)
    return {key: asked[kind](system, order, key) for key, kind in kinds.items() if kind in asked}


def _made(system: Viewer, order: Order, key: str) -> Work:
    """Return a maker's pieces: good are those through all its operations, half made those through some."""
    done: dict[tuple[int, str], int] = {}
    for work in work_orders(system, order.key).filter(organisation__key=key):
        done[work.lot, work.op] = done.get((work.lot, work.op), 0) + work.done
    good = sum(min(n for (one, _), n in done.items() if one == lot) for lot in {lot for lot, _ in done})
    begun = sum(max(n for (one, _), n in done.items() if one == lot) for lot in {lot for lot, _ in done})
    good, begun = min(good, order.quantity), min(begun, order.quantity)
    return Work(order.quantity, good, begun - good)


def _carried(system: Viewer, order: Order, key: str) -> Work:
    legs = [row.state for row in shipments(system, order.key).filter(carrier__key=key)]
    return Work(max(1, len(legs)), legs.count("arrived"), legs.count("moving"))


def _reported(system: Viewer, order: Order, key: str) -> Work:
    states = [row.state for row in inspections(system, order.key).filter(organisation__key=key)]
    signed = sum(state in ("passed", "failed") for state in states)
    return Work(max(1, len(states)), signed, states.count("recorded"))
