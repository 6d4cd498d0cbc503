"""What may be known of a draft: its files, and which of them become which part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.intake.models import Intake, IntakeFile


def open_intake(viewer: Viewer) -> Intake | None:
    """Return the viewer's open draft, None where there is none."""
    return Intake.visible_to(viewer).filter(person=viewer.person_key, state="open").first()


def items_of(intake: Intake) -> list[IntakeFile]:
    """Return the files of a draft that were not taken away, in the order they came."""
    return list(intake.items.filter(removed_at=None).select_related("file", "view").order_by("id"))


@dataclass(frozen=True)
class Piece:
    """One part to be: the item it comes from, which part of it, how many, and the drawings that belong to it."""

    item: IntakeFile
    index: int
    name: str
    count: int
    drawings: tuple[IntakeFile, ...] = ()

    @property
    def part(self) -> dict[str, Any] | None:
        """Return the part as it was read, None for a drawing alone."""
        return self.item.reading["parts"][self.index] if self.item.kind == "model" else None


def pieces(items: Sequence[IntakeFile]) -> list[Piece]:
    """Return the parts that the files read so far make: an assembly's each with its count.

    A drawing belongs to the model of its name, or to the only model there is; any other is a part of its own.
    """
    read = [item for item in items if item.state == "read"]
    models = [item for item in read if item.kind == "model"]
    drawings = [item for item in read if item.kind == "drawing"]
    owner = {drawing.pk: _owner(drawing, models) for drawing in drawings}
    found = []
    for model in models:
        own = tuple(d for d in drawings if owner[d.pk] == model.pk)
        parts = model.reading["parts"]
        for index, part in enumerate(parts):
            name = part["name"] if len(parts) > 1 else _stem(model)
            found.append(Piece(model, index, name or _stem(model), model.count * part["count"], own))
    found += [Piece(d, 0, _stem(d), d.count, (d,)) for d in drawings if owner[d.pk] is None]
    return found


def _owner(drawing: IntakeFile, models: Sequence[IntakeFile]) -> int | None:
    same = next((m.pk for m in models if _stem(m).casefold() == _stem(drawing).casefold()), None)
    return same if same is not None else models[0].pk if len(models) == 1 else None


def _stem(item: IntakeFile) -> str:
    return PurePath(item.file.name).stem
