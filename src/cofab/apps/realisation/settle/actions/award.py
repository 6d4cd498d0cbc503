"""What a dispute holds back of a payee's money, to the cent, and what becomes of it when it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.settle.actions.contest import let_go, turn
from cofab.apps.realisation.settle.actions.cuts import cut_row, payee_of
from cofab.apps.realisation.settle.actions.fix import locked
from cofab.apps.realisation.settle.actions.recover import owe, shift
from cofab.apps.realisation.settle.models import Milestone
from cofab.core.realisation.settle.endings import Line

LAST_FIRST = ("accepted", "retained", "made", "carried", "reported", "delivered", "started")
"""From which of a payee's waiting milestones money is held back first: what is due last."""


@action
def withhold(viewer: Viewer, order_key: str, payee_key: str, amount_minor: int, dispute_key: str) -> list[Milestone]:
    """Hold `amount_minor` of a payee's waiting money back for a dispute, or what is left of it; the rest flows.

    A milestone that is more than is needed is split. Returns the milestones that wait now; none where all is paid.
    """
    with platform():
        money = locked(order_key)
        payee = payee_of(money, payee_key)
        rows = money.milestones.filter(payee=payee, kind__in=("base", "retention"), state="waiting")
        held, left = [], amount_minor
        for row in sorted(rows.select_related("hold__account"), key=lambda row: LAST_FIRST.index(row.trigger)):
            if left <= 0:
                break
            part = min(left, row.amount_minor)
            mine = shift(viewer, money, row, part, payee, row.kind, row.trigger)
            held.append(turn(viewer, mine.key, "contest", dispute_key))
            left -= part
    return held


@action
def award(
    viewer: Viewer, order_key: str, payee_key: str, held: Sequence[str], amount_minor: int, facts: Mapping[str, Any]
) -> int:
    """End what a dispute held back of a payee: `amount_minor` goes to the payer, the rest flows as agreed.

    What is more than was held back the payee owes the payer directly; returns that.
    """
    with platform():
        money = locked(order_key)
        payee = payee_of(money, payee_key)
        rows = list(money.milestones.filter(key__in=list(held), state="contested"))
        cut = min(amount_minor, sum(row.amount_minor for row in rows))
        if cut:
            cut_row(viewer, money, payee, Line("dispute", -cut, dict(facts)))
        for row in rows:
            let_go(viewer, row.key)
        owe(viewer, money, payee, money.payer, amount_minor - cut, facts)
    return amount_minor - cut


@action
def award_payee(viewer: Viewer, order_key: str, payee_key: str, amount_minor: int, facts: Mapping[str, Any]) -> None:
    """Let the payer owe a payee what a dispute gave it, directly between the two and on the payee's statement."""
    with platform():
        money = locked(order_key)
        owe(viewer, money, money.payer, payee_of(money, payee_key), amount_minor, facts)
