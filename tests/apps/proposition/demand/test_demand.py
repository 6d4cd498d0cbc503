"""From a file to operations, a question, a price; and what happens to files that are not what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from cofab.apps.base.clock import now
from cofab.apps.base.models import File
from cofab.apps.base.viewer import acting, platform
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.proposition.demand.models import DemandFile
from cofab.apps.proposition.demand.schemas import DemandOut
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seen(buyer):
    """Let the test look through the buyer's eyes."""
    with acting(buyer.viewer):
        yield


def test_the_housing_is_understood_priced_and_asked_about(buyer, hand_in, housing):
    demand = hand_in(housing)
    assert demand.state == "asking"
    questions = {question.id: question for question in selectors.open_questions(demand)}
    assert "tolerance.state" in questions
    processes = [op.process for op in selectors.routing_for(demand).operations]
    assert processes[:2] == ["turning", "milling"] and "anodising" in processes
    lines = demand.price["lines"]
    assert sum(line["low_minor"] for line in lines) == demand.price["low_minor"]
    with platform():
        assert DemandFile.objects.get(demand=demand, kind="view").file.size > 1000


def test_answers_settle_the_demand_and_change_the_price(buyer, hand_in, housing):
    demand = hand_in(housing)
    before = demand.price["high_minor"]
    for question in selectors.open_questions(demand):
        demand = actions.answer(buyer.viewer, demand.key, question.id, question.options[0].id)
    assert demand.state == "ready"
    assert demand.answers["tolerance.state"] == "after.mask"
    assert demand.price["high_minor"] > before
    told = selectors.settled(demand)
    assert {item["question"] for item in told} == set(demand.answers)
    assert all(item["zh"] and item["en"] and item["zh"] != item["en"] for item in told)
    with pytest.raises(Refused, match="option_unknown"):
        actions.answer(buyer.viewer, demand.key, "tolerance.state", "perhaps")


def test_another_quantity_is_priced_anew_from_what_was_read(buyer, hand_in, housing):
    demand = hand_in(housing)
    more = actions.change(buyer.viewer, demand.key, {"quantity": 500})
    assert more.price["quantity"] == 500
    assert demand.price["low_minor"] < more.price["low_minor"] < 10 * demand.price["low_minor"]


def nested() -> bytes:
    """Return a STEP file that opens brackets far deeper than any part."""
    head = b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n"
    return head + b"#1=A(" + b"(" * 100_000 + b")" * 100_000 + b");\nENDSEC;\nEND-ISO-10303-21;\n"


def lying_stl() -> bytes:
    """Return an STL file that promises four thousand million triangles."""
    return b"\0" * 80 + (2**32 - 1).to_bytes(4, "little") + b"\0" * 500


BAD = {
    "garbage.step": b"\x8f\x02 this is not a part" * 200,
    "nested.step": nested(),
    "lying.stl": lying_stl(),
}


@pytest.mark.parametrize("name", [*BAD, "cut.step"])
def test_a_bad_file_is_refused_in_both_languages_and_leaves_nothing_half_done(buyer, hand_in, housing, name):
    demand = hand_in(BAD.get(name, housing[: len(housing) // 2]), name)
    assert demand.state == "refused"
    assert demand.refusal["code"].startswith("geometry.")
    assert demand.reading == demand.routing == demand.price == {}
    said = set()
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.add(DemandOut.of(demand).refusal["detail"])
    assert len(said) == 2 and all(name in sentence or "{" not in sentence for sentence in said)
    with platform():
        assert not DemandFile.objects.filter(demand=demand, kind="view").exists()


def test_an_empty_file_is_refused_before_anything_is_made(buyer, hand_in):
    with pytest.raises(Refused, match="file_empty"):
        hand_in(b"")
    assert not File.visible_to(buyer.viewer).exists()


def test_what_cannot_be_is_refused_at_once(buyer, hand_in, housing):
    with pytest.raises(Refused, match="unknown_material") as refused:
        hand_in(housing, material="6061-T")
    assert "6061" in refused.value.facts.get("near", "6061")
    with pytest.raises(Refused, match="town_unknown"):
        hand_in(housing, town="atlantis")
    with pytest.raises(Refused, match="due_past"):
        hand_in(housing, due=now() - timedelta(days=1))
    with pytest.raises(Refused, match="file_missing"):
        hand_in(housing, "notes.txt")


def test_nobody_else_finds_a_demand(buyer, hand_in, housing, make_firm, client_for):
    demand = hand_in(housing)
    other = client_for(make_firm("Other", kind="demander"))
    for path in ("", "/model.glb"):
        assert other.get(f"/api/v1/demands/{demand.key}{path}").status_code == 404
    mine = client_for(buyer)
    assert mine.get(f"/api/v1/demands/{demand.key}").json()["state"] == "asking"
    view = mine.get(f"/api/v1/demands/{demand.key}/model.glb")
    assert b"".join(view.streaming_content)[:4] == b"glTF"


def test_a_file_that_another_firm_let_us_see_cannot_be_handed_in_as_ours(buyer, housing, make_firm, client_for):
    from cofab.apps.base.files import store
    from cofab.apps.proposition.demand.intake import actions as intake

    other = make_firm("Designers", kind="demander")
    with acting(other.viewer):
        theirs = store(other.viewer, "secret.step", housing, "model/step", [other.id])
        shown = store(other.viewer, "shown.step", housing, "model/step", [other.id, buyer.id])
    draft = intake.begin(buyer.viewer)
    due = (now() + timedelta(days=21)).isoformat()
    body = {"title": "X", "material": "6061-T6", "quantity": 5, "due": due, "town": "fenghua"}
    client = client_for(buyer)
    for key in (theirs.key, shown.key, "fil_nothing"):
        with pytest.raises(Refused, match="not_found"):
            intake.add(buyer.viewer, draft.key, [key])
        answered = client.post("/api/v1/demands", {**body, "files": [key]}, content_type="application/json")
        assert (answered.status_code, answered.json()["code"]) == (404, "kernel.not_found")
