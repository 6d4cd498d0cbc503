"""What may be done to inspections; every write goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation, Person
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.inspect import keys
from cofab.apps.creation.inspect.mappers import accreditation_of, pieces_of, plan_of, statement_of, wanted_of
from cofab.apps.creation.inspect.models import Inspection, InspectorKey
from cofab.apps.creation.inspect.refusals import NO_KEY, NOT_INDEPENDENT, NOT_YOURS, NOTHING_RECORDED
from cofab.apps.creation.produce import selectors as produced
from cofab.core.creation.inspect import report
from cofab.core.creation.inspect.sampling import sampling_plan
from cofab.core.creation.inspect.verdict import GUARDED, Characteristic, judge_lot
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import iso


def _organisation(key: str) -> Organisation:
    row = Organisation.objects.filter(key=key).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


@action
def register_key(
    viewer: Viewer, name: str, scope: Sequence[str], since: date, until: date, number: str = ""
) -> InspectorKey:
    """Make the acting person's signing key, kept encrypted; `scope` lists the methods they are accredited for."""
    viewer.require("inspector")
    public, private = keys.fresh()
    row = InspectorKey.objects.create(
        organisation_id=viewer.organisation_id,
        person=Person.objects.get(pk=viewer.person_id),
        name=name,
        public_key=public,
        private_key=private,
        scope=list(scope),
        number=number,
        since=since,
        until=until,
        audience=[viewer.organisation_id],
    )
    facts = {"name": name, "public_key": public, "scope": list(scope), "until": until.isoformat()}
    remember(viewer, "inspect.register_key", subject=row.key, after="active", facts=facts, audience=row.audience)
    return row


@action
def open_inspection(
    viewer: Viewer,
    order_key: str,
    house_key: str,
    characteristics: Sequence[Characteristic],
    method: str,
    lot: int | None = None,
    aql: str = "1.0",
    rule: str = GUARDED,
    appointed_by: str = "",
    paid_by: str = "",
) -> Inspection:
    """Ask a house to inspect an order's goods; the sample follows from lot and AQL. `appointed_by` default: the buyer.

    Refuses a house that made a part of the order.
    """
    Order.get_for(viewer, order_key)
    with platform() as system:
        order = Order.objects.select_related("organisation").get(key=order_key)
        house = _organisation(house_key)
        makers = {row.organisation_id for row in produced.work_orders(system, order_key)}
        if house.pk in makers:
            raise Refused(NOT_INDEPENDENT, house=house.name)
        appointer = _organisation(appointed_by) if appointed_by else order.organisation
        payer = _organisation(paid_by) if paid_by else appointer
        row = Inspection(
            order=order,
            organisation=house,
            appointed_by=appointer,
            paid_by=payer,
            order_key=order.key,
            order_title=order.title,
            method=method,
            lot=lot or order.quantity,
            plan=sampling_plan(lot or order.quantity, aql).as_json(),
            characteristics=[item.as_json() for item in characteristics],
            rule=rule,
            audience=sorted({house.pk, order.organisation_id, *([order.lead_id] if order.lead_id else []), *makers}),
        )
        row.save()
        facts = {"order": order.key, "method": method, "plan": row.plan, "house": house.key}
        remember(viewer, "inspect.open", subject=row.key, after=row.state, facts=facts, audience=row.audience)
    return row


def _mine(viewer: Viewer, key: str) -> Inspection:
    viewer.require("inspector")
    row = Inspection.get_for(viewer, key, lock=True)
    if not viewer.system and row.organisation_id != viewer.organisation_id:
        raise Refused(NOT_YOURS)
    return row


@action
def receive(viewer: Viewer, key: str) -> Inspection:
    """Note that the goods are at the house."""
    row = _mine(viewer, key)
    return _turn(viewer, row, "receive", {})


@action
def record(viewer: Viewer, key: str, pieces: Sequence[Mapping[str, Any]], retained: str = "") -> Inspection:
    """Record the results ({"number", "values_um": {name: um}} a piece) and what they decide; until it is signed.

    Refuses fewer pieces than the plan asks for, values nobody asked for and missing ones.
    """
    row = _mine(viewer, key)
    row.pieces = [{"number": str(p["number"]), "values_um": dict(p["values_um"])} for p in pieces]
    row.retained = retained
    verdict = judge_lot(plan_of(row), wanted_of(row), pieces_of(row), row.rule)
    row.accepted, row.bad, row.undecided = verdict.accepted, list(verdict.bad), list(verdict.undecided)
    row.recorded_at = now()
    return _turn(viewer, row, "record", {"checked": verdict.checked, "bad": len(row.bad), "accepted": row.accepted})


@action
def sign(viewer: Viewer, key: str) -> Inspection:
    """Sign the recorded results as the acting person with their own key; from then on nothing changes.

    Refuses a person without key, a method outside their scope, and a day outside its validity.
    """
    row = _mine(viewer, key)
    if row.accepted is None:
        raise Refused(NOTHING_RECORDED)
    signer = InspectorKey.visible_to(viewer).filter(person_id=viewer.person_id, active=True).order_by("-until").first()
    if signer is None or not signer.private_key:
        raise Refused(NO_KEY)
    at = now()
    report.may_sign(signer.name, accreditation_of(signer), row.method, at.date())
    row.number, row.key_used, row.signed_at = report.report_number(row.key, at.date()), signer, at
    row.statement = statement_of(row, signer, row.number, iso(at))
    row.signature = report.sign(row.statement, keys.opened(signer.private_key)).hex()
    row.public_key = signer.public_key
    facts = {"number": row.number, "person": signer.name, "signature": row.signature}
    return _turn(viewer, row, "pass" if row.accepted else "fail", facts, "inspect.sign")


def _turn(viewer: Viewer, row: Inspection, event: str, facts: Mapping[str, Any], kind: str = "") -> Inspection:
    before, row.state = row.state, report.INSPECTION.after(row.state, event)
    row.save()
    told = {"order": row.order_key, **facts}
    kind = kind or f"inspect.{event}"
    remember(viewer, kind, subject=row.key, before=before, after=row.state, facts=told, audience=row.audience)
    return row
