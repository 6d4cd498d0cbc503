"""Jobs of demand: model and drawings are read in the sandbox and become operations, questions and a price."""

from __future__ import annotations

from typing import Any

from cofab.apps.base import files
from cofab.apps.base.jobs import job
from cofab.apps.base.models import File
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.demand import actions, missing
from cofab.apps.proposition.demand.intake.solid import only_part
from cofab.apps.proposition.demand.mappers import part_json, plain
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import drawings_of, model_of
from cofab.apps.proposition.demand.sheets.reading import Drawn, read_drawings
from cofab.core.kernel.refusal import Refused
from cofab.geometry import reader


@job(queue="default", atomic=False)
def read_demand(demand: str) -> None:
    """Read a demand's model and drawings outside any transaction, then record what was found or why not."""
    with platform():
        row = Demand.objects.get(key=demand)
        file, drawings = model_of(row), drawings_of(row)
    try:
        if file and missing.unsaid_before(row):
            reading, view = _anew(row, file)
            actions.record_reading(SYSTEM, demand, reading, view)
            return
        drawn = read_drawings(drawings)
        reading, view = _solid(file) if file else (_sketched(drawings, drawn), b"")
        reading |= {"drawing": drawn.fields, "pages": drawn.pages}
        actions.record_reading(SYSTEM, demand, reading, view, drawn.pictures)
    except Refused as refused:
        actions.record_refusal(SYSTEM, demand, refused)


def _solid(file: File) -> tuple[dict[str, Any], bytes]:
    """Read a model: its parts and its 3D view."""
    found = reader.read(files.path_of(file), file.name)
    parts = [part_json(part) for part in found.parts]
    return {"file": file.name, "part": parts[0], "parts": parts, "stats": plain(found.stats), "solid": True}, found.glb


def _anew(row: Demand, file: File) -> tuple[dict[str, Any], bytes]:
    """Read a model once more with the unit and thickness that were answered; drawings stay as they were read."""
    found = reader.read(files.path_of(file), file.name, **missing.told(row))
    index = row.reading.get("index", 0)
    parts = [part_json(part) for part in found.parts]
    part = {**parts[index], "count": row.reading["part"]["count"]}
    fresh = {"part": part, "parts": parts, "stats": plain(found.stats), "unsaid": missing.unsaid_before(row)}
    return {**row.reading, **fresh}, only_part(found.glb, index)


def _sketched(drawings: list[File], drawn: Drawn) -> dict[str, Any]:
    """Leave the part to be taken from what the drawings say."""
    return {"file": drawings[0].name, "part": {}, "parts": [], "stats": {"took_ms": drawn.took_ms}, "solid": False}
