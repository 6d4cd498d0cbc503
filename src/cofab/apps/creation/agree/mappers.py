"""Between an order's rows and the core values that contracts are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from cofab.apps.base.models import Organisation
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.agree.refusals import PAYEE_UNKNOWN
from cofab.apps.proposition.demand.selectors import material_of
from cofab.apps.proposition.publish.actions import Ask
from cofab.core.creation.agree.facts import OrderFacts, Party, Settled
from cofab.core.creation.agree.tax import dues
from cofab.core.creation.plan.model import PlannedOperation, PriceLine
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import Window

PARTY_KINDS = {
    "supplier": "maker",
    "carrier": "carrier",
    "inspection": "inspector",
    "material": "material",
    "operator": "platform",
}
ROLES = {"platform": "operator", "inspection": "inspection", "material": "material"}
"""Payees that plans name by role, and the kind of the organisation that plays it."""


def asks_of(operations: Iterable[PlannedOperation]) -> list[Ask]:
    """Return the stretches of machine time that operations need; those of one clamping are one stretch."""
    asks: list[Ask] = []
    for op in sorted(operations, key=lambda op: (op.machine, op.lot, op.start, op.end)):
        last = asks[-1] if asks else None
        if last and (last.machine_key, last.lot) == (op.machine, op.lot) and op.start < last.window.end:
            window = Window(last.window.start, max(last.window.end, op.end))
            asks[-1] = Ask(op.machine, window, f"{last.op}+{op.op}", op.lot)
        else:
            asks.append(Ask(op.machine, Window(op.start, op.end), op.op, op.lot))
    return asks


def line_json(line: PriceLine) -> dict[str, Any]:
    """Return a price line as JSON."""
    return {**asdict(line), "facts": dict(line.facts)}


def lines_of(rows: Iterable[Mapping[str, Any]]) -> list[PriceLine]:
    """Return stored price lines as values."""
    return [PriceLine(row["kind"], row["payee"], row["amount_minor"], row.get("facts", {})) for row in rows]


def organisations_of(lines: Iterable[PriceLine]) -> dict[str, Organisation]:
    """Return by payee the organisation that is paid; refuses a payee whom nobody is."""
    payees = {line.payee for line in lines if line.payee}
    found = {row.key: row for row in Organisation.objects.filter(key__in=payees)}
    for payee in payees - found.keys():
        row = Organisation.objects.filter(kind=ROLES.get(payee, "")).order_by("pk").first()
        if row is None:
            raise Refused(PAYEE_UNKNOWN, payee=payee)
        found[payee] = row
    return found


def party_of(row: Organisation, kind: str = "") -> Party:
    """Return an organisation as a party of a contract."""
    return Party(row.key, row.name_zh, row.name_en, kind or PARTY_KINDS.get(row.kind, "maker"))


def facts_of(
    order: Order,
    version: int,
    settled: Iterable[Mapping[str, str]],
    files: Mapping[str, str],
    rules: RuleSet,
    plan_hash: str,
) -> OrderFacts:
    """Return everything that the contracts of an order say."""
    lines = lines_of(order.lines)
    paid = organisations_of(lines)
    named = [replace(line, payee=paid[line.payee].key if line.payee else "") for line in lines]
    return OrderFacts(
        id=order.key,
        number=order.number,
        version=version,
        mode=order.mode,
        buyer=party_of(order.organisation, "buyer"),
        parties=tuple(party_of(row) for row in sorted(set(paid.values()), key=lambda row: row.pk)),
        title=order.title,
        material=material_of(order.demand),
        quantity=order.quantity,
        currency=order.currency,
        price_minor=order.price_minor,
        lines=dues(named),
        due_at=order.due_at,
        promised_at=order.promised_at,
        rules=rules.values,
        lead=order.lead.key if order.lead else "",
        settled=tuple(Settled(item["question"], item["option"], item["zh"], item["en"]) for item in settled),
        files=files,
        way=order.way,
        plan=plan_hash,
        rule_hashes={rules.name: rules.hash},
    )
