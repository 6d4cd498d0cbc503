"""What a file leaves unsaid is asked before any price: unit, thickness, size; the answer is what is reckoned with."""

from __future__ import annotations

import io
from datetime import timedelta
from importlib.resources import files

import ezdxf
import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import acting
from cofab.apps.creation.plan import actions as planning
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.proposition.demand.intake import actions as intake
from cofab.apps.proposition.demand.intake.models import IntakeFile
from cofab.apps.proposition.demand.intake.tasks import read_intake_file
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.tasks import read_demand
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seen(buyer):
    """Let the test look through the buyer's eyes."""
    with acting(buyer.viewer):
        yield


def flat(units=0):
    """Return an 80 by 50 outline with one hole as a DXF that states a unit, or none."""
    drawing = ezdxf.new()
    drawing.header["$INSUNITS"] = units
    space = drawing.modelspace()
    space.add_lwpolyline([(0, 0), (80, 0), (80, 50), (0, 50)], close=True)
    space.add_circle((20, 25), 4)
    text = io.StringIO()
    drawing.write(text)
    return text.getvalue().encode()


def corner(size):
    """Return a tetrahedron of some size as an ASCII STL."""
    points = [(0, 0, 0), (size, 0, 0), (0, size, 0), (0, 0, size)]
    faces = [[points[n] for n in face] for face in ((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3))]
    loops = ["".join("vertex {} {} {}\n".format(*point) for point in face) for face in faces]
    rows = "".join(f"facet normal 0 0 0\nouter loop\n{loop}endloop\nendfacet\n" for loop in loops)
    return f"solid part\n{rows}endsolid part\n".encode()


def dropped(buyer, client, data, name):
    """Drop a file at /drop/, let the job read it, and make a demand of it; returns the demand."""
    upload = io.BytesIO(data)
    upload.name = name
    assert client.post("/drop/files", {"files": [upload]}).status_code in (204, 302)
    read_intake_file(item=IntakeFile.objects.get().key)
    facts = {"material": "Q235", "quantity": 20, "due": now() + timedelta(days=30), "town": "fenghua", "finishes": []}
    (demand,) = intake.make(buyer.viewer, intake.begin(buyer.viewer).key, facts)
    return demand


def open_ids(row):
    return [question.id for question in selectors.open_questions(row)]


def test_a_dropped_flat_pattern_goes_all_the_way_to_a_price(buyer, client_for):
    client = client_for(buyer)
    row = dropped(buyer, client, flat(), "bracket.dxf")
    assert (row.state, row.price, open_ids(row)) == ("asking", {}, ["units", "thickness"])
    page = client.get(f"/demands/{row.key}").content.decode()
    assert 'value="inch"' in page and "operations and price follow" in page
    with pytest.raises(Refused):
        planning.ask(buyer.viewer, row.key)
    row = actions.answer(buyer.viewer, row.key, "units", "cm")
    assert (row.state, row.price, open_ids(row)) == ("asking", {}, ["thickness"])
    assert client.post(f"/demands/{row.key}/answers", {"question": "thickness", "own": "2,5"}).status_code == 422
    assert client.post(f"/demands/{row.key}/answers", {"question": "thickness", "own": "2.5"}).status_code == 302
    assert selectors.demand_for(buyer.viewer, row.key).state == "reading"
    read_demand(demand=row.key)
    row = selectors.demand_for(buyer.viewer, row.key)
    assert row.reading["part"]["size_um"] == [800_000, 500_000, 2_500]
    assert row.price["low_minor"] > 0 and row.routing["operations"]
    assert row.answers == {"units": "cm", "thickness": "2.5 mm"}
    for question in selectors.open_questions(row):
        row = actions.answer(buyer.viewer, row.key, question.id, question.options[0].id)
    assert row.state == "ready"
    assert "2.5 mm" in client.get(f"/demands/{row.key}").content.decode()


def test_another_thickness_is_read_anew_and_priced_anew(buyer, hand_in):
    row = hand_in(flat(units=4), "plate.dxf", callouts=[], finishes=[])
    assert open_ids(row) == ["thickness"]
    prices = []
    for thickness in ("1 mm", "6"):
        actions.answer(buyer.viewer, row.key, "thickness", thickness)
        read_demand(demand=row.key)
        row = selectors.demand_for(buyer.viewer, row.key)
        prices.append(row.price["low_minor"])
    assert row.reading["part"]["size_um"] == [80_000, 50_000, 6_000]
    assert prices[0] < prices[1]
    with pytest.raises(Refused, match="not_a_length"):
        actions.answer(buyer.viewer, row.key, "thickness", "thick")


def test_a_mesh_without_a_unit_is_scaled_by_the_answer(buyer, hand_in):
    row = hand_in(corner(2), "part.stl", callouts=[], finishes=[])
    assert (open_ids(row), row.price) == (["units"], {})
    actions.answer(buyer.viewer, row.key, "units", "inch")
    read_demand(demand=row.key)
    row = selectors.demand_for(buyer.viewer, row.key)
    assert row.reading["part"]["size_um"] == [50_800, 50_800, 50_800] and row.price


def test_a_size_read_from_views_is_confirmed_or_corrected(buyer, hand_in):
    sheet = files("cofab.demo.parts").joinpath("FBH-047.pdf").read_bytes()
    row = hand_in(sheet, "FBH-047.pdf", callouts=[])
    (asked,) = [q for q in selectors.open_questions(row) if q.id == "size"]
    assert row.reading["part"]["size_um"] == [98_000, 98_000, 46_000]
    assert [option.id for option in asked.options][:2] == ["98 x 46 mm", "98 x 90 mm"]
    with pytest.raises(Refused, match="not_a_size"):
        actions.answer(buyer.viewer, row.key, "size", "large")
    cheap = row.price["low_minor"]
    row = actions.answer(buyer.viewer, row.key, "size", "98x90")
    assert row.reading["part"]["size_um"] == [98_000, 98_000, 90_000]
    assert row.price["low_minor"] > cheap and "size" not in open_ids(row)


def test_a_drawing_that_tells_no_size_is_asked_for_it(buyer, hand_in, client_for):
    sheet = files("cofab.demo.parts").joinpath("FBH-047.pdf").read_bytes()
    row = hand_in(sheet, "FBH-047.pdf", callouts=[])
    told = [field for field in row.reading["drawing"] if field["name"] not in ("dimension", "fit")]
    Demand.objects.filter(pk=row.pk).update(reading={**row.reading, "drawing": told})
    row = actions.change(buyer.viewer, row.key, {"quantity": 40})
    assert (row.price, open_ids(row)) == ({}, ["size"])
    client = client_for(buyer)
    assert client.get(f"/demands/{row.key}/why").status_code == 409
    assert client.post(f"/demands/{row.key}/answers", {"question": "size", "own": "98 x 46"}).status_code == 302
    row = selectors.demand_for(buyer.viewer, row.key)
    assert row.price["low_minor"] > 0 and row.reading["part"]["turned"]
