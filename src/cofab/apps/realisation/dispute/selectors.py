"""Which disputes a viewer may see, what each outcome would be worth, and what the records of the order say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from cofab.apps.base.models import File, Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver.selectors import shipments
from cofab.apps.creation.inspect.selectors import inspections
from cofab.apps.creation.produce.selectors import work_orders
from cofab.apps.realisation.dispute.claims import ROLES, Complaint, claim_from, claim_of, sides
from cofab.apps.realisation.dispute.models import Dispute, Statement
from cofab.apps.realisation.settle.models import OrderMoney
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.realisation.dispute.life import MOVERS
from cofab.core.realisation.dispute.outcome import Outcome, outcomes


@dataclass(frozen=True)
class Record:
    """One line of what the order's own records say: `kind` of record, when, its public name, and figures."""

    kind: str
    at: datetime | None
    key: str
    who: str
    facts: dict[str, object]


def disputes_for(viewer: Viewer, order_key: str = "") -> QuerySet[Dispute]:
    """Return the disputes that the viewer may see, the newest first; of one order if named."""
    rows = Dispute.visible_to(viewer).select_related("claimant", "respondent")
    return rows.filter(order_key=order_key) if order_key else rows


def dispute_for(viewer: Viewer, key: str) -> Dispute:
    """Return one dispute; refuses kernel.not_found."""
    return Dispute.get_for(viewer, key)


def statements_of(viewer: Viewer, row: Dispute) -> list[Statement]:
    """Return all that was said in a dispute, in its order."""
    rows = Statement.visible_to(viewer).filter(dispute=row)
    return list(rows.select_related("organisation", "person", "about").prefetch_related("consents"))


def files_of(viewer: Viewer, said: Sequence[Statement]) -> dict[str, File]:
    """Return the files of statements by their keys."""
    keys = [key for one in said for key in one.files]
    return {row.key: row for row in File.visible_to(viewer).filter(key__in=keys)}


def waiting(viewer: Viewer) -> int:
    """Return how many disputes wait for the acting organisation."""
    mine = viewer.organisation_id
    own = {"claimant": Q(claimant_id=mine), "respondent": Q(respondent_id=mine)}
    moves = Q(pk__in=[])
    for state, movers in MOVERS.items():
        for side in movers:
            mine_too = own.get(side) or (Q() if side == viewer.kind else Q(pk__in=[]))
            moves |= Q(state=state) & mine_too
    return disputes_for(viewer).filter(moves).count()


def worth(viewer: Viewer, order_key: str, against_key: str, said: Complaint) -> tuple[Outcome, ...]:
    """Return what a complaint would be worth under every cause and remedy, before it is raised."""
    viewer.require(*ROLES)
    return outcomes(claim_of(viewer, order_key, against_key, said), current("disputes").values)


def worth_of(row: Dispute) -> tuple[Outcome, ...]:
    """Return every outcome of a dispute under the rules that it was raised under."""
    return outcomes(claim_from(row.claim), row.rules)


def against(viewer: Viewer, order_key: str) -> list[Organisation]:
    """Return whom the viewer may complain about in an order: who is paid by it, or who pays it."""
    with platform():
        money = OrderMoney.objects.select_related("payer", "lead").filter(order_key=order_key).first()
        names = {money.payer.key, *money.parties, *([money.lead.key] if money.lead else [])} if money else set()
        if viewer.organisation_key not in names or money is None or money.secured_at is None:
            return []
        payers = {money.payer.key, *([money.lead.key] if money.lead else [])}
        others = names - {viewer.organisation_key} if viewer.organisation_key in payers else payers
        return list(Organisation.objects.filter(key__in=others - {viewer.organisation_key}).order_by("id"))


def title_of(viewer: Viewer, order_key: str, against_key: str) -> str:
    """Return the title of the order that a complaint would be about; refuses strangers."""
    with platform():
        money, _, _ = sides(viewer, order_key, against_key)
        return money.title


def records_of(row: Dispute) -> list[Record]:
    """Return what the order's records say between the two sides, in time; for who may see the dispute.

    The contract of the two, the respondent's and claimant's work, goods that either handed over, the signed
    inspections and the answer to the delivery. Photos and numbers are theirs already; nobody else's work is shown.
    """
    both = {row.claimant_id, row.respondent_id}
    with platform() as system:
        found = _contracts(system, row, both)
        for work in work_orders(system, row.order_key).filter(organisation_id__in=both):
            facts = {"op": work.op, "done": work.done, "scrap": work.scrap, "of": work.quantity, "state": work.state}
            found.append(Record("work", work.ended_at or work.started_at, work.key, work.organisation.name, facts))
        legs = shipments(system, row.order_key)
        for leg in legs.filter(Q(carrier_id__in=both) | Q(origin_id__in=both) | Q(destination_id__in=both)):
            facts = {"out": leg.counted_out, "in": leg.counted_in, "of": leg.quantity, "state": leg.state}
            found.append(Record("leg", leg.arrived_at or leg.departed_at, leg.key, leg.carrier.name, facts))
        for report in inspections(system, row.order_key).exclude(number=None):
            facts = {"number": report.number, "accepted": bool(report.accepted), "bad": list(report.bad)}
            found.append(Record("inspection", report.signed_at, report.key, report.organisation.name, facts))
    return sorted(found, key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0.0))


def _contracts(system: Viewer, row: Dispute, both: set[int]) -> list[Record]:
    order = agreed.orders_for(system).filter(key=row.order_key).first()
    rows = agreed.contracts_of(system, order) if order else []
    between = [one for one in rows if {one.customer_id, one.supplier_id} == both]
    return [
        Record("contract", one.created_at, one.key, "", {"version": one.version, "hash": one.hash}) for one in between
    ]
