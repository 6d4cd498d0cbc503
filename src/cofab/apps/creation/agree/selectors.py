"""What may be known of orders, requests, contracts and signatures.

Promises: a party sees its own requests and contracts; the whole price is shown to the buyer and a lead only.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.mappers import facts_of, lines_of, organisations_of
from cofab.apps.creation.agree.models import Contract, Order, Request, Sample, Signature
from cofab.apps.proposition.demand.packs.selectors import clauses_for, first_demand, needs_sample
from cofab.apps.proposition.demand.selectors import file_hashes, settled, shared_files
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.agree.facts import OrderFacts
from cofab.core.creation.agree.sample import STANDING
from cofab.core.creation.plan.model import PriceLine
from cofab.core.kernel.event import digest


def orders_for(viewer: Viewer) -> QuerySet[Order]:
    """Return the orders that the viewer takes part in, newest first.

    Demand and plan are the buyer's: joined for others, rows they may not read would take the order with them.
    """
    rows = Order.visible_to(viewer).select_related("organisation", "lead")
    return rows.select_related("demand", "plan") if viewer.system else rows


def order_for(viewer: Viewer, key: str, *, lock: bool = False) -> Order:
    """Return one order that the viewer takes part in; refuses kernel.not_found. `lock` takes the row."""
    return Order.get_for(viewer, key, lock=lock)


def sees_all(viewer: Viewer, order: Order) -> bool:
    """Tell whether the viewer may know the whole price: the buyer, the lead, the platform."""
    return viewer.system or viewer.organisation_id in (order.organisation_id, order.lead_id)


def lines_for(viewer: Viewer, order: Order) -> list[PriceLine]:
    """Return the price lines of an order that the viewer may see: all, or its own."""
    lines = lines_of(order.lines)
    return lines if sees_all(viewer, order) else [line for line in lines if line.payee == viewer.organisation_key]


def requests_for(viewer: Viewer) -> QuerySet[Request]:
    """Return what the acting organisation was asked, the most urgent first."""
    rows = Request.visible_to(viewer).filter(organisation_id=viewer.organisation_id)
    return rows.select_related("order", "organisation").order_by("answer_by", "id")


def waiting_for(viewer: Viewer) -> QuerySet[Request]:
    """Return the requests that the viewer is to answer: asked of it, or countered to it as the buyer."""
    mine = Q(organisation_id=viewer.organisation_id, state="asked")
    back = Q(order__organisation_id=viewer.organisation_id, state="countered")
    rows = Request.visible_to(viewer).filter(mine | back, order__state="reserved")
    return rows.select_related("order", "organisation").order_by("answer_by")


def request_for(viewer: Viewer, key: str) -> Request:
    """Return one request that the viewer may see; refuses kernel.not_found."""
    return Request.get_for(viewer, key)


def files_for(viewer: Viewer, request: Request) -> list[Any]:
    """Return the model and drawings behind a request, which a firm may read once it has accepted."""
    return shared_files(viewer, request.order.demand_id)


def requests_of(viewer: Viewer, order: Order) -> list[Request]:
    """Return the requests of an order that the viewer may see."""
    return list(Request.visible_to(viewer).filter(order=order).select_related("organisation").order_by("id"))


def contracts_of(viewer: Viewer, order: Order) -> list[Contract]:
    """Return the newest contracts of an order that the viewer is a party of."""
    with platform():
        newest = Contract.objects.filter(order=order).order_by("-version").values_list("version", flat=True).first()
    rows = Contract.visible_to(viewer).filter(order=order, version=newest or 0)
    return list(rows.select_related("customer", "supplier", "pdf").order_by("id"))


def contract_for(viewer: Viewer, key: str) -> Contract:
    """Return one contract that the viewer is a party of; refuses kernel.not_found."""
    return Contract.get_for(viewer, key)


def signatures_of(viewer: Viewer, contract: Contract) -> list[Signature]:
    """Return the signatures under a contract."""
    return list(Signature.visible_to(viewer).filter(contract=contract).select_related("organisation"))


def to_sign(viewer: Viewer, order: Order) -> list[Contract]:
    """Return the contracts that wait for the acting organisation's signature."""
    if order.state != "agreed":
        return []
    signed = Signature.visible_to(viewer).filter(organisation_id=viewer.organisation_id).values("contract_id")
    rows = Contract.visible_to(viewer).filter(
        Q(customer_id=viewer.organisation_id) | Q(supplier_id=viewer.organisation_id)
    )
    newest = {row.pk for row in contracts_of(viewer, order)}
    return list(rows.filter(pk__in=newest).exclude(pk__in=signed))


def missing_signers(order: Order) -> list[str]:
    """Return the keys of the organisations whose signature is missing; a fact that every party may know."""
    with platform():
        version = order.contracts.order_by("-version").values_list("version", flat=True).first()
        missing = []
        for row in order.contracts.filter(version=version).select_related("customer", "supplier"):
            signed = set(row.signatures.values_list("organisation_id", flat=True))
            missing += [party.key for party in (row.customer, row.supplier) if party.pk not in signed]
    return sorted(set(missing))


def contract_facts(order: Order, version: int = 0) -> OrderFacts:
    """Return what the contracts of an order say, in `version` (0: the newest); call as the platform."""
    newest = Contract.objects.filter(order=order).order_by("-version").values_list("version", flat=True).first()
    hashes, told = file_hashes(order.demand), [*settled(order.demand), *clauses_for(order.demand), *_sealed(order)]
    return facts_of(order, version or newest or 1, told, hashes, current("agree"), digest(order.plan.data))


def _sealed(order: Order) -> list[dict[str, str]]:
    """Return the clause that names the sealed sample which an order's goods are judged by."""
    row = Sample.objects.filter(demand_key=first_demand(order.demand), state__in=STANDING).first()
    if row is None or not needs_sample(order.demand):
        return []
    zh = f"以封样 {row.seal} 为验收依据；样品费只抵扣一次。"
    en = f"Accepted against the sealed sample {row.seal}; its price is deducted once."
    return [{"question": "sample", "option": row.seal, "zh": zh, "en": en}]


def sample_of(viewer: Viewer, order: Order) -> Sample | None:
    """Return the sample that an order makes, None where it makes none or the viewer has no part in it."""
    return Sample.visible_to(viewer).filter(order=order).first()


def inspection_house(order: Order) -> str:
    """Return the key of the house that inspects an order's goods, "" where none does; call as the platform."""
    paid = organisations_of(lines_of(order.lines)).values()
    return next((row.key for row in paid if row.kind == "inspection"), "")


def names_of(viewer: Viewer, order: Order) -> list[str]:
    """Return the public names of an order's requests and contracts, every version, that the viewer may see."""
    models = (Request, Contract)
    return [key for m in models for key in m.visible_to(viewer).filter(order=order).values_list("key", flat=True)]
