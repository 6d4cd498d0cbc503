"""What is taken off a payee's money, or promised out of the reserve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.settle.actions.fix import locked
from cofab.apps.realisation.settle.mappers import line_json
from cofab.apps.realisation.settle.models import Cut, OrderMoney
from cofab.apps.realisation.settle.refusals import RESERVE_SHORT
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.settle.endings import Line


@action
def cut(viewer: Viewer, order_key: str, payee_key: str, line: Line) -> Cut:
    """Take a line (late, short, ...; negative) off a payee's money of an order, with its figures as reason."""
    with platform():
        money = locked(order_key)
        payee = payee_of(money, payee_key)
        return cut_row(viewer, money, payee, line)


def payee_of(money: OrderMoney, payee_key: str) -> Organisation:
    """Return a payee of an order; refused as not found where it is none."""
    payee = Organisation.objects.filter(key=payee_key).first()
    if payee is None or payee_key not in money.parties:
        raise Refused(NOT_FOUND)
    return payee


def cut_row(viewer: Viewer, money: OrderMoney, payee: Organisation, line: Line) -> Cut:
    """Write one line of a payee besides its milestones, and remember it; the order's money is locked."""
    audience = sorted({*money.audience, payee.pk})
    row = Cut.objects.create(
        order_key=money.order_key,
        payee=payee,
        kind=line.kind,
        amount_minor=line.amount_minor,
        facts=dict(line.facts),
        at=now(),
        audience=audience,
    )
    facts = {"order": money.order_key, "payee": payee.key, **line_json(line)}
    rules = money.hashes.get("endings", "")
    remember(viewer, "settle.cut", subject=row.key, facts=facts, audience=audience, rules=rules)
    return row


@action
def use_reserve(viewer: Viewer, order_key: str, payee_key: str, amount_minor: int, facts: Mapping[str, Any]) -> Cut:
    """Promise part of an order's reserve to an organisation (an extra transport, ...); paid when it is released.

    Refuses more than is left of the reserve.
    """
    with platform():
        money = locked(order_key)
        payee = Organisation.objects.filter(key=payee_key).first()
        if payee is None:
            raise Refused(NOT_FOUND)
        whole = money.milestones.filter(kind="reserve", state__in=("planned", "waiting"))
        left = sum(whole.values_list("amount_minor", flat=True)) - sum(reserve_used(money).values())
        if not 0 < amount_minor <= left:
            raise Refused(RESERVE_SHORT, left_minor=left, needed_minor=amount_minor)
        return cut_row(viewer, money, payee, Line("reserve", amount_minor, dict(facts)))


def reserve_used(money: OrderMoney) -> dict[int, int]:
    """Return what of an order's reserve was promised to whom: {pk: minor units}."""
    used: dict[int, int] = {}
    for row in Cut.objects.filter(order_key=money.order_key, kind="reserve"):
        used[row.payee_id] = used.get(row.payee_id, 0) + row.amount_minor
    return used
