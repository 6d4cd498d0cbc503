"""A composition is kept with substitutes and run again; a firm left out is told about itself, and nobody else."""

from __future__ import annotations

import pytest

from cofab.apps.base.models import Organisation
from cofab.apps.creation.plan import actions, composing, leaving, selectors
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import LeftOut, PlanRun
from cofab.apps.creation.plan.tasks import search, tell_costs
from cofab.apps.proposition.publish.models import Machine

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def found(region, make_demand, system):
    """A run with its plans and what each firm would cost, and the buyer."""
    buyer = region.viewer("fenghua-pumps")
    run = actions.ask(buyer, make_demand().key)
    search(run=run.key)
    tell_costs(run=run.key)
    run.refresh_from_db()
    return buyer, run, selectors.plans_of(buyer, run)


def test_every_firm_that_fits_has_its_price_and_is_told_only_its_own(found, client_of, region):
    buyer, run, rows = found
    page = client_of(buyer).get(f"/plans/{run.key}/firms")
    firms = page.context["firms"]
    assert all(one.extra_minor >= 0 for one in firms if one.extra_minor is not None)
    cheapest = min(rows, key=lambda row: row.price_minor)
    makers = {op.firm for op in plan_of(cheapest.data).operations}
    if len({op.lot for op in plan_of(cheapest.data).operations}) == 1 and cheapest.finish <= run.due:
        assert all(one.extra_minor == 0 for one in firms if one.key in makers)
    used = {op.firm for row in rows for op in plan_of(row.data).operations}
    out = [one for one in firms if one.key not in used]
    assert out and LeftOut.objects.count() == len(out)
    told = LeftOut.objects.select_related("organisation").exclude(extra_minor=None).first()
    assert told.audience == [told.organisation_id]
    assert {one.key: one.extra_minor for one in firms}[told.organisation.key] == told.extra_minor
    mine = region.viewer(region.firm(told.organisation.key))
    client = client_of(mine)
    assert [one["extra_minor"] for one in client.get("/api/v1/left-out").json()["items"]] == [told.extra_minor]
    shown = client.get("/plans/missed").content.decode()
    buyer_name = Organisation.objects.get(pk=buyer.organisation_id).name_en
    for secret in (run.key, run.demand.key, run.demand.title, buyer_name, *used):
        assert secret not in shown
    assert client.get(f"/plans/{run.key}/firms").status_code == 404
    winner = region.viewer(region.firm(next(iter(used))))
    assert client_of(winner).get("/api/v1/left-out").json()["items"] == []
    tell_costs(run=run.key)
    assert LeftOut.objects.count() == len(out)


def test_a_cloud_factory_runs_again_with_a_substitute_where_its_first_is_gone(found, client_of, region):
    buyer, _run, rows = found
    client = client_of(buyer)
    made = client.post(f"/plans/plan/{rows[0].key}/factory", {"name": "Housing"})
    key = made["Location"].rsplit("/", 1)[1]
    row = composing.factory_for(buyer, key)
    plan = plan_of(rows[0].data)
    assert all(row.firms[op.op][0] == op.firm for op in plan.operations)
    assert any(len(firms) > 1 for firms in row.firms.values())
    assert client.post(f"/plans/plan/{rows[0].key}/factory", {"name": "Housing"}).status_code == 409
    again = client.post(f"/plans/factories/{key}/run", {"quantity": "80", "due": ""})["Location"].rsplit("/", 1)[1]
    search(run=again)
    known = {firm for firms in row.firms.values() for firm in firms}
    ran = PlanRun.objects.get(key=again)
    assert ran.quantity == 80 and ran.plans.exists()
    assert {op.firm for one in ran.plans.all() for op in plan_of(one.data).operations} <= known
    assert leaving.left_out_for(buyer).count() == 0
    op, firms = next((op, firms) for op, firms in row.firms.items() if len(firms) > 1)
    only = [o for o, f in row.firms.items() if f == [firms[0]]]
    if not only:
        Machine.objects.filter(organisation__key=firms[0]).update(active=False)
        third = composing.run_factory(buyer, key)
        search(run=third.key)
        third.refresh_from_db()
        best = plan_of(third.plans.order_by("index").first().data)
        assert {one.firm for one in best.operations if one.op == op} <= set(firms[1:])
    page = client.get(f"/plans/factories/{key}")
    assert page.status_code == 200 and page.context["runs"]
    assert "Housing" in client.get("/plans/factories").content.decode()
    assert "Housing" in client.get(f"/plans/{again}").content.decode()


def test_substitutes_change_by_page_and_api_and_nobody_else_finds_it(found, client_of, region):
    buyer, _run, rows = found
    client, rival = client_of(buyer), client_of(region.viewer("zeguo-turnmill"))
    made = client.post("/api/v1/factories", {"plan": rows[0].key, "name": "Housing"}, content_type=JSON)
    assert made.status_code == 201
    key, firms = made.json()["key"], made.json()["firms"]
    op, kept = next((op, kept) for op, kept in firms.items() if len(kept) > 1)
    facts = {"op": op, "firm": kept[1]}
    assert client.post(f"/plans/factories/{key}/change", {**facts, "do": "first"}).status_code == 302
    assert composing.factory_for(buyer, key).firms[op][0] == kept[1]
    assert client.post(f"/plans/factories/{key}/change", {**facts, "do": "drop"}).status_code == 302
    assert kept[1] not in composing.factory_for(buyer, key).firms[op]
    bad = client.patch(f"/api/v1/factories/{key}", {"firms": {op: []}}, content_type=JSON)
    assert (bad.status_code, bad.json()["code"]) == (422, "plan.not_in_operation")
    none = client.patch(f"/api/v1/factories/{key}", {"firms": {op: ["org_none"]}}, content_type=JSON)
    assert none.status_code == 404
    assert client.post(f"/plans/factories/{key}/change", {**facts, "do": "dance"}).status_code == 422
    for path in (f"/plans/factories/{key}", f"/api/v1/factories/{key}"):
        assert client.get(path).status_code == 200 and rival.get(path).status_code == 404
    assert rival.post("/api/v1/factories", {"plan": rows[0].key, "name": "Mine"}, content_type=JSON).status_code == 404
    assert client.post(f"/plans/factories/{key}/close").status_code == 302
    assert client.get("/api/v1/factories").json()["items"] == []
