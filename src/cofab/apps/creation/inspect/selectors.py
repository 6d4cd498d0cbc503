"""What may be known of inspections; a signed report can be checked by anyone who holds its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.inspect.models import Inspection, InspectorKey
from cofab.core.creation.inspect.report import holds
from cofab.core.kernel.refusal import NOT_FOUND, Refused


@dataclass(frozen=True)
class Report:
    """What anyone may know of a signed report: who signed what verdict when, and whether the signature holds."""

    number: str
    person: str
    house: str
    accreditation: str
    method: str
    verdict: str
    signed_at: str
    public_key: str
    signature: str
    hash_of_results: str
    holds: bool


def inspections(viewer: Viewer, order_key: str = "") -> QuerySet[Inspection]:
    """Return the inspections that the viewer may see, newest first; of one order if named."""
    rows = Inspection.visible_to(viewer).select_related("organisation", "appointed_by", "paid_by")
    return rows.filter(order_key=order_key) if order_key else rows


def inspection(viewer: Viewer, key: str) -> Inspection:
    """Return one inspection; refuses kernel.not_found."""
    return Inspection.get_for(viewer, key)


def own_keys(viewer: Viewer) -> QuerySet[InspectorKey]:
    """Return the inspectors' keys of the acting house."""
    return InspectorKey.visible_to(viewer).filter(active=True)


def waiting(viewer: Viewer) -> int:
    """Return how many inspections wait for the acting house."""
    rows = Inspection.visible_to(viewer).filter(organisation_id=viewer.organisation_id)
    return rows.filter(state__in=("planned", "received", "recorded")).count()


def signature_holds(row: Inspection) -> bool:
    """Tell whether a signed inspection's statement is what its inspector signed."""
    if not row.statement:
        return False
    return holds(row.statement, bytes.fromhex(row.signature), bytes.fromhex(row.public_key))


def report(number: str) -> Report:
    """Return the public face of a signed report by its number; refuses kernel.not_found."""
    with platform():
        row = Inspection.objects.select_related("organisation").filter(number=number).first()
    if row is None:
        raise Refused(NOT_FOUND)
    said: dict[str, Any] = row.statement
    return Report(
        number=number,
        person=said["person"],
        house=row.organisation.name,
        accreditation=said["accreditation"]["number"],
        method=said["method"],
        verdict=said["verdict"],
        signed_at=said["signed_at"],
        public_key=row.public_key,
        signature=row.signature,
        hash_of_results=said["results"],
        holds=signature_holds(row),
    )
