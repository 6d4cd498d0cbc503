"""A region with firms, and a demand for a flanged bearing housing in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest

STEP = "cofab.demo.parts"


@pytest.fixture
def region(db: None) -> Any:
    """The demo region in the database: `organisation(key)`, `viewer(key, role)`."""
    from cofab.apps.base.clock import now
    from cofab.apps.base.viewers import viewer_for
    from cofab.demo.load import load
    from cofab.demo.region import build

    built = build(1, now())
    loaded = load(built)

    def viewer(firm: str, role: str = "owner") -> Any:
        person = loaded.people.get(f"{firm}/{role}") or next(
            p for key, p in loaded.people.items() if key.startswith(f"{firm}/")
        )
        return viewer_for(person, loaded.organisations[firm].key)

    by_key = {row.key: key for key, row in loaded.organisations.items()}
    return SimpleNamespace(region=built, loaded=loaded, viewer=viewer, firm=lambda key: by_key[key])


@pytest.fixture
def make_demand(region: Any) -> Callable[..., Any]:
    """Make the housing's demand, read, with its questions answered unless told otherwise."""
    from cofab.apps.base.clock import now
    from cofab.apps.base.files import store
    from cofab.apps.proposition.demand import actions, selectors
    from cofab.apps.proposition.demand.tasks import read_demand

    def make(quantity: int = 50, days: int = 21, answered: bool = True) -> Any:
        buyer = region.viewer("fenghua-pumps")
        data = files(STEP).joinpath("FBH-047.step").read_bytes()
        file = store(buyer, "FBH-047.step", data, "model/step", [buyer.organisation_id])
        facts = {
            "title": "FBH-047", "material": "6061-T6", "quantity": quantity, "due": now() + timedelta(days=days),
            "town": "fenghua", "finishes": ["hard-anodising"], "callouts": [{"diameter_um": 47_000, "fit": "H7"}],
            "blank_um": [100_000, 48_000],
        }  # fmt: skip
        demand = actions.create(buyer, facts, [file.key])
        read_demand(demand=demand.key)
        demand = selectors.demand_for(region_system(), demand.key)
        for question in selectors.open_questions(demand) if answered else ():
            demand = actions.answer(buyer, demand.key, question.id, question.options[0].id)
        return demand

    return make


def region_system() -> Any:
    """Return the platform's own viewer."""
    from cofab.apps.base.viewer import SYSTEM

    return SYSTEM


@pytest.fixture
def client_of(client_for: Callable[..., Any]) -> Callable[[Any], Any]:
    """Give a Django test client signed in as a viewer's person, acting for the viewer's firm."""
    from cofab.apps.base.models import Organisation, Person

    def make(viewer: Any) -> Any:
        organisation = Organisation.objects.get(pk=viewer.organisation_id)
        return client_for(SimpleNamespace(organisation=organisation, person=Person.objects.get(pk=viewer.person_id)))

    return make
