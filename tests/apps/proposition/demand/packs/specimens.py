"""A demand from a trade pack's form that only its firm sees."""

from datetime import timedelta

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import platform
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.packs.selectors import pack
from cofab.apps.proposition.demand.packs.telling import fill
from cofab.core.proposition.demand.packs.form import read_form

MATRIX = {"colours": ["black"], "sizes": ["S", "M"], "counts": [[20, 30]]}


def demand(firm):
    """Return fifty jackets, ready."""
    row = Demand(
        organisation=firm.organisation,
        title="Jacket",
        due=now() + timedelta(days=30),
        town="fenghua",
        state="ready",
        created_at=now(),
        audience=[firm.organisation.pk],
    )
    trade = pack("garment")
    fill(row, trade, read_form(trade, {"matrix": MATRIX}))
    with platform():
        row.save()
    return row


def _demand(firm):
    return {"key": demand(firm).key}


def _trade(_firm):
    """Name a trade, which everybody may see: what is tested is who may ask in it."""
    return {"pack": "garment"}


SPECIMENS = {
    "/trades/demands/{key}": _demand,
    "/api/v1/trades/demands/{key}": _demand,
    "/api/v1/trades/{pack}/demands": _trade,
}
PUBLIC = ("/trades/{pack}/new", "/api/v1/trades/{pack}", "/api/v1/trades/{pack}/demands")
BODIES = {
    "POST /trades/demands/{key}/sample": {"due": "2090-01-01"},
    "POST /trades/demands/{key}/again": {"due": "2090-01-01", "quantity": "10", "colour": "black"},
}
