"""A new product goes through six gates, each with an owner and evidence; an owner sees the way, nobody else does."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from cofab.apps.base.viewer import acting, platform
from cofab.apps.proposition.demand.gating import actions, selectors
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(buyer, hand_in, housing):
    """The way of the housing."""
    with acting(buyer.viewer):
        return actions.start(buyer.viewer, hand_in(housing).key)


def test_a_gate_is_passed_on_evidence_and_sent_back_with_a_reason(buyer, run):
    mine = buyer.organisation.key
    with acting(buyer.viewer):
        with pytest.raises(Refused, match="gate_no_owner"):
            actions.let_pass(buyer.viewer, run.key)
        for gate in ("split", "optimise"):
            actions.assign(buyer.viewer, run.key, gate, mine)
        with pytest.raises(Refused, match="gate_lacking"):
            actions.let_pass(buyer.viewer, run.key)
        for kind in ("routing", "partners"):
            actions.present(buyer.viewer, run.key, kind, run.demand.key)
        actions.let_pass(buyer.viewer, run.key)
        assert selectors.standing_of(run).gate == "optimise"
        actions.send_back(buyer.viewer, run.key, "split", "A partner left.")
        now = selectors.standing_of(run)
        assert now.gate == "split" and now.lacking() == ("routing", "partners") and now.rounds["split"] == 2
    with platform(), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        run.events.update(number=99)


def test_an_owner_of_another_firm_sees_the_way_and_owns_its_gate_alone(buyer, run, make_firm, client_for):
    lab, other = make_firm("Lab", kind="inspection"), make_firm("Other")
    assert client_for(lab).get(f"/gates/{run.key}").status_code == 404
    with acting(buyer.viewer):
        actions.assign(buyer.viewer, run.key, "split", lab.organisation.key)
    client = client_for(lab)
    assert "Your turn" in client.get(f"/gates/{run.key}").content.decode()
    assert client.get(f"/api/v1/demands/{run.demand.key}").status_code == 404
    body = {"verb": "present", "kind": "routing", "evidence": "our plan"}
    shown = client.post(f"/api/v1/gates/{run.key}", json.dumps(body), content_type="application/json")
    assert [event["event"] for event in shown.json()["events"]] == ["assigned", "presented"]
    with acting(buyer.viewer), pytest.raises(Refused, match="gate_not_owner"):
        actions.let_pass(buyer.viewer, run.key)
    assert client.post(f"/gates/{run.key}/act", {"verb": "assign", "gate": "market"}).status_code == 403
    assert client_for(other).get(f"/api/v1/gates/{run.key}").status_code == 404
