"""Read the drawings of a demand one after another: their fields, and their pages as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cofab.apps.base import files
from cofab.apps.base.models import File
from cofab.apps.proposition.demand.mappers import field_json
from cofab.core.proposition.demand.drawing import read_drawing
from cofab.geometry import read_sheet


@dataclass
class Drawn:
    """What all drawings say: fields and pages as JSON, a picture for each page (empty where there is none)."""

    fields: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    took_ms: int = 0


def read_drawings(drawings: Sequence[File]) -> Drawn:
    """Return what the drawings say, their pages counted through. Raises Refused with a `geometry.*` code."""
    drawn = Drawn()
    for file in drawings:
        sheet, first = read_sheet(files.path_of(file), file.name), len(drawn.pages)
        for data in map(field_json, read_drawing(sheet.words)):
            drawn.fields.append({**data, "page": data["page"] + first, "file": file.name})
        for page in sheet.pages:
            size = {"width": page.width, "height": page.height, "scanned": page.scanned}
            drawn.pages.append({**size, "bytes": len(page.picture), "file": file.name})
            drawn.pictures.append(page.picture)
        drawn.took_ms += sheet.took_ms
    return drawn
