"""Plans are changed by hand: pinned, swapped, left out, undone, kept; nothing is committed, nobody else sees it."""

from __future__ import annotations

import pytest

from cofab.apps.creation.plan import actions, recombination, selectors
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import PlanRun
from cofab.apps.creation.plan.tasks import search

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_a_buyer_pins_leaves_out_undoes_and_keeps(region, make_demand, system, client_of):
    buyer = region.viewer("fenghua-pumps")
    client = client_of(buyer)
    run = actions.ask(buyer, make_demand().key)
    search(run=run.key)
    run.refresh_from_db()
    row = selectors.plans_of(buyer, run)[0]
    plan = plan_of(row.data)
    page = client.get(f"/plans/{run.key}/recombine?plan={row.key}")
    assert page.status_code == 200 and page.context["effect"].more_minor == 0

    def change(key, **facts):
        at = client.post(f"/plans/{key}/change", {"plan": row.key, **facts})["Location"].split("/")[2]
        search(run=at)
        return PlanRun.objects.get(key=at), client.get(f"/plans/{at}/recombine").context

    main = plan.operations[0].firm
    without, shown = change(run.key, do="out", what=main)
    assert without.state == "ready" and without.before == run and without.base == row
    assert all(op.firm != main for one in without.plans.all() for op in plan_of(one.data).operations)
    cheapest = min(one.price_minor for one in without.plans.all())
    assert cheapest >= run.result["bound_minor"]
    assert shown["effect"].more_minor == shown["row"].price_minor - row.price_minor
    assert shown["parts"][0].was and not shown["problem"]
    assert main in {choice.firm for part in shown["parts"] for choice in part.choices}

    back, shown = change(without.key, do="in", what=main)
    assert back.wishes == {} and back.before == without

    op = plan.operations[0].op
    other = next(c for c in recombination.choices(
        recombination.could(run)[op], *names_of(recombination.could(run)[op])) if c.firm != main)  # fmt: skip
    swapped, shown = change(run.key, do="pin", op=op, what=other.machines[0][0], rest="1")
    if swapped.state == "ready" and swapped.plans.exists():
        ops = plan_of(swapped.plans.first().data).operations
        assert {one.machine for one in ops if one.op == op} == {other.machines[0][0]}
        assert all(one.firm == swapped.wishes["pinned"][one.op] for one in ops if one.op != op)
    assert change(swapped.key, do="free", op=op)[0].wishes["pinned"].keys() == swapped.wishes["pinned"].keys() - {op}

    assert client.post(f"/plans/{without.key}/save", {"name": "No Zeguo"}).status_code == 302
    assert [one.saved_as for one in selectors.kept_for(buyer, run)] == ["No Zeguo"]
    assert {one.key for one in selectors.runs_for(buyer)} == {run.key, without.key}
    assert b"No Zeguo" in client.get(f"/plans/{run.key}").content
    client.post(f"/plans/{without.key}/save", {"name": "", "next": "https://elsewhere.example/"})
    assert selectors.kept_for(buyer, run) == []


def names_of(keys):
    from cofab.apps.proposition.publish.selectors import makers, names

    return makers(keys), names(keys)


def test_a_change_that_leaves_nothing_is_told_and_rivals_see_nothing(region, make_demand, system, client_of):
    buyer = region.viewer("fenghua-pumps")
    run = actions.ask(buyer, make_demand().key)
    search(run=run.key)
    row = selectors.plans_of(buyer, run)[0]
    client, rival = client_of(buyer), client_of(region.viewer("zeguo-turnmill"))
    last = plan_of(row.data).operations[-1]
    run.refresh_from_db()
    firms = sorted({firm for firm, _name in names_of(recombination.could(run)[last.op])[0].values()})
    body = {"plan": row.key, "excluded_firms": firms}
    answer = client.post(f"/api/v1/plan-runs/{run.key}/recombine", body, content_type=JSON)
    assert answer.status_code == 202 and answer.json()["wishes"]["excluded_firms"] == firms
    key = answer.json()["key"]
    assert client.get(f"/plans/{key}/recombine").status_code == 200
    search(run=key)
    page = client.get(f"/plans/{key}/recombine")
    assert page.context["problem"] and page.context["row"] == row
    assert client.post(f"/api/v1/plan-runs/{key}/save", {"name": "x"}, content_type=JSON).status_code == 422
    for path in (f"/plans/{run.key}/recombine", f"/plans/{key}/recombine"):
        assert rival.get(path).status_code == 404
    assert rival.post(f"/api/v1/plan-runs/{run.key}/recombine", body, content_type=JSON).status_code == 404
    assert rival.post(f"/plans/{run.key}/change", {"plan": row.key, "do": "out", "what": "x"}).status_code == 404
    assert client.post(f"/plans/{run.key}/change", {"plan": row.key, "do": "dance"}).status_code == 422
