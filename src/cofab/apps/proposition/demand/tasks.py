"""Jobs of demand: model and drawing are read in the sandbox and become operations, questions and a price."""

from __future__ import annotations

from cofab.apps.base import files
from cofab.apps.base.jobs import job
from cofab.apps.base.models import File
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.demand import actions
from cofab.apps.proposition.demand.mappers import field_json, part_json, plain
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import drawings_of, file_of
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.drawing import Field, read_drawing
from cofab.geometry import read_words, reader


@job(queue="default", atomic=False)
def read_demand(demand: str) -> None:
    """Read a demand's model and drawings outside any transaction, then record what was found or why not."""
    with platform():
        row = Demand.objects.get(key=demand)
        file, drawings = file_of(SYSTEM, row, "model"), drawings_of(row)
    try:
        found = reader.read(files.path_of(file), file.name)
        parts = [part_json(part) for part in found.parts]
        fields = [field_json(field) for drawing in drawings for field in _drawn(drawing)]
        stats = plain(found.stats)
        reading = {"file": file.name, "part": parts[0], "parts": parts, "stats": stats, "drawing": fields}
        actions.record_reading(SYSTEM, demand, reading, found.glb)
    except Refused as refused:
        actions.record_refusal(SYSTEM, demand, refused)


def _drawn(file: File) -> tuple[Field, ...]:
    """Return what a drawing says; one that is a picture without text says nothing."""
    return read_drawing(read_words(files.path_of(file))) if file.name.lower().endswith(".pdf") else ()
