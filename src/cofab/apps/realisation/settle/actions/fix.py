"""The money of an order is fixed when its contracts are, and secured before work starts."""

from __future__ import annotations

from typing import Any

from django.db import connection

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions import Of, Want, open_accounts, place
from cofab.apps.realisation.ledger.actions.accounts import operators
from cofab.apps.realisation.settle.mappers import money_facts
from cofab.apps.realisation.settle.models import Milestone, OrderMoney
from cofab.apps.realisation.settle.refusals import FIXED
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.agree.facts import OrderFacts
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.ledger.account import DEPOSIT
from cofab.core.realisation.settle.milestones import MILESTONE, milestones
from cofab.core.realisation.settle.recovery import MOVED

RULES = ("settle", "endings", "split")


@action
def fix(viewer: Viewer, facts: OrderFacts) -> OrderMoney:
    """Fix the money of an order from the facts its contracts were made of; the same facts again change nothing.

    The rules of settlement in force now hold for this order for good. Refuses other figures under the same order.
    """
    with platform():
        kept = money_facts(facts)
        _one_at_a_time(facts.id)
        row = OrderMoney.objects.select_for_update(of=("self",)).filter(order_key=facts.id).first()
        if row is not None:
            if any(not _stands(getattr(row, name), value) for name, value in kept.items()):
                raise Refused(FIXED)
            return row
        rules = [current(name) for name in RULES]
        values = {name: value for rule in rules for name, value in rule.values.items()} | dict(facts.rules)
        hashes = dict(facts.rule_hashes) | {rule.name: rule.hash for rule in rules}
        firms = _organisations(facts)
        payer, lead = firms[facts.buyer.id], firms.get(facts.lead)
        audience = sorted({payer.pk, *([lead.pk] if lead else []), *operators()})
        row = OrderMoney.objects.create(
            order_key=facts.id, payer=payer, lead=lead, rules=values, hashes=hashes, audience=audience, **kept
        )
        _plan(row, facts, firms)
        told = {"price_minor": row.price_minor, "way": row.way}
        hash_ = hashes["settle"]
        remember(viewer, "settle.fix", subject=facts.id, facts=told, audience=audience, rules=hash_)
    return row


def _one_at_a_time(order_key: str) -> None:
    """Let whoever fixes the same order at this moment finish first: two jobs may follow one contract."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"settle.fix {order_key}"])


def _stands(now: Any, fixed: Any) -> bool:
    """Tell whether what was fixed still stands: lines and parties may only have been added since (see recover)."""
    if isinstance(fixed, list):
        return bool(now[: len(fixed)] == fixed) and all(line["kind"] in MOVED for line in now[len(fixed) :])
    return bool(fixed.items() <= now.items()) if isinstance(fixed, dict) else bool(now == fixed)


def _organisations(facts: OrderFacts) -> dict[str, Organisation]:
    keys = {facts.buyer.id, *(party.id for party in facts.parties)}
    found = {row.key: row for row in Organisation.objects.filter(key__in=keys)}
    if found.keys() != keys:
        raise Refused(NOT_FOUND)
    return found


def _plan(money: OrderMoney, facts: OrderFacts, firms: dict[str, Organisation]) -> None:
    planned = milestones(facts.lines, money.parties, money.rules)
    makers = [firms[key].pk for key, kind in money.parties.items() if kind == "maker"]
    Milestone.objects.bulk_create(
        Milestone(
            money=money,
            order_key=money.order_key,
            number=number,
            payee=firms.get(planned_one.payee),
            kind=planned_one.kind,
            trigger=planned_one.trigger,
            amount_minor=planned_one.amount_minor,
            audience=sorted({*money.audience, *([firms[planned_one.payee].pk] if planned_one.payee else makers)}),
        )
        for number, planned_one in enumerate(planned, 1)
    )


def locked(order_key: str) -> OrderMoney:
    """Return an order's money, locked; refused as not found where it was never fixed."""
    row = OrderMoney.objects.select_for_update(of=("self",)).filter(order_key=order_key).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


@action
def secure(viewer: Viewer, order_key: str) -> bool:
    """Secure the money of an order once enough is there; return whether it is secured.

    Custody: the deposit must cover the price, and each milestone gets its hold. Direct: nothing is collected,
    milestones wait for what triggers them.
    """
    with platform():
        money = locked(order_key)
        if money.secured_at is not None:
            return True
        rows = list(money.milestones.filter(state="planned"))
        if money.way == "custody" and not _hold(viewer, money, rows):
            return False
        for row in rows:
            row.state = MILESTONE.after(row.state, "secure")
        Milestone.objects.bulk_update(rows, ["state", "hold"])
        money.secured_at = now()
        money.save(update_fields=["secured_at"])
        everybody = sorted({pk for row in rows for pk in row.audience} | set(money.audience))
        facts = {"amount_minor": money.price_minor, "way": money.way}
        remember(viewer, "settle.secure", subject=order_key, facts=facts, audience=everybody)
    return True


def _hold(viewer: Viewer, money: OrderMoney, rows: list[Milestone]) -> bool:
    account = open_accounts([Of(DEPOSIT, money.payer_id, money.order_key, money.currency)])[0]
    if account.available_minor < sum(row.amount_minor for row in rows):
        return False
    wants = [Want(account.key, row.amount_minor, f"milestone.{row.kind}", row.key, money.order_key) for row in rows]
    for row, hold in zip(rows, place(viewer, wants), strict=True):
        row.hold = hold
    return True
