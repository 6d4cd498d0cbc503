"""A sample before the bulk: opened with its order, approved and sealed or refused, taken off the bulk's price once."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File, Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.mappers import line_json, lines_of
from cofab.apps.creation.agree.models import Order, Sample
from cofab.apps.creation.agree.refusals import SAMPLE_EARLY, SAMPLE_MISSING, SAMPLE_NONE, SEAL_MISSING, SEAL_TAKEN
from cofab.apps.proposition.demand.packs.selectors import deducts_sample, first_demand, needs_sample, sampled_demand
from cofab.core.creation.agree.sample import SAMPLE, STANDING, deduction, earned
from cofab.core.kernel.refusal import NOT_FOUND, Refused

ARRIVED = ("delivered", "accepted", "closed")


def gate(order: Order) -> Sample | None:
    """Return the sealed sample that opens an order in bulk, None where none is needed; refuses agree.sample_missing."""
    demand = order.demand
    if not needs_sample(demand):
        return None
    found = Sample.objects.select_for_update(of=("self",)).filter(
        demand_key=first_demand(demand), organisation=order.organisation, state__in=STANDING
    )
    sample = found.first()
    if sample is None:
        raise Refused(SAMPLE_MISSING)
    return sample


def begin(viewer: Viewer, order: Order, sample: Sample | None) -> None:
    """Open the sample that an order makes, or take the sample's price off the bulk that it opens."""
    if sampled_demand(order.demand):
        _open(viewer, order)
    elif sample is not None:
        _open_bulk(viewer, order, sample)


def _open(viewer: Viewer, order: Order) -> None:
    paid = earned(lines_of(order.lines))
    makers = Organisation.objects.in_bulk([op["firm"] for op in order.plan.data["operations"]], field_name="key")
    maker = max(sorted(makers), key=lambda key: paid.get(key, 0))
    row = Sample(
        order=order,
        organisation=order.organisation,
        demand_key=sampled_demand(order.demand),
        maker_key=maker,
        price_minor=paid.get(maker, 0),
        audience=sorted({order.organisation_id, makers[maker].pk}),
    )
    row.save()
    _remember(viewer, row, "open", "")


def _open_bulk(viewer: Viewer, order: Order, sample: Sample) -> None:
    if sample.state != "sealed" or not deducts_sample(order.demand):
        return
    maker = Organisation.objects.get(key=sample.maker_key)
    taken = deduction(lines_of(order.lines), maker.key, sample.price_minor, maker.vat_ppm, sample.seal)
    order.lines = [*order.lines, *(line_json(line) for line in taken)]
    order.price_minor = sum(line.amount_minor for line in lines_of(order.lines))
    before, sample.state, sample.used_in = sample.state, SAMPLE.after(sample.state, "use"), order
    sample.save()
    _remember(viewer, sample, "use", before, order=order.key, taken_minor=-sum(line.amount_minor for line in taken))


def free(viewer: Viewer, order: Order) -> None:
    """Give a sample back that a cancelled or lapsed order had used, and end the one that it would have made."""
    for row in Sample.objects.select_for_update(of=("self",)).filter(used_in=order):
        row.state, row.used_in = SAMPLE.after(row.state, "free"), None
        row.save()
        _remember(viewer, row, "free", "used")
    for row in Sample.objects.select_for_update(of=("self",)).filter(order=order, state="ordered"):
        row.state = SAMPLE.after(row.state, "cancel")
        row.save()
        _remember(viewer, row, "cancel", "ordered")


@action
def approve_sample(viewer: Viewer, order_key: str, seal: str, photo: str = "", note: str = "") -> Sample:
    """Approve and seal a sample that arrived, as its buyer; the bulk may be ordered from now on.

    Refuses agree.sample_none, agree.sample_early, agree.seal_missing and agree.seal_taken.
    """
    viewer.require("buyer", "merchandiser")
    row = _mine(viewer, order_key)
    if not seal.strip():
        raise Refused(SEAL_MISSING)
    before, row.state = row.state, SAMPLE.after(row.state, "approve")
    row.seal, row.note, row.decided_at = seal.strip()[:40], note, now()
    row.photo = File.get_for(viewer, photo) if photo else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise Refused(SEAL_TAKEN, seal=row.seal) from taken
    sha = row.photo.sha256 if row.photo else ""
    _remember(viewer, row, "approve", before, seal=row.seal, photo_sha256=sha)
    return row


@action
def refuse_sample(viewer: Viewer, order_key: str, note: str) -> Sample:
    """Refuse a sample that arrived, as its buyer, and say why; another one may be ordered."""
    viewer.require("buyer", "merchandiser")
    row = _mine(viewer, order_key)
    before, row.state = row.state, SAMPLE.after(row.state, "refuse")
    row.note, row.decided_at = note, now()
    row.save()
    _remember(viewer, row, "refuse", before, note=note)
    return row


def _mine(viewer: Viewer, order_key: str) -> Sample:
    order = Order.get_for(viewer, order_key)
    if order.organisation_id != viewer.organisation_id:
        raise Refused(NOT_FOUND)
    row = Sample.visible_to(viewer).select_for_update(of=("self",)).filter(order=order).first()
    if row is None:
        raise Refused(SAMPLE_NONE)
    if order.state not in ARRIVED:
        raise Refused(SAMPLE_EARLY)
    return row


def _remember(viewer: Viewer, row: Sample, event: str, before: str, **facts: object) -> None:
    with platform():
        told = {"order": row.order.key, "demand": row.demand_key, **facts}
    remember(
        viewer, f"agree.sample_{event}", subject=row.key, before=before, after=row.state, facts=told,
        audience=row.audience,
    )  # fmt: skip
