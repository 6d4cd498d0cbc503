"""Many files at once: each read on its own, counted, cancelled, taken away and back, and made into demands together."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files

import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.files import store
from cofab.apps.base.viewer import acting, platform
from cofab.apps.proposition.demand.intake import actions, selectors
from cofab.apps.proposition.demand.intake.models import IntakeFile
from cofab.apps.proposition.demand.intake.tasks import read_intake_file
from cofab.apps.proposition.demand.models import Demand
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
DRAWING = files("cofab.demo.parts").joinpath("FBH-047.pdf")


@pytest.fixture(autouse=True)
def seen(buyer):
    """Let the test look through the buyer's eyes."""
    with acting(buyer.viewer):
        yield


@pytest.fixture
def draft(buyer):
    """The buyer's open draft."""
    return actions.begin(buyer.viewer)


@pytest.fixture
def drop(buyer, draft):
    """Drop bytes under a name and let the job read them; returns the item."""

    def make(data, name, read=True):
        file = store(buyer.viewer, name, data, "application/octet-stream", [buyer.id])
        (item,) = actions.add(buyer.viewer, draft.key, [file.key])
        if read:
            read_intake_file(item=item.key)
        return IntakeFile.objects.get(pk=item.pk)

    return make


def facts(**more):
    known = {"material": "6061-T6", "quantity": 10, "due": now() + timedelta(days=21), "town": "fenghua"}
    return {**known, "finishes": [], **more}


def stl(size):
    """Return a tetrahedron of some size as an ASCII STL."""
    points = [(0, 0, 0), (size, 0, 0), (0, size, 0), (0, 0, size)]
    faces = [(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)]
    rows = "".join(
        "facet normal 0 0 0\nouter loop\n" + "".join("vertex {} {} {}\n".format(*points[n]) for n in face)
        + "endloop\nendfacet\n" for face in faces
    )  # fmt: skip
    return f"solid part\n{rows}endsolid part\n".encode()


def test_many_files_become_as_many_parts_and_a_repeated_one_is_counted(buyer, draft, drop, housing):
    drop(housing, "FBH-047.step")
    for size in (10, 20, 30):
        drop(stl(size), f"P-{size}.stl")
    again = drop(stl(20), "copy of P-20.stl")
    assert again.count == 2
    made = actions.make(buyer.viewer, draft.key, facts())
    quantities = {row.title: row.quantity for row in made}
    assert quantities == {"FBH-047": 10, "P-10": 10, "P-20": 20, "P-30": 10}
    assert all(row.state == "asking" for row in made)
    priced = {row.title for row in made if row.price}
    assert priced == {"FBH-047"}, "an STL tells no unit, which is asked before any price"
    assert selectors.open_intake(buyer.viewer) is None


def test_a_drawing_goes_with_the_model_of_its_name_and_keeps_its_pages(buyer, draft, drop, housing):
    drop(housing, "FBH-047.step")
    drop(stl(10), "other.stl")
    drop(DRAWING.read_bytes(), "FBH-047.pdf")
    made = {row.title: row for row in actions.make(buyer.viewer, draft.key, facts())}
    assert made["FBH-047"].reading["drawing"] and not made["other"].reading["drawing"]
    kinds = sorted(row.kind for row in made["FBH-047"].files.all())
    assert kinds == ["drawing", "model", "page", "view"]


def test_a_bad_file_is_told_by_name_and_harms_no_other(buyer, draft, drop, housing):
    bad = drop(b"\x8f\x02 this is not a part" * 200, "bad.step")
    good = drop(housing, "good.step")
    assert bad.state == "refused" and bad.refusal["code"].startswith("geometry.")
    assert good.state == "read" and good.percent == 100
    assert [row.title for row in actions.make(buyer.viewer, draft.key, facts())] == ["good"]
    with pytest.raises(Refused, match="not_a_part"):
        file = store(buyer.viewer, "virus.exe", b"MZ", "application/octet-stream", [buyer.id])
        actions.add(buyer.viewer, actions.begin(buyer.viewer).key, [file.key])


def test_a_cancelled_file_is_not_read_and_one_taken_away_comes_back(buyer, draft, drop, housing):
    item = drop(housing, "slow.step", read=False)
    actions.act(buyer.viewer, item.key, "cancel")
    read_intake_file(item=item.key)
    assert IntakeFile.objects.get(pk=item.pk).state == "cancelled"
    with pytest.raises(Refused, match="nothing_read"):
        actions.make(buyer.viewer, draft.key, facts())
    actions.act(buyer.viewer, item.key, "remove")
    assert selectors.items_of(draft) == []
    actions.act(buyer.viewer, item.key, "restore")
    with pytest.raises(Refused, match="still_reading"):
        actions.make(buyer.viewer, draft.key, facts())
    read_intake_file(item=item.key)
    assert len(actions.make(buyer.viewer, draft.key, facts())) == 1


def test_nothing_is_made_when_one_thing_is_refused(buyer, draft, drop, housing):
    drop(housing, "FBH-047.step")
    with pytest.raises(Refused, match="unknown_material"):
        actions.make(buyer.viewer, draft.key, facts(material="unobtainium"))
    with platform():
        assert not Demand.objects.exists()
    assert selectors.open_intake(buyer.viewer) == draft


def test_the_draft_is_kept_and_a_message_fills_the_form(buyer, drop, housing, client_for):
    drop(housing, "FBH-047.step")
    client = client_for(buyer)
    client.post("/drop/text", {"text": "50 件 6061-T6，硬质阳极，送奉化"})
    shown = client.get("/drop/").content.decode()
    assert "FBH-047.step" in shown and 'value="50"' in shown and "硬质阳极" in shown
    assert '<option value="hard-anodising" selected>' in shown
    assert "Draft: 1 file" in client.get("/demands/").content.decode()
    form = {"material": "6061-T6", "quantity": 5, "town": "fenghua", "finish": "", "due": "2020-01-01"}
    late = client.post("/drop/demands", form)
    assert late.status_code == 422 and "FBH-047.step" in late.content.decode()
    form["due"] = (now() + timedelta(days=30)).date().isoformat()
    assert client.post("/drop/demands", form).url.startswith("/demands/dem_")
