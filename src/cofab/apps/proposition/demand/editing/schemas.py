"""What the API of routing edits reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from cofab.apps.proposition.demand.editing.face import sentence
from cofab.apps.proposition.demand.editing.models import RoutingEdit


class EditIn(Schema):
    """One edit with its `kind` (change, merge, split, move, lock, unlock, choose, add, remove, undo, redo).

    `version` is the demand's version as it was seen; another one is refused with 409.
    """

    version: int
    edit: dict[str, Any]


class EditOut(Schema):
    """One edit: who made it, when, and what it changed."""

    number: int
    at: datetime
    person: str
    edit: dict[str, Any]
    text: str
    price_before: int
    price_after: int

    @classmethod
    def of(cls, row: RoutingEdit) -> EditOut:
        """Return a stored edit."""
        told = row.told
        return cls(
            number=row.number,
            at=row.at,
            person=row.person,
            edit=row.edit,
            text=sentence(row.edit, told),
            price_before=told.get("price_before", 0),
            price_after=told.get("price_after", 0),
        )


class EditsOut(Schema):
    """All edits, the first one first, and the demand's version."""

    version: int
    items: list[EditOut]
