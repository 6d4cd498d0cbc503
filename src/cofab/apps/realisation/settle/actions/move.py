"""Milestones are released to their payees, minus what was cut; what is not paid goes back to the payer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions import Of, Resolution, open_accounts, resolve
from cofab.apps.realisation.ledger.custody.actions import pay_out
from cofab.apps.realisation.ledger.custody.direct import oblige
from cofab.apps.realisation.ledger.models import Account
from cofab.apps.realisation.settle.actions.cuts import reserve_used
from cofab.apps.realisation.settle.actions.fix import locked
from cofab.apps.realisation.settle.models import Cut, Milestone, OrderMoney
from cofab.apps.realisation.settle.refusals import NOT_SECURED
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.account import PAYABLE
from cofab.core.realisation.settle.endings import fill
from cofab.core.realisation.settle.milestones import MILESTONE
from cofab.core.realisation.settle.recovery import take

WITHHELD = "settle.withhold"
"""The event of a disputed milestone whose trigger came."""
Split = Sequence[tuple[Milestone, int]]
"""Milestones with what is paid of each; the rest of each goes back to the payer."""


@action
def release(viewer: Viewer, order_key: str, trigger: str, payee_key: str = "") -> list[Milestone]:
    """Release what waits for `trigger` (of one payee, or all), minus the payee's cuts, and ask for the pay-out.

    Returns the milestones released; none where nothing waits. The reserve goes back to the payer, minus what was
    used of it. Refuses an order that is not secured.
    """
    with platform():
        money = locked(order_key)
        if money.secured_at is None:
            raise Refused(NOT_SECURED)
        rows = money.milestones.filter(state="waiting", trigger=trigger).exclude(trigger="rated")
        if payee_key:
            rows = rows.filter(payee__key=payee_key)
        waiting = list(rows.select_related("payee", "hold"))
        _withhold(viewer, money, trigger, payee_key)
        split = [(row, _payable(money, row, waiting)) for row in waiting if row.kind != "reserve"]
        resolve_rows(viewer, money, split)
        _release_reserve(viewer, money, [row for row in waiting if row.kind == "reserve"])
        pay_out_all(viewer, money)
    return waiting


def _withhold(viewer: Viewer, money: OrderMoney, trigger: str, payee_key: str) -> None:
    """Remember which disputed milestones would have been released now: settling the dispute releases them."""
    rows = money.milestones.filter(state="contested", trigger=trigger)
    for row in rows.filter(payee__key=payee_key) if payee_key else rows:
        facts = {"order": row.order_key, "trigger": trigger}
        remember(viewer, WITHHELD, subject=row.key, after=row.state, facts=facts, audience=row.audience)


def _payable(money: OrderMoney, row: Milestone, waiting: Sequence[Milestone]) -> int:
    """Return what of a milestone is paid, when the payee's open cuts are taken from its first milestones."""
    own = [one for one in waiting if one.payee_id == row.payee_id and one.kind != "reserve"]
    total = sum(one.amount_minor for one in own)
    paid = fill([one.amount_minor for one in own], total - open_cut(money, row.payee_id))
    return paid[own.index(row)][0]


def open_cut(money: OrderMoney, payee_id: int | None) -> int:
    """Return what was cut of a payee's money and not yet taken from a milestone."""
    cuts = Cut.objects.filter(order_key=money.order_key, payee_id=payee_id, amount_minor__lt=0)
    cuts = cuts.exclude(kind="owes")
    taken = money.milestones.filter(payee_id=payee_id, state__in=("released", "returned"))
    return -sum(cuts.values_list("amount_minor", flat=True)) - sum(taken.values_list("returned_minor", flat=True))


def resolve_rows(
    viewer: Viewer, money: OrderMoney, split: Split, shares: Mapping[str, Mapping[int, int]] | None = None
) -> int:
    """Resolve milestones: pay the given part of each, give back the rest; return what went back in all.

    What is paid goes to the milestone's payee, or to `shares`: {milestone key: {pk of a payee: amount}}.
    """
    resolutions, back = [], 0
    for row, paid in split:
        returned = row.amount_minor - paid
        goes = dict((shares or {}).get(row.key) or ({row.payee_id: paid} if row.payee_id and paid else {}))
        if row.hold_id:
            resolutions.append(Resolution(row.hold.key, "post", *_targets(money, row, goes, returned)))
        elif money.way == "direct" and row.state != "planned":
            _oblige(viewer, money, row, goes)
        back += returned if row.hold_id else 0
        _mark(viewer, row, paid, returned)
    if resolutions:
        resolve(viewer, resolutions)
    return back


def _targets(
    money: OrderMoney, row: Milestone, goes: Mapping[int, int], returned: int
) -> tuple[str, tuple[tuple[str, int], ...], dict[str, Any]]:
    lead = money.lead_id
    owners = [*goes, *([money.payer_id] if returned else []), *([lead] if lead else [])]
    accounts = open_accounts([Of(PAYABLE, pk, money.order_key, money.currency) for pk in owners])
    by_owner = {account.owner_id: account.key for account in accounts}
    moves: list[tuple[str, int]] = []
    for pk, amount in goes.items():
        if lead and pk != lead:
            moves += [(by_owner[lead], amount), (by_owner[lead], -amount)]
        moves.append((by_owner[pk], amount))
    if returned:
        moves.append((by_owner[money.payer_id], returned))
    facts = {"milestone": row.key, "trigger": row.trigger, "returned_minor": returned}
    return ("release" if goes else "refund"), tuple(moves), facts


def _oblige(viewer: Viewer, money: OrderMoney, row: Milestone, goes: Mapping[int, int]) -> None:
    lead = money.lead_id
    for pk, amount in goes.items():
        if lead and pk != lead:
            oblige(viewer, money.order_key, money.payer_id, lead, amount, f"{row.key}:{lead}:{pk}", money.currency)
            oblige(viewer, money.order_key, lead, pk, amount, f"{row.key}:{pk}", money.currency)
        else:
            oblige(viewer, money.order_key, money.payer_id, pk, amount, f"{row.key}:{pk}", money.currency)


def _mark(viewer: Viewer, row: Milestone, paid: int, returned: int) -> None:
    before = row.state
    row.state = MILESTONE.after(before, "release" if paid else "drop")
    row.paid_minor, row.returned_minor, row.resolved_at = paid, returned, now()
    row.save(update_fields=["state", "paid_minor", "returned_minor", "resolved_at"])
    facts = {"order": row.order_key, "trigger": row.trigger, "paid_minor": paid, "returned_minor": returned}
    remember(
        viewer, "settle.release", subject=row.key, before=before, after=row.state, facts=facts, audience=row.audience
    )


def _release_reserve(viewer: Viewer, money: OrderMoney, rows: Sequence[Milestone]) -> None:
    """Pay what was promised of the reserve; what is left of it goes back to the payer."""
    used, shares = reserve_used(money), {}
    for row in rows:
        given, _ = take(list(used.values()), row.amount_minor)
        shares[row.key] = {pk: amount for pk, amount in zip(used, given, strict=True) if amount}
        used = {pk: left - shares[row.key].get(pk, 0) for pk, left in used.items()}
    resolve_rows(viewer, money, [(row, sum(shares[row.key].values())) for row in rows], shares)


def pay_out_all(viewer: Viewer, money: OrderMoney) -> None:
    """Ask the custodian to pay out whatever is released and free of an order."""
    if money.way != "custody":
        return
    due = Account.objects.filter(order_key=money.order_key, kind=PAYABLE).order_by("pk")
    for account in due:
        if account.available_minor > 0:
            pay_out(viewer, account.key)
