"""The files named on a command line as parts, each with what its own drawing says.

A drawing belongs to the model of the same name or part number, to the only model there is, or is a part by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cofab import geometry
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.completing import completed
from cofab.core.proposition.demand.drawing import Field, part_drawn, read_drawing
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Question
from cofab.core.proposition.demand.unsaid import unsaid, unsized
from cofab.geometry import DRAWINGS


@dataclass(frozen=True)
class Input:
    """One part with its brief and what its file leaves unsaid; a part of None cannot be reckoned before that."""

    part: Part | None
    brief: Brief
    questions: tuple[Question, ...] = ()


def inputs_of(
    paths: Sequence[Path], brief: Brief, units: str = "", thickness_um: int = 0
) -> tuple[list[Input], list[Field]]:
    """Read all files; return the parts in the files' order, and all that the drawings say."""
    drawn = {p: read_drawing(geometry.read_words(p)) for p in paths if is_drawing(p)}
    models = [p for p in paths if p not in drawn]
    found, fields = [], [f for some in drawn.values() for f in some]
    taken: set[Path] = set()
    for path in models:
        own = [d for d, said in drawn.items() if len(models) == 1 or _same(d, said, path)]
        taken.update(own)
        said = completed(brief, [f for d in own for f in drawn[d]])
        result = geometry.read(path, units=units, thickness_um=thickness_um or _thickness(own, drawn))
        asked = unsaid(path.name, result.stats)
        found += [Input(part if min(part.size_um) > 0 else None, said, asked) for part in result.parts]
    for path, own_fields in drawn.items():
        if path not in taken:
            name = _number(own_fields) or path.stem
            said = completed(brief, own_fields)
            part = part_drawn(name, own_fields, brief.blank_um)
            found.append(Input(part, said, () if part else (unsized(name),)))
    return found, fields


def _thickness(drawings: Sequence[Path], drawn: Mapping[Path, Sequence[Field]]) -> int:
    """Return the thickness that a part's drawing states, 0 where it states none."""
    sizes = (f.value for d in drawings for f in drawn[d] if f.name == "dimension")
    return next((int(v["nominal_um"]) for v in sizes if v["kind"] == "thickness"), 0)


def is_drawing(path: Path) -> bool:
    """Tell a drawing or its picture by the file's ending."""
    return path.suffix.lower() in DRAWINGS


def _same(drawing: Path, fields: Sequence[Field], model: Path) -> bool:
    return model.stem.casefold() in (drawing.stem.casefold(), _number(fields).casefold())


def _number(fields: Sequence[Field]) -> str:
    return next((str(f.value) for f in fields if f.name == "part_no"), "")
