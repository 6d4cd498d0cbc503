"""Buyer and shop mark up one part: the shop sees the review and nothing else; a change needs both signatures."""

from __future__ import annotations

import json

import pytest

from cofab.apps.base.events import history
from cofab.apps.base.viewer import acting, platform
from cofab.apps.proposition.demand import selectors
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.review import actions
from cofab.apps.proposition.demand.review.models import Review
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(make_firm):
    """A workshop with an engineer."""
    return make_firm("Mill", kind="supplier", is_supplier=True, roles=("engineer",))


@pytest.fixture
def review(buyer, shop, hand_in, housing):
    """A review of the housing, into which the shop was let."""
    with acting(buyer.viewer):
        row = hand_in(housing)
        return actions.invite(buyer.viewer, row.key, shop.organisation.key)


def test_the_shop_sees_the_review_and_neither_demand_nor_price(buyer, shop, review, client_for, make_firm):
    client, key = client_for(shop), review.demand.key
    assert client.get(f"/api/v1/demands/{key}").status_code == 404
    shown = client.get(f"/api/v1/reviews/{review.key}")
    assert shown.status_code == 200
    text = json.dumps(shown.json())
    assert "minor" not in text.replace("cost_minor", "") and "price" not in text
    assert client.get(f"/reviews/{review.key}/model.glb").status_code == 200
    page = client.get(f"/reviews/{review.key}").content.decode()
    assert "¥" not in page.replace("¥2.00 a piece", "") and key not in page
    stranger = client_for(make_firm("Other", kind="supplier", is_supplier=True))
    for path in (f"/reviews/{review.key}", f"/reviews/{review.key}/model.glb", f"/api/v1/reviews/{review.key}"):
        assert stranger.get(path).status_code == 404


def test_a_pin_stands_on_faces_and_is_remembered(buyer, shop, review):
    with acting(shop.viewer):
        note = actions.pin(shop.viewer, review.key, [12, 15], "This groove needs a form tool.")
        with pytest.raises(Refused, match="face_unknown"):
            actions.pin(shop.viewer, review.key, [999], "where?")
    with acting(buyer.viewer):
        told = history(buyer.viewer, review.key).filter(kind="review.pin").get()
    assert told.facts["faces"] == [12, 15] and told.facts["by"] == "Mill person" == note.person


def test_a_change_shows_its_effect_and_is_made_when_both_have_signed(buyer, shop, review):
    with acting(shop.viewer):
        note = actions.propose(shop.viewer, review.key, {"finishes": []}, "Leave it bare: it sits inside.")
        assert note.effect["delta_minor"] < 0 and note.effect["days_after"] < note.effect["days_before"]
        actions.sign(shop.viewer, review.key, note.number)
        with pytest.raises(Refused, match="signed_conflict"):
            actions.sign(shop.viewer, review.key, note.number)
    with platform():
        before = Demand.objects.get(pk=review.demand_id)
    assert before.finishes == ["hard-anodising"]
    with acting(buyer.viewer):
        done = actions.sign(buyer.viewer, review.key, note.number)
        after = selectors.demand_for(buyer.viewer, before.key)
    assert after.finishes == [] and done.version == 2
    middle = [(row.price["net_low_minor"] + row.price["net_high_minor"]) // 2 for row in (before, after)]
    assert middle[1] - middle[0] == note.effect["delta_minor"]
    assert Review.objects.model is Review and done.shown["finishes"] == []


def test_a_declined_change_is_open_no_longer_and_a_new_version_is_signed_anew(buyer, shop, review):
    with acting(buyer.viewer):
        actions.sign(buyer.viewer, review.key, 0)
        note = actions.propose(buyer.viewer, review.key, {"material": "7075-T6"}, "Stronger.")
    with acting(shop.viewer):
        with pytest.raises(Refused, match="says_nothing"):
            actions.decline(shop.viewer, review.key, note.number, " ")
        actions.decline(shop.viewer, review.key, note.number, "We have none.")
        with pytest.raises(Refused, match="no_change"):
            actions.sign(shop.viewer, review.key, note.number)
        actions.sign(shop.viewer, review.key, 0)


def test_page_and_api_say_the_same_things(buyer, shop, review, client_for):
    client = client_for(shop)
    form = {"kind": "change", "text": "Faster", "op": "o2", "run": "6", "finish": "same", "faces": "12, 15"}
    assert client.post(f"/reviews/{review.key}/notes", form).status_code == 302
    body = {"kind": "pin", "faces": [3], "text": "Hard to reach"}
    answer = client.post(f"/api/v1/reviews/{review.key}/notes", json.dumps(body), content_type="application/json")
    assert [note["kind"] for note in answer.json()["notes"]] == ["change", "pin"]
    page = client_for(buyer).get(f"/reviews/{review.key}").content.decode()
    assert "Hard to reach" in page and 'data-faces="12 15"' in page
    assert client.post(f"/reviews/{review.key}/notes", {**form, "run": "soon"}).status_code == 422
    assert client.post(f"/demands/{review.demand.key}/review", {"organisation": "org_x"}).status_code == 404
