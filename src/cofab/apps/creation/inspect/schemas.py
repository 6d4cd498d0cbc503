"""What the API of inspect reads and writes; lengths in micrometres."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.creation.inspect.models import Inspection


class PieceIn(Schema):
    """The measured values of one piece by the name of the characteristic."""

    number: str = Field(min_length=1, max_length=40)
    values_um: dict[str, int]


class ResultsIn(Schema):
    """The results of a sample; `sign` signs them at once as the acting person."""

    pieces: list[PieceIn]
    retained: str = Field("", max_length=120)
    sign: bool = False


class InspectorKeyIn(Schema):
    """What a person is accredited for; both days count."""

    name: str = Field(min_length=1, max_length=80)
    scope: list[str] = Field(min_length=1)
    since: date
    until: date
    number: str = ""


class InspectorKeyOut(Schema):
    """An inspector's key."""

    key: str
    name: str
    public_key: str
    scope: list[str]
    since: date
    until: date
    number: str


class InspectionOut(Schema):
    """An inspection with its plan, results and signature."""

    key: str
    order: str
    order_title: str
    organisation: str
    appointed_by: str
    paid_by: str
    method: str
    lot: int
    plan: dict[str, Any]
    characteristics: list[dict[str, Any]]
    rule: str
    state: str
    pieces: list[dict[str, Any]]
    bad: list[str]
    undecided: list[str]
    accepted: bool | None
    number: str | None
    statement: dict[str, Any] | None
    signature: str
    public_key: str
    signed_at: datetime | None

    @classmethod
    def of(cls, row: Inspection) -> InspectionOut:
        """Return a stored inspection."""
        named = {
            "order": row.order_key,
            "organisation": row.organisation.key,
            "appointed_by": row.appointed_by.key,
            "paid_by": row.paid_by.key,
        }
        same = {name: getattr(row, name) for name in cls.model_fields.keys() - named.keys()}
        return cls(**same, **named)


class InspectionsOut(Schema):
    """A list of inspections."""

    items: list[InspectionOut]
    next: str | None = None


class ReportOut(Schema):
    """The public face of a signed report."""

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
