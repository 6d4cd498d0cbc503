"""What the API of join reads and writes."""

from __future__ import annotations

from ninja import Field, Schema


class AdmissionOut(Schema):
    """An organisation and whether it is in."""

    key: str
    kind: str
    name_zh: str
    name_en: str
    town: str
    admission: str


class AdmissionsOut(Schema):
    """A list of organisations."""

    items: list[AdmissionOut]
    next: str | None = None


class DecisionIn(Schema):
    """Why not."""

    reason: str = Field(max_length=500)
