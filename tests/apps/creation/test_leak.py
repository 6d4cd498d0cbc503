"""No firm learns another's work: every answer depends on when a machine is free and on nothing else that is in it.

The same hours of a machine are taken by own work for a named customer, by a booking of a secret order, by a closure.
Whatever another firm asks, it must hear the same, to the letter, and never a word of what is there.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils.translation import override

from cofab.apps.base.clock import now
from cofab.apps.creation.match.selectors import explain
from cofab.apps.creation.plan import actions, selectors
from cofab.apps.creation.plan.tasks import search
from cofab.apps.proposition.publish.models import Machine, Occupancy

pytestmark = pytest.mark.django_db
JSON = "application/json"
OF_NOW = re.compile(r"free_s=\d+|\d{4}-\d\d-\d\dT\d\d:\d\d:(?!00)[\d.]+(Z|\+00:00)")
"""What the passing of seconds changes: the free time left, and windows that begin this moment."""
SECRETS = (
    {"kind": "own", "label": "ZZSECRETCUSTOMER", "order_key": "", "op": ""},
    {"kind": "booking", "label": "", "order_key": "ord_zzsecretorder", "op": "zzsecretop"},
    {"kind": "closure", "label": "zzsecretholiday", "order_key": "", "op": ""},
)


@pytest.fixture
def taken(region, system):
    """Take the next ten days of every machine of one firm in pieces, and tell the machines."""
    machines = list(Machine.objects.filter(organisation=region.loaded.organisations["zeguo-turnmill"]).order_by("pk"))
    start = now() + timedelta(days=1)
    Occupancy.objects.filter(machine__in=machines).delete()
    for machine in machines:
        for day in range(0, 10, 2):
            begin = start + timedelta(days=day)
            Occupancy(
                machine=machine, during=DateTimeTZRange(begin, begin + timedelta(hours=30)), kind="own",
                audience=[machine.organisation_id],
            ).save()  # fmt: skip
    return machines


def as_buyer(region) -> Client:
    viewer = region.viewer("fenghua-pumps")
    client = Client(HTTP_ACCEPT_LANGUAGE="en", headers={"X-Cofab-Organisation": viewer.organisation_key})
    person = next(p for key, p in region.loaded.people.items() if key.startswith("fenghua-pumps/"))
    client.force_login(person, backend="cofab.apps.base.backends.ContactBackend")
    return client


def heard(region, demand: str, machines: list[Machine], begin: datetime) -> str:
    """Return everything that the buyer hears about the machines, as one text."""
    buyer = region.viewer("fenghua-pumps")
    client = as_buyer(region)
    with override("en"):
        told = [repr(explain(buyer, demand))]
    run = actions.ask(buyer, demand)
    search(run=run.key)
    run.refresh_from_db()
    told += [json.dumps(run.result, sort_keys=True)]
    told += [json.dumps(row.data, sort_keys=True) for row in selectors.plans_of(buyer, run)]
    for machine in machines:
        told.append(client.get(f"/api/v1/machines/{machine.key}/free").content.decode())
        told.append(client.get(f"/api/v1/machines/{machine.key}/claims").content.decode())
        body = {"start": begin.isoformat(), "end": (begin + timedelta(hours=3)).isoformat()}
        answer = client.post(f"/api/v1/machines/{machine.key}/reservations", body, content_type=JSON)
        assert answer.status_code in (403, 404, 409), answer.content
        told.append(answer.content.decode())
    return OF_NOW.sub("", "\n".join(told))


def test_what_another_firm_hears_depends_on_free_and_busy_alone(region, make_demand, system, taken):
    demand = make_demand().key
    rows = Occupancy.objects.filter(machine__in=taken, state="active")
    begin, heards = now() + timedelta(days=1, hours=2), []
    for secret in SECRETS:
        assert rows.update(**secret) == 5 * len(taken)
        heards.append(heard(region, demand, taken, begin))
        assert "zzsecret" not in heards[-1].lower()
    assert heards[0] == heards[1] == heards[2]
    assert "alternatives" in heards[0], "no 409 was heard"
    rows.filter(machine=taken[0]).delete()
    body = {"start": begin.isoformat(), "end": (begin + timedelta(hours=3)).isoformat()}
    answer = as_buyer(region).post(f"/api/v1/machines/{taken[0].key}/reservations", body, content_type=JSON)
    assert answer.status_code == 201, "free and busy must be heard, or nothing is tried here"
