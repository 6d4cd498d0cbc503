"""What the API of drawings reads and writes."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

from cofab.apps.proposition.demand.models import Demand


class CheckIn(Schema):
    """What a person says of one field; `text` in the drawing's own words where it is corrected."""

    number: int = Field(ge=0)
    verdict: Literal["confirmed", "corrected", "rejected"]
    text: str = Field("", max_length=200)


class FieldOut(Schema):
    """One field: what was read, where it stands (tenths of a point from the lower left), what a person said of it."""

    number: int
    name: str
    value: Any
    text: str
    page: int
    box: list[int]
    confidence: int
    checked: dict[str, Any]


class DrawingOut(Schema):
    """Everything read from a demand's drawings; `unsettled` counts what keeps the demand from being ready."""

    fields: list[FieldOut]
    unsettled: int

    @classmethod
    def of(cls, row: Demand) -> DrawingOut:
        """Return a stored reading."""
        names = ("name", "value", "text", "page", "box")
        fields = [
            FieldOut(
                number=n,
                **{name: data[name] for name in names},
                confidence=data.get("confidence", 100),
                checked=row.checked.get(str(n), {}),
            )
            for n, data in enumerate(row.reading.get("drawing", []))
        ]
        return cls(fields=fields, unsettled=row.unsettled)
