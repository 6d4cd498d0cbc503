"""A routing edited by people: time and price follow, nothing is lost, and two at once do not overwrite each other."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from cofab.apps.base.events import history
from cofab.apps.base.viewer import acting
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.proposition.demand.editing import actions as editing
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(buyer, hand_in, housing):
    """A demand that was read."""
    with acting(buyer.viewer):
        yield hand_in(housing)


def ops(row):
    return {op.process: op for op in selectors.routing_for(row).operations}


def edit(buyer, row, **data):
    return editing.edit(buyer.viewer, row.key, data, row.version)


def test_fewer_minutes_cost_less_and_come_back_when_undone(buyer, row):
    mill = ops(row)["milling"]
    faster = edit(buyer, row, kind="change", op=mill.id, run_s=mill.run_s // 2)
    assert ops(faster)["milling"].run_s == mill.run_s // 2
    assert faster.price["net_high_minor"] < row.price["net_high_minor"]
    back = edit(buyer, faster, kind="undo")
    assert back.price == row.price and ops(back) == ops(row)
    again = edit(buyer, back, kind="redo")
    assert again.price == faster.price


def test_merge_split_move_and_lock_go_through_the_core(buyer, row):
    turn, mill = ops(row)["turning"], ops(row)["milling"]
    row = edit(buyer, row, kind="split", op=mill.id, share_ppm=250_000)
    parts = [op for op in selectors.routing_for(row).operations if op.process == "milling"]
    assert sum(op.run_s for op in parts) == mill.run_s
    row = edit(buyer, row, kind="merge", ops=[op.id for op in parts])
    assert ops(row)["milling"].run_s == mill.run_s
    row = edit(buyer, row, kind="lock", op=turn.id)
    with pytest.raises(Refused, match="edit_locked"):
        edit(buyer, row, kind="change", op=turn.id, run_s=1)
    with pytest.raises(Refused, match="edit_after_film"):
        edit(buyer, row, kind="move", op=mill.id, after=[ops(row)["anodising"].id])


def test_whoever_looked_at_an_older_state_is_refused_and_loses_nothing(buyer, row):
    mill = ops(row)["milling"]
    fresh = edit(buyer, row, kind="change", op=mill.id, setup_s=600)
    with pytest.raises(Refused, match="stale") as late:
        edit(buyer, row, kind="change", op=mill.id, setup_s=1200)
    assert late.value.facts == {"version": fresh.version}
    assert ops(selectors.demand_for(buyer.viewer, row.key))["milling"].setup_s == 600


def test_the_history_says_who_when_and_what_it_changed_and_is_never_rewritten(buyer, row):
    mill = ops(row)["milling"]
    edit(buyer, row, kind="change", op=mill.id, run_s=60)
    (one,) = row.edits.all()
    assert one.person == "Pumps person" and one.at is not None
    assert one.told["price_after"] < one.told["price_before"]
    told = [event for event in history(buyer.viewer, row.key) if event.kind == "demand.edit"]
    assert told[0].facts["edit"] == {"kind": "change", "op": mill.id, "run_s": 60}
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        row.edits.update(number=9)


def test_an_edit_outlives_a_change_of_the_demand_and_is_set_aside_where_it_has_no_ground(buyer, row):
    coat = ops(row)["anodising"]
    row = edit(buyer, row, kind="change", op=coat.id, run_s=900)
    more = actions.change(buyer.viewer, row.key, {"quantity": 200})
    assert ops(more)["anodising"].run_s == 900
    plain = actions.change(buyer.viewer, row.key, {"finishes": []})
    assert "anodising" not in ops(plain)


def test_page_and_api_edit_alike(buyer, row, client_for):
    client, mill = client_for(buyer), ops(row)["milling"]
    form = {"version": row.version, "kind": "change", "op": mill.id, "setup": "10", "run": "2.5"}
    assert client.post(f"/demands/{row.key}/edits", form).status_code == 302
    shown = client.get(f"/demands/{row.key}").content.decode()
    assert 'value="2.5"' in shown and "Milling: set-up a batch" in shown
    body = {"version": row.version, "edit": {"kind": "undo"}}
    late = client.post(f"/api/v1/demands/{row.key}/edits", json.dumps(body), content_type="application/json")
    assert late.status_code == 409 and late.json()["code"] == "demand.stale"
    body["version"] = late.json()["facts"]["version"]
    done = client.post(f"/api/v1/demands/{row.key}/edits", json.dumps(body), content_type="application/json")
    assert done.status_code == 200
    items = client.get(f"/api/v1/demands/{row.key}/edits").json()["items"]
    assert [item["edit"]["kind"] for item in items] == ["change", "undo"]
    wrong = client.post(f"/demands/{row.key}/edits", {**form, "run": "fast"})
    assert wrong.status_code == 422
