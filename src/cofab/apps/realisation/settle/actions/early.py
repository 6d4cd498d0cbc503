"""Orders that end before they are done: what was made is paid, the rest goes back to the payer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions import Of, open_accounts, post
from cofab.apps.realisation.settle.actions.cuts import payee_of
from cofab.apps.realisation.settle.actions.fix import locked
from cofab.apps.realisation.settle.actions.move import pay_out_all, resolve_rows
from cofab.apps.realisation.settle.mappers import line_json
from cofab.apps.realisation.settle.models import Milestone, OrderMoney
from cofab.apps.realisation.settle.refusals import NOT_SECURED
from cofab.apps.realisation.settle.selectors import owed_of
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.account import DEPOSIT, PAYABLE
from cofab.core.realisation.ledger.entry import transfer
from cofab.core.realisation.settle.endings import Line, Work, ending, fill


@action
def end_early(viewer: Viewer, order_key: str, works: Mapping[str, Work], cause: str) -> dict[str, list[Line]]:
    """Settle an order that is cancelled or cannot be finished, from what each payee did; the rest goes back.

    `works` by payee (public name); payees that are not named are paid nothing more. Returns each payee's lines.
    """
    with platform():
        money = locked(order_key)
        if money.secured_at is None:
            raise Refused(NOT_SECURED)
        gross, missing = owed_of(money), {}
        settled: dict[str, list[Line]] = {}
        for payee_key, work in works.items():
            payee = payee_of(money, payee_key)
            settled[payee_key] = list(ending(gross.get(payee_key, 0), work, cause, money.rules))
            missing[payee.pk] = _end(viewer, money, payee, settled[payee_key])
        _end_pools(viewer, money, missing)
        resolve_rows(viewer, money, [(row, 0) for row in open_rows(money)])
        refund_deposit(viewer, money)
    return settled


def open_rows(money: OrderMoney) -> list[Milestone]:
    """Return the milestones of an order that nothing became of yet, disputed ones left out."""
    rows = money.milestones.filter(state__in=("planned", "waiting"))
    return list(rows.select_related("payee", "hold"))


def _end(viewer: Viewer, money: OrderMoney, payee: Organisation, lines: Sequence[Line]) -> int:
    """Pay a payee from its own milestones; return what these do not cover of what it is entitled to."""
    entitled = sum(line.amount_minor for line in lines)
    done = money.milestones.filter(payee=payee, state="released")
    already = sum(done.values_list("paid_minor", flat=True))
    own = [row for row in open_rows(money) if row.payee_id == payee.pk]
    given = fill([row.amount_minor for row in own], entitled - already)
    resolve_rows(viewer, money, [(row, paid) for row, (paid, _) in zip(own, given, strict=True)])
    facts = {"payee": payee.key, "entitled_minor": entitled, "already_minor": already}
    told = {**facts, "lines": [line_json(line) for line in lines]}
    rules, audience = money.hashes.get("endings", ""), sorted({*money.audience, payee.pk})
    remember(viewer, "settle.end_early", subject=money.order_key, facts=told, audience=audience, rules=rules)
    return max(entitled - already - sum(paid for paid, _ in given), 0)


def _end_pools(viewer: Viewer, money: OrderMoney, missing: dict[int, int]) -> None:
    """Pay from the pools what makers set aside for them and are entitled to."""
    for row in (row for row in open_rows(money) if row.kind in ("performance", "innovation")):
        shares: dict[int, int] = {}
        left = row.amount_minor
        for pk, wanted in missing.items():
            shares[pk] = min(wanted, left)
            missing[pk] -= shares[pk]
            left -= shares[pk]
        paid = {pk: amount for pk, amount in shares.items() if amount}
        resolve_rows(viewer, money, [(row, sum(paid.values()))], {row.key: paid})


@action
def drop(viewer: Viewer, order_key: str) -> int:
    """Give back everything of an order that was secured and not released, and what else lies on its deposit.

    For an order that is cancelled before work, or paid after its reservation lapsed and not rebooked; returns the
    amount refunded, which then waits for its pay-out.
    """
    with platform():
        money = locked(order_key)
        back = resolve_rows(viewer, money, [(row, 0) for row in open_rows(money)])
        return back + refund_deposit(viewer, money)


def refund_deposit(viewer: Viewer, money: OrderMoney) -> int:
    """Move what lies free on an order's deposit to the payer, to be paid out; return how much."""
    wanted = [Of(kind, money.payer_id, money.order_key, money.currency) for kind in (DEPOSIT, PAYABLE)]
    deposit, payable = open_accounts(wanted)
    free = deposit.available_minor
    if free > 0:
        key = f"refund:{deposit.key}:{deposit.postings.count()}"
        entry = transfer("refund", key, deposit.key, {payable.key: free}, money.currency)
        post(viewer, replace(entry, order=money.order_key))
    pay_out_all(viewer, money)
    return max(free, 0)
