"""A list of candidates is published with its inputs, shown, re-ranked, downloaded, and reckoned again to the same."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from cofab.apps.base.clock import now
from cofab.apps.creation.match.models import RankedList
from cofab.apps.creation.match.ranking import holds, road_km
from cofab.apps.creation.match.remedies import REMEDIES
from cofab.apps.creation.match.words import WHY
from cofab.apps.proposition.publish.records import told_at
from cofab.apps.proposition.publish.selectors import region_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(region, system):
    """A browser signed in for the firm that asks."""
    client = Client(headers={"X-Cofab-Organisation": region.viewer("fenghua-pumps").organisation_key})
    person = next(p for key, p in region.loaded.people.items() if key.startswith("fenghua-pumps/"))
    client.force_login(person, backend="cofab.apps.base.backends.ContactBackend")
    return client


def test_the_list_is_shown_kept_and_reckoned_again(make_demand, browser):
    demand = make_demand()
    page = browser.get(f"/candidates/{demand.key}")
    assert page.status_code == 200
    row = page.context["list"]
    assert holds(row)
    assert row.placed
    assert browser.get(f"/candidates/{demand.key}").context["list"].key == row.key
    again = browser.post(f"/candidates/{demand.key}/again", {"op": row.op})
    assert again.status_code == 302
    assert browser.get(again["Location"]).context["list"].key != row.key
    told = browser.get(f"/candidates/lists/{row.key}")
    assert told.context["holds"] is True
    assert browser.get(f"/candidates/lists/{row.key}?format=json").json()["holds"] is True
    api = browser.get(f"/api/v1/demands/{demand.key}/ranked?op={row.op}").json()
    assert [one["firm"] for one in api["placed"]]
    assert {"price_minor", "credit_ppm", "km"} <= set(api["inputs"][0])
    assert RankedList.objects.filter(demand=demand).count() == 2


def test_filters_weights_without_script_and_csv(make_demand, browser):
    demand = make_demand()
    lines = browser.get(f"/candidates/{demand.key}").context["lines"]
    cheap = browser.get(f"/candidates/{demand.key}?price=100&time=0&credit=0&distance=0&flexibility=0&carbon=0")
    prices = [line.entry["price_minor"] for line in cheap.context["table"].chosen]
    assert prices == sorted(prices)
    near = browser.get(f"/candidates/{demand.key}?within=100").context["table"].chosen
    assert 0 < len(near) <= len(lines)
    assert all(line.entry["km"] <= 100 for line in near)
    text = browser.get(f"/candidates/{demand.key}?format=csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == len(lines) + 1


def test_a_published_list_cannot_be_changed_by_anybody(make_demand, browser):
    row = browser.get(f"/candidates/{make_demand().key}").context["list"]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE creation_rankedlist SET placed = '[]' WHERE id = %s", [row.pk])


def test_each_reason_but_the_process_has_a_remedy():
    assert set(WHY) - set(REMEDIES) == {"match.process"}


def test_distances_come_of_the_road_and_else_of_the_line(region):
    places = region_map()
    (origin, town), km = next(pair for pair in places.road_km.items() if pair[0][0] != pair[0][1])
    assert road_km(places, origin, town) == km
    assert road_km(places, town, town) == 0
    assert road_km(places, "nowhere", town) == 3_000


def test_what_a_firm_told_of_its_machines_has_an_age(region, system):
    firms = [row.pk for row in region.loaded.organisations.values() if row.kind == "supplier"][:2]
    told = told_at(firms)
    assert set(told) == set(firms)
    assert all(now() - at < timedelta(minutes=10) for at in told.values())
