"""An estimate rests on the rules in force: an amendment moves minutes and the hash that the demand keeps."""

from __future__ import annotations

import pytest

from cofab.apps.base.viewer import acting, platform
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.stewardship.governance.actions import amend
from cofab.apps.stewardship.governance.selectors import current

pytestmark = pytest.mark.django_db


def test_amended_minutes_move_the_next_reading_and_its_hash(buyer, hand_in, housing):
    with acting(buyer.viewer):
        demand = hand_in(housing)
        before = selectors.routing_for(demand).operations[0].run_s
        assert demand.price["rules"]["demand.time"] == current("demand.time").hash
    turning = current("demand.time")["turning"]
    with platform() as system:
        amend(system, "demand.time", {"turning": {**turning, "clamp_s": turning["clamp_s"] + 100}})
    with acting(buyer.viewer):
        demand = actions.answer(buyer.viewer, demand.key, "material.supply", "buyer")
        turned = selectors.routing_for(demand).operations[0]
        assert turned.run_s == before + 100 * dict(turned.terms)["clamp_s"]
        assert demand.price["rules"]["demand.time"] == current("demand.time").hash
