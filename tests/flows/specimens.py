"""A firm's order with a proposal that only it may see and answer."""

import runpy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from cofab.apps.base.clock import now
from cofab.apps.base.ids import fresh
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.replan import actions
from cofab.apps.proposition.publish.selectors import machine_for

APPS = Path(__file__).parents[1] / "apps"
AGREE = SimpleNamespace(**runpy.run_path(str(APPS / "creation" / "agree" / "specimens.py")))


def _order(firm):
    return {"key": AGREE.order(firm).key}


def _part(firm):
    return {**_order(firm), "name": "now"}


def _consent(firm):
    order = AGREE.order(firm)
    with platform():
        machine = machine_for(SYSTEM, order.plan.data["operations"][0]["machine"])
        data = {name: [] for name in ("operations", "replaces", "legs", "dropped")} | {"late_s": 0, "proven": True}
        draft = actions.Draft("wait", [], data, 0, now() + timedelta(days=3), {firm.organisation.key: firm.id})
        rows = actions.propose(SYSTEM, order, machine, fresh("evt"), [draft], now() + timedelta(hours=4))
    return {"key": order.key, "proposal": rows[0].key}


def _proposal(firm):
    return {"key": _consent(firm)["proposal"]}


SPECIMENS = {
    "/orders/{key}": _order,
    "/orders/{key}/part/{name}": _part,
    "/orders/{key}/consent/{proposal}": _consent,
    "/api/v1/proposals/{key}": _proposal,
    "/tower/{key}": _order,
}
ROLE_FIRST = {"/tower/{key}"}
