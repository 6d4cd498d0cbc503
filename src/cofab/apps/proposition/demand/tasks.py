"""Jobs of demand: model and drawings are read in the sandbox and become operations, questions and a price."""

from __future__ import annotations

from typing import Any

from cofab.apps.base import files
from cofab.apps.base.jobs import job
from cofab.apps.base.models import File
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.demand import actions
from cofab.apps.proposition.demand.mappers import part_json, plain
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import drawings_of, model_of
from cofab.apps.proposition.demand.sheets.part import part_drawn
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
        drawn = read_drawings(drawings)
        reading, view = _solid(file) if file else (_sketched(row, drawings, drawn), b"")
        reading |= {"drawing": drawn.fields, "pages": drawn.pages}
        actions.record_reading(SYSTEM, demand, reading, view, drawn.pictures)
    except Refused as refused:
        actions.record_refusal(SYSTEM, demand, refused)


def _solid(file: File) -> tuple[dict[str, Any], bytes]:
    """Read a model: its parts and its 3D view."""
    found = reader.read(files.path_of(file), file.name)
    parts = [part_json(part) for part in found.parts]
    return {"file": file.name, "part": parts[0], "parts": parts, "stats": plain(found.stats), "solid": True}, found.glb


def _sketched(row: Demand, drawings: list[File], drawn: Drawn) -> dict[str, Any]:
    """Take the part from its drawings alone."""
    part = part_json(part_drawn(row.title, drawn.fields, row.blank_um))
    stats = {"took_ms": drawn.took_ms}
    return {"file": drawings[0].name, "part": part, "parts": [part], "stats": stats, "solid": False}
