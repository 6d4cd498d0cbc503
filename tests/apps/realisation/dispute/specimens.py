"""A dispute between a firm and a maker that nobody else knows."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from cofab.apps.base.viewer import platform
from cofab.apps.realisation.dispute import actions
from cofab.apps.realisation.dispute.claims import Complaint
from cofab.apps.realisation.settle.models import OrderMoney

_spec = spec_from_file_location("realisation_specimens", Path(__file__).parents[1] / "specimens.py")
orders = module_from_spec(_spec)
_spec.loader.exec_module(orders)


def _raised(firm):
    key = orders.money(firm)
    with platform():
        maker = next(iter(OrderMoney.objects.get(order_key=key).parties))
    return actions.raise_complaint(firm.viewer, key, maker, Complaint("burrs", "keep", 5), "Sharp edges all around.")


def _dispute(firm):
    return {"key": _raised(firm).key}


def _proposed(firm):
    row = _raised(firm)
    maker = row.respondent
    with platform():
        row.state = "answered"
        row.save()
    said = actions.propose(firm.viewer, row.key, "nobody", "keep")
    assert maker.pk != firm.id
    return {"key": row.key, "proposal": said.key}


def _acted(firm):
    return {**_dispute(firm), "verb": "note"}


def _order(firm):
    return {"order": orders.money(firm)}


def _of_order(firm):
    return {"key": orders.money(firm)}


SPECIMENS = {
    "/disputes/{key}": _dispute,
    "/disputes/{key}/{verb}": _acted,
    "/disputes/new/{order}": _order,
    "/api/v1/disputes/{key}": _dispute,
    "/api/v1/disputes/{key}/proposals/{proposal}": _proposed,
    "/api/v1/orders/{key}/disputes": _of_order,
}
