"""What the API of reviews reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from cofab.apps.proposition.demand.review.models import Review


class InviteIn(Schema):
    """The shop to let into the review, by its key."""

    organisation: str


class NoteIn(Schema):
    """One thing to say: a pin (`faces`, `text`), a change (`change`), a signature or a no (`to`, 0 the version)."""

    kind: Literal["pin", "change", "sign", "decline"]
    faces: list[int] = Field([], max_length=200)
    text: str = Field("", max_length=2000)
    change: dict[str, Any] = {}
    to: int = Field(0, ge=0)


class NoteOut(Schema):
    """One thing said, by whom and when."""

    number: int
    version: int
    kind: str
    faces: list[int]
    text: str
    change: dict[str, Any]
    effect: dict[str, int]
    to: int
    person: str
    organisation: str
    at: datetime


class ReviewOut(Schema):
    """A review: what its readers see of the part, and everything said."""

    key: str
    version: int
    shown: dict[str, Any]
    notes: list[NoteOut]

    @classmethod
    def of(cls, row: Review) -> ReviewOut:
        """Return a stored review."""
        same = ("number", "version", "kind", "faces", "text", "change", "effect", "to", "person", "at")
        notes = [
            NoteOut(organisation=note.organisation.key, **{name: getattr(note, name) for name in same})
            for note in row.notes.select_related("organisation").order_by("number")
        ]
        return cls(key=row.key, version=row.version, shown=row.shown, notes=notes)
