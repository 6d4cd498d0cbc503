"""The pages of a demand: what they show, in both languages, and to whom."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(buyer, hand_in, housing):
    """A demand whose model was read and that asks something."""
    from cofab.apps.base.viewer import acting

    with acting(buyer.viewer):
        return hand_in(housing)


def page(client, row, path="", **query):
    answer = client.get(f"/demands/{row.key}{path}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_names_faces_of_findings_features_and_operations(buyer, asked, client_for):
    shown = page(client_for(buyer), asked)
    bore = next(f for f in asked.reading["part"]["features"] if f["diameter_um"] == 47_000)
    lit = f'data-faces="{" ".join(map(str, bore["faces"]))}"'
    assert lit in shown, "the bore is a line of its own"
    assert "6 ×" in shown and "⌀6.6 through" in shown
    assert "limit 25 µm, here 30 µm" in shown, "a film and a fit in µm"
    assert "000 µm" not in shown, "other lengths in mm"
    assert 'data-lengths="98 88 46"' in shown or "data-lengths=" in shown


def test_a_page_that_waited_is_sent_to_the_whole_page(buyer, asked, client_for):
    answer = client_for(buyer).get(f"/demands/{asked.key}?waiting", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/demands/{asked.key}")


def test_other_ways_are_told_apart_by_their_process(buyer, asked, client_for):
    from cofab.apps.proposition.publish.reference import Process

    named = {"aluminium-high-pressure-die-casting": "die casting", "gravity-permanent-mould-casting": "gravity casting"}
    for key, name in named.items():
        Process.objects.get_or_create(id=key, defaults={"name_en": name, "name_zh": name})
    ways = page(client_for(buyer), asked).partition("d-ways")[2]
    names = [piece.partition("</b>")[0] for piece in ways.split('class="what"><b>')[1:]]
    assert len(names) > 2 and len(set(names)) == len(names)


def test_prices_stand_with_and_without_vat(buyer, asked, client_for):
    without, included = (page(client_for(buyer), asked, vat=vat) for vat in ("excl", "incl"))
    assert "Total ex VAT" in without and "Total incl. VAT" in included
    assert "Total ex VAT" not in included


def test_why_shows_each_lines_inputs_and_the_rules(buyer, asked, client_for):
    shown = page(client_for(buyer), asked, "/why")
    for name, found in asked.price["rules"].items():
        assert name in shown and found[:16] in shown
    assert "setup_s" in shown


def test_the_preview_holds_no_price(buyer, asked, client_for):
    shown = page(client_for(buyer), asked, "/preview")
    assert "Turning" in shown and "¥" not in shown
