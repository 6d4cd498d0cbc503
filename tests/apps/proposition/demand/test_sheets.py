"""What was read from a drawing is looked at by a person, doubtful things first, before anything can be ordered."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from django.db import IntegrityError, transaction

from cofab.apps.base.files import store
from cofab.apps.base.viewer import acting, platform
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.proposition.demand.mappers import brief_of
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.apps.proposition.demand.sheets import actions as sheets
from cofab.apps.proposition.demand.tasks import read_demand
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(buyer, hand_in, housing):
    """A demand with a drawing beside its model, of which one fit was read with doubt."""
    with acting(buyer.viewer):
        demand = hand_in(housing, callouts=[])
        sheet = files("cofab.demo.parts").joinpath("FBH-047.pdf").read_bytes()
        kept = store(buyer.viewer, "FBH-047.pdf", sheet, "application/pdf", [buyer.id])
        DemandFile(demand=demand, file=kept, kind="drawing", audience=demand.audience).save()
        Demand.objects.filter(pk=demand.pk).update(state="reading")
        read_demand(demand=demand.key)
        demand = selectors.demand_for(buyer.viewer, demand.key)
        fields = demand.reading["drawing"]
        doubtful(fields, "fit")["confidence"] = 60
        Demand.objects.filter(pk=demand.pk).update(reading=demand.reading)
        yield actions.change(buyer.viewer, demand.key, {"quantity": 50})


def doubtful(fields, name):
    return next(field for field in fields if field["name"] == name)


def number(row, name):
    return next(n for n, field in enumerate(row.reading["drawing"]) if field["name"] == name)


def answered(buyer, row):
    for question in selectors.open_questions(row):
        row = actions.answer(buyer.viewer, row.key, question.id, question.options[0].id)
    return row


def test_a_doubtful_field_keeps_the_demand_from_being_ready(buyer, row):
    row = answered(buyer, row)
    assert row.state == "asking" and row.unsettled == 1
    with platform(), pytest.raises(IntegrityError, match="demand_settled"), transaction.atomic():
        Demand.objects.filter(pk=row.pk).update(state="ready")
    row = sheets.check(buyer.viewer, row.key, number(row, "fit"), "confirmed")
    assert row.state == "ready" and row.unsettled == 0
    assert row.checked[str(number(row, "fit"))]["by"] == "Pumps person"


def test_a_correction_in_the_drawings_own_words_reaches_the_price(buyer, row):
    fit = number(row, "fit")
    fixed = sheets.check(buyer.viewer, row.key, fit, "corrected", "⌀47 H6")
    assert "H6" in {callout.fit for callout in brief_of(fixed, {}).callouts}
    assert fixed.price != row.price
    gone = sheets.check(buyer.viewer, row.key, fit, "rejected")
    assert "H6" not in {callout.fit for callout in brief_of(gone, {}).callouts}
    with pytest.raises(Refused, match="not_read_as"):
        sheets.check(buyer.viewer, row.key, fit, "corrected", "forty-seven")
    with pytest.raises(Refused, match="field_unknown"):
        sheets.check(buyer.viewer, row.key, 999, "confirmed")


def test_form_and_drawing_that_disagree_are_settled_before_anything_is_ready(buyer, row):
    row = answered(buyer, sheets.check(buyer.viewer, row.key, number(row, "fit"), "confirmed"))
    assert row.state == "ready"
    row = actions.change(buyer.viewer, row.key, {"material": "45"})
    (asked,) = selectors.open_questions(row)
    assert asked.id == "conflict.material" and {o.id for o in asked.options} == {"45", "6061-T6"}
    assert row.state == "asking"
    row = actions.answer(buyer.viewer, row.key, asked.id, "6061-T6")
    assert row.state == "ready" and row.material == "6061-T6"


def test_sure_fields_are_confirmed_at_once_and_doubtful_ones_are_not(buyer, row):
    done = sheets.confirm_sure(buyer.viewer, row.key)
    assert str(number(row, "fit")) not in done.checked
    assert len(done.checked) == len(row.reading["drawing"]) - 1


def test_the_page_puts_doubtful_fields_first_and_shows_each_place(buyer, row, client_for):
    client = client_for(buyer)
    shown = client.get(f"/demands/{row.key}/drawing").content.decode()
    first = shown.index("data-field=")
    assert shown[first:].startswith(f'data-field="{number(row, "fit")}"')
    assert shown.count("data-box-of=") == len(row.reading["drawing"])
    picture = client.get(f"/demands/{row.key}/pages/0")
    assert picture.status_code == 200 and picture["Content-Type"].startswith("image/")
    form = {"number": number(row, "fit"), "verdict": "corrected", "text": "⌀47 H8"}
    assert client.post(f"/demands/{row.key}/drawing/check", form).status_code == 302
    body = {"number": number(row, "material"), "verdict": "confirmed"}
    answer = client.post(f"/api/v1/demands/{row.key}/drawing", json.dumps(body), content_type="application/json")
    said = {field["name"]: field["checked"].get("state") for field in answer.json()["fields"]}
    assert said["material"] == "confirmed" and answer.json()["unsettled"] >= 1
    assert client.get(f"/demands/{row.key}/pages/7").status_code == 404


def test_only_the_drawing_of_the_revision_that_holds_is_reckoned_with(buyer, row):
    first = {**row.reading["drawing"][number(row, "fit")], "confidence": 100}
    old = number(row, "revision")
    sheets_read = [
        {**row.reading["drawing"][old], "value": "A"}, {**first, "value": {**first["value"], "fit": "H7"}},
        {**row.reading["drawing"][old], "value": "B", "page": 1},
        {**first, "value": {**first["value"], "fit": "H6"}, "page": 1},
    ]  # fmt: skip
    pages = [{**row.reading["pages"][0], "file": name} for name in ("a.pdf", "b.pdf")]
    Demand.objects.filter(pk=row.pk).update(reading={**row.reading, "drawing": sheets_read, "pages": pages})
    row = actions.change(buyer.viewer, row.key, {"quantity": 50})
    assert "conflict.revision" in {question.id for question in selectors.open_questions(row)}
    for revision, fit in (("A", {"H7"}), ("B", {"H6"})):
        row = actions.answer(buyer.viewer, row.key, "conflict.revision", revision)
        brief = selectors.brief_for(row)
        assert (brief.revision, {callout.fit for callout in brief.callouts}) == (revision, fit)


def test_what_the_reader_overlooked_is_added_in_the_drawings_own_words(buyer, row):
    many = len(row.reading["drawing"])
    row = sheets.add(buyer.viewer, row.key, "3×M8 深16")
    assert row.reading["drawing"][many]["value"] == {"thread": "M8", "count": 3, "depth_um": 16_000}
    assert row.checked[str(many)]["state"] == "confirmed"
    with pytest.raises(Refused) as caught:
        sheets.add(buyer.viewer, row.key, "nothing of a drawing")
    assert caught.value.code == "demand.not_read_as"
