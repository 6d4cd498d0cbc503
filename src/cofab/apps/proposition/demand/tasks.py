"""Jobs of demand: a model is read in the sandbox and becomes operations, questions and a price."""

from __future__ import annotations

from cofab.apps.base import files
from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.demand import actions
from cofab.apps.proposition.demand.mappers import part_json, plain
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import file_of
from cofab.core.kernel.refusal import Refused
from cofab.geometry import reader


@job(queue="default", atomic=False)
def read_demand(demand: str) -> None:
    """Read a demand's model outside any transaction, then record what was found or why not."""
    with platform():
        file = file_of(SYSTEM, Demand.objects.get(key=demand), "model")
    try:
        found = reader.read(files.path_of(file), file.name)
        parts = [part_json(part) for part in found.parts]
        reading = {"file": file.name, "part": parts[0], "parts": parts, "stats": plain(found.stats)}
        actions.record_reading(SYSTEM, demand, reading, found.glb)
    except Refused as refused:
        actions.record_refusal(SYSTEM, demand, refused)
