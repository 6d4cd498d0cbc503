"""A buyer, a town, and a way to hand in files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest


@pytest.fixture
def buyer(make_firm: Callable[..., Any]) -> Any:
    """A pump maker in a town that is on the map."""
    from cofab.apps.proposition.publish.reference import Town

    Town.objects.get_or_create(
        id="fenghua", defaults={"name_zh": "奉化", "name_en": "Fenghua", "latitude_udeg": 0, "longitude_udeg": 0}
    )
    return make_firm("Pumps", kind="demander")


@pytest.fixture
def housing() -> bytes:
    """The flanged bearing housing as a STEP file."""
    return files("cofab.demo.parts").joinpath("FBH-047.step").read_bytes()


@pytest.fixture
def hand_in(buyer: Any) -> Callable[..., Any]:
    """Make a demand from bytes and let the job read them; returns the demand afterwards."""
    from cofab.apps.base.clock import now
    from cofab.apps.base.files import store
    from cofab.apps.proposition.demand import actions, selectors
    from cofab.apps.proposition.demand.tasks import read_demand

    def make(data: bytes, name: str = "part.step", **facts: Any) -> Any:
        file = store(buyer.viewer, name, data, "model/step", [buyer.id])
        known = {
            "title": "FBH-047", "material": "6061-T6", "quantity": 50, "due": now() + timedelta(days=21),
            "town": "fenghua", "finishes": ["hard-anodising"], "callouts": [{"diameter_um": 47_000, "fit": "H7"}],
        }  # fmt: skip
        demand = actions.create(buyer.viewer, {**known, **facts}, [file.key])
        read_demand(demand=demand.key)
        return selectors.demand_for(buyer.viewer, demand.key)

    return make
