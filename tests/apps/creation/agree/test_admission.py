"""A firm that is not admitted neither sells nor buys; what it prepares and what was promised stands."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.base.viewers import viewer_for
from cofab.apps.creation.plan.models import PlanRow
from cofab.apps.proposition.join import actions as join
from cofab.apps.proposition.publish.selectors import offers_between

SPECIMENS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("specimens.py"))))
JSON = "application/json"


def writes(firm, machine):
    """Return everything by which a firm buys or sells: [(path, body)]."""
    start = now() + timedelta(days=3)
    with platform():
        plan = PlanRow.objects.select_related("run__demand").get(run=SPECIMENS.run(firm))
    stretch = {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
    return [
        (f"machines/{machine.key}/reservations", stretch),
        (f"demands/{plan.run.demand.key}/plans", {}),
        (f"plans/{plan.key}/orders", {}),
        (f"requests/{SPECIMENS.request(firm).key}/accept", {}),
        (f"requests/{SPECIMENS.request(firm).key}/counter", {"price_minor": 100_000}),
    ]


def offered():
    """Return the firms whose machines planning may take."""
    start = now().astimezone(UTC)
    return {offer.firm for offer in offers_between(start, start + timedelta(days=7))}


@pytest.mark.django_db
def test_a_suspended_firm_neither_buys_nor_sells_until_it_is_admitted_again(make_firm, client_for):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    park, name = make_firm("Park", kind="operator", roles=("operator",)), mill.organisation.key
    machine = SPECIMENS.PUBLISH.machine(mill, visibility="open")
    asked, free = writes(mill, machine), f"/api/v1/machines/{machine.key}/free"
    assert offered() == {name}
    assert client_for(rival).get(free).status_code == 200
    join.suspend(park.viewer, name, "Certificate withdrawn")
    for path, body in asked:
        answer = client_for(mill).post(f"/api/v1/{path}", body, content_type=JSON)
        assert (answer.status_code, answer.json()["code"]) == (403, "base.not_admitted"), path
    assert offered() == set()
    assert client_for(rival).get(free).status_code == 404
    assert client_for(mill).get(free).status_code == 200
    join.admit(park.viewer, name)
    assert offered() == {name}
    for path, body in asked:
        answer = client_for(mill).post(f"/api/v1/{path}", body, content_type=JSON)
        assert answer.status_code in (200, 201, 202), (path, answer.content)


@pytest.mark.django_db
def test_a_firm_that_waits_for_admission_prepares_its_machines(make_firm):
    mill = make_firm("Mill")
    Organisation.objects.filter(pk=mill.id).update(admission="applied")
    newcomer = replace(mill, viewer=viewer_for(mill.person, mill.organisation.key))
    assert not newcomer.viewer.admitted
    assert SPECIMENS.PUBLISH.machine(newcomer).key
    assert offered() == set()
