"""Rules and the log are public: nobody has to sign in to check."""

import pytest
from django.test import Client

from cofab.apps.base.events import remember
from cofab.apps.base.viewer import acting
from cofab.apps.stewardship.provenance.actions import append, check_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(make_firm):
    firm = make_firm("Mill")
    sizes = []
    for _ in range(2):
        with acting(firm.viewer):
            remember(firm.viewer, "x.y", subject="ord_1", audience=[firm.id])
        append()
        sizes.append(check_point().size)
    return sizes


def test_anybody_reads_the_rules():
    anybody = Client(HTTP_ACCEPT_LANGUAGE="en")
    listed = anybody.get("/api/v1/rules").json()["items"]
    assert {"credit", "settle", "agree"} <= {rules["name"] for rules in listed}
    versions = anybody.get("/api/v1/rules/credit").json()["items"]
    assert versions[0]["values"]["quantile_ppm"] == 50_000
    assert anybody.get("/api/v1/rules/none").status_code == 404
    assert "quantile_ppm" in anybody.get("/rules/credit").content.decode()
    assert versions[0]["hash"][:12] in anybody.get("/rules/").content.decode()
    assert anybody.get("/rules/none").status_code == 404


def test_anybody_follows_the_log(grown):
    old, new = grown
    anybody = Client(HTTP_ACCEPT_LANGUAGE="en")
    listed = anybody.get("/api/v1/log/checkpoints").json()["items"]
    assert [row["size"] for row in listed[:2]] == [new, old]
    proof = anybody.get(f"/api/v1/log/consistency?old={old}&new={new}").json()["proof"]
    assert all(len(step) == 64 for step in proof)
    assert anybody.get(f"/api/v1/log/consistency?old={old}&new={new + 1}").status_code == 422
    assert listed[0]["public_key"] in anybody.get("/log/").content.decode()
