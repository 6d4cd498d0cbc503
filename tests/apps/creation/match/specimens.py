"""A published list of one firm's demand."""

import runpy
from pathlib import Path
from types import SimpleNamespace

from cofab.apps.creation.match.actions import publish_list

PROPOSITION = Path(__file__).parents[2] / "proposition"
DEMAND = SimpleNamespace(**runpy.run_path(str(PROPOSITION / "demand" / "specimens.py")))


def published(firm):
    """Return a list of candidates for the first operation of the firm's demand."""
    demand = DEMAND.demand(firm)
    return {"key": publish_list(firm.viewer, demand.key, demand.routing["operations"][0]["id"]).key}


SPECIMENS = {"/candidates/lists/{key}": published}
