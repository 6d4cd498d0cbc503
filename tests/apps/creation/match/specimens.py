"""A published list of one firm's demand, a wait for a window, time that the firm holds on another's machine."""

import runpy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.creation.match.actions import publish_list
from cofab.apps.creation.match.waiting import wait
from cofab.apps.proposition.publish.actions.machines import DAY_SHIFT
from cofab.apps.proposition.publish.mappers import range_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.core.creation.match.asking import Wanted
from cofab.core.kernel.window import Window

PROPOSITION = Path(__file__).parents[2] / "proposition"
DEMAND = SimpleNamespace(**runpy.run_path(str(PROPOSITION / "demand" / "specimens.py")))


def published(firm):
    """Return a list of candidates for the first operation of the firm's demand."""
    demand = DEMAND.demand(firm)
    return {"key": publish_list(firm.viewer, demand.key, demand.routing["operations"][0]["id"]).key}


def waits(firm):
    """Return a wait of the firm's for a lathe."""
    start = now() + timedelta(days=1)
    return {"key": wait(firm.viewer, "Lathe", Wanted(start, start + timedelta(days=1), family="turning")).key}


def holds(firm):
    """Return time that the firm holds on a machine of somebody else."""
    start = now() + timedelta(days=1)
    with platform():
        owner = Organisation.objects.create(kind="supplier", name_en="Owner", admission="admitted")
        facts = {"code": f"t/{owner.key}", "shift": DAY_SHIFT, "audience": [owner.pk]}
        machine = Machine.objects.create(organisation=owner, name="Mill", **facts)
        row = Occupancy.objects.create(
            machine=machine, during=range_of(Window(start, start + timedelta(hours=2))), kind="reservation",
            expires_at=start, audience=sorted({owner.pk, firm.id}),
        )  # fmt: skip
    return {"key": row.key}


SPECIMENS = {
    "/candidates/lists/{key}": published,
    "/candidates/waiting/{key}/end": waits,
    "/candidates/holds/{key}/back": holds,
}
