"""When work moves after a breakdown the money follows the pieces, and what it costs more is paid in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions import Resolution, Want, place, resolve
from cofab.apps.realisation.ledger.custody.direct import oblige
from cofab.apps.realisation.settle.actions.cuts import cut_row, payee_of, reserve_used
from cofab.apps.realisation.settle.actions.fix import locked
from cofab.apps.realisation.settle.actions.move import open_cut
from cofab.apps.realisation.settle.models import Milestone, OrderMoney
from cofab.apps.realisation.settle.refusals import NOT_SECURED
from cofab.core.creation.agree.facts import Due
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.realisation.settle.endings import Line
from cofab.core.realisation.settle.recovery import RECOVERY, Claim, Share, handed, set_aside, take

FIRST_OF = ("made", "carried", "accepted", "started")
"""From which of a payee's waiting milestones money is taken first."""


@action
def reassign(
    viewer: Viewer, order_key: str, from_key: str, to_key: str, amount_minor: int, facts: Mapping[str, Any]
) -> int:
    """Let `amount_minor` (with VAT) of what a maker agreed on follow its pieces to another; return what it still owes.

    It comes out of the maker's milestones that wait, into milestones of the other for the same triggers; what the
    maker left of it for the pools stays there in the other's name. What the maker was paid already for pieces that
    it does not make, it owes the other directly. Refuses an order that is not secured, and one that is not a payee.
    """
    with platform():
        money = _secured(order_key)
        giver, taker = payee_of(money, from_key), _firm(to_key)
        if amount_minor < 0 or giver.pk == taker.pk:
            raise Refused(INVALID, field="amount_minor", problem=f"{amount_minor}")
        join(money, taker, "maker")
        withheld = set_aside(amount_minor, money.rules)
        left = _draw(viewer, money, waiting_of(money, giver.pk), amount_minor - withheld, (taker, "base", ""))
        _write(money, *handed(Share(from_key, to_key, amount_minor - left, facts)))
        owe(viewer, money, giver, taker, left, facts)
        told = {"from": from_key, "to": to_key, "amount_minor": amount_minor, "owed_minor": left, **facts}
        _tell(viewer, money, "settle.reassign", told, giver.pk, taker.pk)
    return left


@action
def recover(
    viewer: Viewer,
    order_key: str,
    broke_key: str,
    claims: Sequence[Claim],
    spared: Mapping[str, int] | None = None,
    consented_minor: int = 0,
) -> int:
    """Pay what a recovery costs beyond the shares; return what nobody had to pay.

    What carriers are `spared` joins the reserve. Each claim is then paid by the order of rule "recovery_by": the
    reserve as far as it reaches, the firm that broke down out of its waiting money, the buyer (directly) up to what
    it consented to. The payees become parties of the order's money.
    """
    with platform():
        money, broke = _secured(order_key), _firm(broke_key)
        for carrier, amount in (spared or {}).items():
            _spare(viewer, money, payee_of(money, carrier), amount)
        unpaid = 0
        for claim in claims:
            left, consented_minor = _pay(viewer, money, broke, claim, consented_minor)
            unpaid += left
    return unpaid


def _secured(order_key: str) -> OrderMoney:
    money = locked(order_key)
    if money.secured_at is None:
        raise Refused(NOT_SECURED)
    return money


def _firm(key: str) -> Organisation:
    firm = Organisation.objects.filter(key=key).first()
    if firm is None:
        raise Refused(NOT_FOUND)
    return firm


def join(money: OrderMoney, firm: Organisation, kind: str) -> None:
    """Make a firm a party of an order's money; a new maker sees the pools that it will share."""
    if money.parties.get(firm.key) is None:
        money.parties = {**money.parties, firm.key: kind}
        money.save(update_fields=["parties"])
    if kind == "maker":
        for pool in money.milestones.filter(kind__in=("performance", "innovation")):
            pool.widen(firm.pk)


def waiting_of(money: OrderMoney, payee_id: int) -> tuple[list[Milestone], int]:
    """Return a payee's waiting milestones in the order they are taken from, and how much of them is free of cuts."""
    rows = money.milestones.filter(payee_id=payee_id, kind="base", state="waiting").select_related("hold__account")
    listed = sorted((row for row in rows if row.trigger in FIRST_OF), key=lambda row: FIRST_OF.index(row.trigger))
    return listed, max(sum(row.amount_minor for row in listed) - max(open_cut(money, payee_id), 0), 0)


def _reserve_of(money: OrderMoney) -> tuple[list[Milestone], int]:
    rows = list(money.milestones.filter(kind="reserve", state="waiting").select_related("hold__account"))
    return rows, max(sum(row.amount_minor for row in rows) - sum(reserve_used(money).values()), 0)


def _draw(
    viewer: Viewer,
    money: OrderMoney,
    source: tuple[list[Milestone], int],
    amount: int,
    to: tuple[Organisation | None, str, str],
) -> int:
    """Move an amount out of milestones to (payee, kind, trigger; "" keeps each one's own); return what they lack."""
    rows, free = source
    given, _ = take([row.amount_minor for row in rows], min(amount, free))
    payee, kind, trigger = to
    for row, part in zip(rows, given, strict=True):
        if part:
            shift(viewer, money, row, part, payee, kind, trigger or row.trigger)
    return amount - sum(given)


def shift(
    viewer: Viewer,
    money: OrderMoney,
    row: Milestone,
    amount: int,
    payee: Organisation | None,
    kind: str,
    trigger: str,
) -> Milestone:
    """Give `amount` of a waiting milestone to another payee (None: the reserve), with its own hold; return that one."""
    audience = sorted({*money.audience, *([payee.pk] if payee else [])})
    if amount == row.amount_minor:
        row.payee, row.kind, row.trigger, row.audience = payee, kind, trigger, audience
        row.save(update_fields=["payee", "kind", "trigger", "audience"])
        return row
    last = money.milestones.order_by("-number").values_list("number", flat=True)[0]
    new = Milestone(money=money, order_key=money.order_key, number=last + 1, payee=payee, kind=kind, trigger=trigger)
    new.amount_minor, new.state, new.audience = amount, row.state, audience
    row.amount_minor -= amount
    if row.hold_id:
        _split_hold(viewer, row, new)
    row.save(update_fields=["amount_minor", "hold"])
    new.save()
    return new


def _split_hold(viewer: Viewer, row: Milestone, new: Milestone) -> None:
    account = row.hold.account.key
    resolve(viewer, [Resolution(row.hold.key, "void")])
    wants = [
        Want(account, row.amount_minor, f"milestone.{row.kind}", f"{row.key}:{new.key}", row.order_key),
        Want(account, new.amount_minor, f"milestone.{new.kind}", new.key, row.order_key),
    ]
    row.hold, new.hold = place(viewer, wants)


def _spare(viewer: Viewer, money: OrderMoney, carrier: Organisation, amount: int) -> None:
    left = _draw(viewer, money, waiting_of(money, carrier.pk), amount, (None, "reserve", "accepted"))
    _move(money, carrier.key, "", amount - left, {"spared": True})


def _pay(viewer: Viewer, money: OrderMoney, broke: Organisation, claim: Claim, consented: int) -> tuple[int, int]:
    """Pay one claim; return what is left unpaid of it and of what the buyer consented to."""
    payee = _firm(claim.payee)
    join(money, payee, claim.kind)
    left, to = claim.amount_minor, (payee, "base", claim.trigger)
    for bearer in money.rules.get("recovery_by", ("reserve", "supplier", "buyer")):
        if bearer == "buyer":
            part = min(left, max(consented, 0))
            owe(viewer, money, money.payer, payee, part, claim.facts)
            left, consented = left - part, consented - part
            continue
        own = bearer == "reserve"
        if not own and broke.pk == payee.pk:
            continue
        after = _draw(viewer, money, _reserve_of(money) if own else waiting_of(money, broke.pk), left, to)
        _move(money, "" if own else broke.key, payee.key, left - after, claim.facts)
        left = after
    told = {"to": claim.payee, "amount_minor": claim.amount_minor, "unpaid_minor": left, **claim.facts}
    _tell(viewer, money, "settle.recover", told, broke.pk, payee.pk)
    return left, consented


def _move(money: OrderMoney, from_key: str, to_key: str, amount: int, facts: Mapping[str, Any]) -> None:
    if amount:
        off = Due(RECOVERY, from_key, -amount, 0, {**facts, "to": to_key or "reserve"})
        _write(money, off, replace(off, payee=to_key, net_minor=amount, facts={**facts, "from": from_key or "reserve"}))


def _write(money: OrderMoney, *dues: Due) -> None:
    money.dues = [*money.dues, *(due.as_json() for due in dues if due.net_minor)]
    money.save(update_fields=["dues"])


def owe(
    viewer: Viewer, money: OrderMoney, payer: Organisation, payee: Organisation, amount: int, facts: Mapping[str, Any]
) -> None:
    """Write down that one party owes another outside of what is secured, on the statements of both."""
    if amount <= 0:
        return
    if payer.pk != money.payer_id:
        cut_row(viewer, money, payer, Line("owes", -amount, {**facts, "to": payee.key}))
    line = cut_row(viewer, money, payee, Line("owed", amount, {**facts, "from": payer.key}))
    oblige(viewer, money.order_key, payer.pk, payee.pk, amount, line.key, money.currency)


def _tell(viewer: Viewer, money: OrderMoney, kind: str, facts: Mapping[str, Any], *firms: int) -> None:
    told = {"order": money.order_key, **facts}
    audience = sorted({*money.audience, *firms})
    rules = money.hashes.get("endings", "")
    remember(viewer, kind, subject=money.order_key, facts=told, audience=audience, rules=rules)
