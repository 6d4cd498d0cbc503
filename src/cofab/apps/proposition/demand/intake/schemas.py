"""What the API of intake reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from cofab.apps.proposition.demand.intake.models import Intake
from cofab.apps.proposition.demand.intake.selectors import items_of, pieces
from cofab.apps.proposition.demand.schemas import FinishIn


class FilesIn(Schema):
    """Keys of stored files to add."""

    files: list[str] = Field(min_length=1, max_length=100)


class ActIn(Schema):
    """What to do with one file; `count` where it is counted."""

    verb: Literal["cancel", "remove", "restore", "retry", "count"]
    count: int = Field(1, ge=1, le=1_000_000)


class MakeIn(Schema):
    """What holds for every part; `quantity` is how many sets."""

    material: str = Field("", max_length=60)
    quantity: int = Field(ge=1, le=1_000_000)
    due: datetime
    town: str
    supply: Literal["", "supplier", "buyer"] = ""
    finishes: list[FinishIn | str] = []


class ItemOut(Schema):
    """One file: how far it was read, what it is counted as, why it could not be read."""

    key: str
    name: str
    kind: str
    state: str
    stage: str
    percent: int
    count: int
    refusal: dict[str, Any]


class DroppedPartOut(Schema):
    """One part to be, and how many of it one set holds."""

    item: str
    name: str
    count: int


class IntakeOut(Schema):
    """A draft with its files and the parts they make."""

    key: str
    state: str
    items: list[ItemOut]
    parts: list[DroppedPartOut]

    @classmethod
    def of(cls, row: Intake) -> IntakeOut:
        """Return a stored draft."""
        items = items_of(row)
        same = ("key", "kind", "state", "stage", "percent", "count", "refusal")
        shown = [ItemOut(name=i.file.name, **{name: getattr(i, name) for name in same}) for i in items]
        parts = [DroppedPartOut(item=p.item.key, name=p.name, count=p.count) for p in pieces(items)]
        return cls(key=row.key, state=row.state, items=shown, parts=parts)


class MadeOut(Schema):
    """The keys of the demands that were made."""

    demands: list[str]
