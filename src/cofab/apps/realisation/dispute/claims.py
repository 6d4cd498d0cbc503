"""The figures of a complaint, taken from what the order's steps recorded; the claimant adds what only it knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.produce.selectors import work_orders
from cofab.apps.realisation.dispute.refusals import NOT_PARTIES, NOT_SECURED
from cofab.apps.realisation.settle.models import Cut, OrderMoney
from cofab.apps.realisation.settle.selectors import owed_of
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.dispute.outcome import Claim

ROLES = ("buyer", "planner", "accountant", "engineer", "merchandiser")
"""Who in a firm speaks for it in a dispute."""


@dataclass(frozen=True)
class Complaint:
    """What a claimant says: the kind, the remedy asked for, pieces touched, and what only the claimant knows.

    `goods_minor`: its own material in a piece; `insured`: whether the carrier's leg was; `waited_days`: how long the
    respondent's material was waited for.
    """

    kind: str
    remedy: str = "refund"
    pieces: int = 0
    goods_minor: int = 0
    insured: bool = True
    waited_days: int = 0


def sides(viewer: Viewer, order_key: str, against_key: str) -> tuple[OrderMoney, Organisation, bool]:
    """Return an order's money, the organisation complained about, and whether a payee complains about the payer.

    Refused as not found for who takes no part, dispute.not_parties for two that do not pay one another, and
    dispute.not_secured before any money is agreed. Call as the platform.
    """
    money = OrderMoney.objects.select_related("payer", "lead").filter(order_key=order_key).first()
    mine = viewer.organisation_key
    if money is None or mine not in {money.payer.key, *money.parties}:
        raise Refused(NOT_FOUND)
    if money.secured_at is None:
        raise Refused(NOT_SECURED)
    against = Organisation.objects.filter(key=against_key).first()
    payers = {money.payer.key, *([money.lead.key] if money.lead else [])}
    if against is None or against_key == mine or not {mine, against_key} & payers:
        raise Refused(NOT_PARTIES)
    by_payee = mine not in payers
    if (mine if by_payee else against_key) not in money.parties:
        raise Refused(NOT_PARTIES)
    return money, against, by_payee


def claim_of(viewer: Viewer, order_key: str, against_key: str, said: Complaint) -> Claim:
    """Return the claim with the figures that the order's records give it: contract sums, pieces, cuts, freight."""
    with platform():
        money, against, by_payee = sides(viewer, order_key, against_key)
        payee = Organisation.objects.get(key=viewer.organisation_key) if by_payee else against
        carrier = money.parties.get(payee.key) == "carrier"
        gross = owed_of(money).get(payee.key, 0)
        late, days = _late(order_key, payee)
        return Claim(
            kind=said.kind,
            pieces=said.pieces,
            quantity=pieces_of(order_key, payee, money.quantity),
            gross_minor=money.price_minor if carrier else gross,
            goods_minor=0 if by_payee else said.goods_minor,
            freight_minor=gross if carrier else 0,
            insured=said.insured,
            late_minor=late,
            late_days=days,
            waited_days=said.waited_days,
        )


def pieces_of(order_key: str, firm: Organisation, whole: int) -> int:
    """Return how many of an order's pieces a firm works on: its largest operation, else all; call as the platform."""
    ops: dict[str, int] = {}
    rows = work_orders(Viewer(system=True), order_key).filter(organisation=firm).exclude(state="cancelled")
    for op, quantity in rows.values_list("op", "quantity"):
        ops[op] = ops.get(op, 0) + quantity
    return min(max(ops.values(), default=whole), whole)


def _late(order_key: str, payee: Organisation) -> tuple[int, int]:
    rows = list(Cut.objects.filter(order_key=order_key, payee=payee, kind="late"))
    return -sum(row.amount_minor for row in rows), sum(int(row.facts.get("days", 0)) for row in rows)


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return a claim as JSON."""
    return asdict(claim)


def claim_from(stored: dict[str, Any]) -> Claim:
    """Return a stored claim."""
    return Claim(**stored)
