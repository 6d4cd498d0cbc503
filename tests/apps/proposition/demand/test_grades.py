"""A family of materials is asked for its grade, no material for one, and form and drawing for what they differ in."""

from importlib.resources import files

import pytest

from cofab.apps.base.viewer import acting
from cofab.apps.proposition.demand import actions, selectors
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
SHEET = files("cofab.demo.parts").joinpath("FBH-047.pdf")


@pytest.fixture(autouse=True)
def seen(buyer):
    """Let the test look through the buyer's eyes."""
    with acting(buyer.viewer):
        yield


def asked(row):
    return {question.id: question for question in selectors.open_questions(row)}


def test_stainless_alone_is_priced_as_a_range_and_asked_for_its_grade(buyer, housing, hand_in, client_for):
    row = hand_in(housing, material="不锈钢", callouts=[], finishes=[])
    question = asked(row)["material.grade"]
    assert [option.id for option in question.options] == ["304", "316L", "303", "420"]
    assert len({option.price_delta_minor for option in question.options}) == 4
    wide = row.price["high_minor"] - row.price["low_minor"]
    client = client_for(buyer)
    assert "stainless steel" in client.get(f"/demands/{row.key}").content.decode()
    with pytest.raises(Refused) as caught:
        actions.answer(buyer.viewer, row.key, "material.grade", "stainless")
    assert caught.value.code == "demand.material_family"
    row = actions.answer(buyer.viewer, row.key, "material.grade", "SUS316L")
    assert "material.grade" not in asked(row) and selectors.material_of(row) == "316L"
    assert row.price["high_minor"] - row.price["low_minor"] < wide
    assert {"material.grade": "316L"}.items() <= row.answers.items()
    row = actions.change(buyer.viewer, row.key, {"material": "黄铜"})
    assert "material.grade" in asked(row)


def test_without_a_material_the_drawing_tells_it_or_it_is_asked(buyer, housing, hand_in):
    drawn = hand_in(SHEET.read_bytes(), "FBH-047.pdf", material="", callouts=[], finishes=[])
    assert selectors.material_of(drawn) == "6061-T6" and "material" not in asked(drawn)
    bare = hand_in(housing, material="", callouts=[], finishes=[])
    assert "material" in asked(bare) and not any(line["kind"] == "material" for line in bare.price["lines"])
    bare = actions.answer(buyer.viewer, bare.key, "material", "45#")
    assert selectors.material_of(bare) == "45" and any(line["kind"] == "material" for line in bare.price["lines"])


def test_another_finish_and_number_than_the_drawings_are_asked(buyer, hand_in):
    row = hand_in(SHEET.read_bytes(), "FBH-047.pdf", finishes=["zinc-electroplating"], quantity=80, callouts=[])
    questions = asked(row)
    assert [o.id for o in questions["conflict.finish"].options] == ["zinc-electroplating:8", "hard-anodising:30"]
    assert [op["process"] for op in row.routing["operations"]].count("anodising") == 0
    row = actions.answer(buyer.viewer, row.key, "conflict.finish", "hard-anodising:30")
    processes = [op["process"] for op in row.routing["operations"]]
    assert "anodising" in processes and "plating" not in processes
    assert {o.id for o in questions["conflict.quantity"].options} == {"80", "50"}
    row = actions.answer(buyer.viewer, row.key, "conflict.quantity", "50")
    assert row.quantity == 50 and "conflict.quantity" not in asked(row)


def test_who_changes_the_number_beside_the_drawings_has_answered(buyer, hand_in):
    row = hand_in(SHEET.read_bytes(), "FBH-047.pdf", finishes=["hard-anodising"], callouts=[])
    assert not {"conflict.quantity", "conflict.finish"} & set(asked(row))
    row = actions.change(buyer.viewer, row.key, {"quantity": 300})
    assert "conflict.quantity" not in asked(row) and row.quantity == 300


def test_who_said_beforehand_who_brings_the_material_is_not_asked(hand_in, housing):
    row = hand_in(housing, supply="buyer", callouts=[], finishes=[])
    assert row.answers == {"material.supply": "buyer"} and not asked(row)


def test_who_needs_no_special_ticket_sees_the_price_with_less_tax(hand_in, housing):
    usual = hand_in(housing, supply="buyer", callouts=[], finishes=[])
    small = hand_in(housing, supply="buyer", ticket="small", callouts=[], finishes=[])
    assert small.answers["conflict.vat"] == "small" and not asked(small)
    assert small.price["net_low_minor"] == usual.price["net_low_minor"]
    assert small.price["low_minor"] * 113 == pytest.approx(usual.price["low_minor"] * 101, rel=1e-4)


def test_an_estimate_is_kept_as_a_table_and_as_a_sheet(buyer, housing, hand_in, client_for):
    row = hand_in(housing, title="轴承座 #1", callouts=[], finishes=[])
    client = client_for(buyer)
    table = client.get(f"/demands/{row.key}/estimate.csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    low, high = row.price["low_minor"] / 100, row.price["high_minor"] / 100
    assert any(f"{low:.2f}" in line and f"{high:.2f}" in line for line in lines)
    assert client.get(f"/demands/{row.key}/estimate.pdf").content.startswith(b"%PDF")
    assert client.get(f"/demands/{row.key}/estimate.exe").status_code == 404
