"""What the API of produce reads and writes."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from cofab.apps.creation.produce.models import WorkOrder


class WorkOut(Schema):
    """A work order; times in UTC, planned and measured seconds."""

    key: str
    order: str
    organisation: str
    machine: str
    machine_name: str
    op: str
    lot: int
    title: str
    quantity: int
    done: int
    scrap: int
    state: str
    reason: str
    setup_s: int
    piece_s: int
    run_s: int
    paced: int
    planned_start: datetime
    planned_end: datetime
    forecast_end: datetime
    started_at: datetime | None
    ended_at: datetime | None
    photos: list[str]

    @classmethod
    def of(cls, row: WorkOrder) -> WorkOut:
        """Return a stored work order."""
        named = {
            "order": row.order_key,
            "organisation": row.organisation.key,
            "machine": row.machine_key,
        }
        same = {name: getattr(row, name) for name in cls.model_fields.keys() - named.keys()}
        return cls(**same, **named)


class WorksOut(Schema):
    """A list of work orders."""

    items: list[WorkOut]
    next: str | None = None


class ReportIn(Schema):
    """Pieces since the last report; negative takes back."""

    done: int = 0
    scrap: int = 0


class ReasonIn(Schema):
    """Why."""

    reason: str = Field("", max_length=200)


class DoneIn(Schema):
    """`short`: fewer pieces than ordered are meant."""

    short: bool = False


class PhotoIn(Schema):
    """The key of a stored file."""

    file: str
