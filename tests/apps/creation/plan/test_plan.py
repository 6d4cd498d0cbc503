"""Plans are asked for, searched, checked and kept, or kept out."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.match.selectors import explain
from cofab.apps.creation.plan import actions, engine, face, selectors
from cofab.apps.creation.plan.mappers import plan_json, plan_of
from cofab.apps.creation.plan.models import PlanRow
from cofab.apps.creation.plan.tasks import search
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def test_fifty_housings_get_checked_plans_with_a_bound(region, make_demand, system):
    buyer = region.viewer("fenghua-pumps")
    run = actions.ask(buyer, make_demand().key)
    search(run=run.key)
    run.refresh_from_db()
    rows = selectors.plans_of(buyer, run)
    assert run.state == "ready" and rows
    assert all(row.bound_minor <= row.price_minor for row in rows)
    for row in rows:
        plan = plan_of(row.data)
        assert plan_json(plan) == row.data
        assert sum(line.amount_minor for line in plan.lines) == row.price_minor
    out = {item["machine"] for item in run.result["refused"]}
    assert out and all(item["reasons"] for item in run.result["refused"])
    search(run=run.key)
    assert PlanRow.objects.filter(run=run).count() == len(rows)


def test_the_first_plan_is_called_a_and_the_page_offers_what_the_site_has(region, make_demand, system, settings):
    buyer = region.viewer("fenghua-pumps")
    run = actions.ask(buyer, make_demand().key)
    search(run=run.key)
    run.refresh_from_db()
    rows = selectors.plans_of(buyer, run)
    shown = face.comparison(run, rows, "")
    assert [one.row.letter for one in shown["plans"]] == [chr(65 + n) for n in range(len(rows))]
    assert shown["chosen"].shown.row.letter == "A"
    assert [way for way, _label in shown["ways"]] == ["custody", "direct"]
    settings.COFAB_CUSTODIAN = ""
    assert [way for way, _label in face.comparison(run, rows, "")["ways"]] == ["direct"]


def test_a_plan_that_the_checker_finds_fault_with_is_not_kept(region, make_demand, system, monkeypatch):
    real = engine.plans

    def lying(*args, **options):
        found = real(*args, **options)
        cheap = replace(found.plans[0], price_minor=found.plans[0].price_minor - 1)
        return replace(found, plans=(cheap, *found.plans[1:]))

    monkeypatch.setattr(engine, "plans", lying)
    run = actions.ask(region.viewer("fenghua-pumps"), make_demand().key)
    search(run=run.key)
    run.refresh_from_db()
    assert (run.state, run.refusal["code"]) == ("failed", "plan.unsound")
    assert not PlanRow.objects.filter(run=run).exists()


def test_open_questions_come_first(region, make_demand, system):
    with pytest.raises(Refused, match="questions_open"):
        actions.ask(region.viewer("fenghua-pumps"), make_demand(answered=False).key)


def test_every_machine_is_a_candidate_or_has_its_reasons(region, make_demand, system):
    steps = explain(SYSTEM, make_demand().key)
    total = {len(step.candidates) + len(step.refused) for step in steps}
    assert len(total) == 1
    assert all(reason["detail"] for step in steps for out in step.refused for reason in out.reasons)
    assert all(step.candidates for step in steps)


@pytest.fixture
def found(region, make_demand, system):
    """A run of fifty housings with its plans, and the buyer's firm."""
    buyer = region.viewer("fenghua-pumps")
    run = actions.ask(buyer, make_demand().key)
    search(run=run.key)
    run.refresh_from_db()
    return buyer, run, selectors.plans_of(buyer, run)


def test_every_published_place_can_be_worked_out_again_from_what_is_stored(found, client_of):
    buyer, run, rows = found
    told = client_of(buyer).get(f"/api/v1/plan-runs/{run.key}/ranking").json()
    assert told["usual"] and told["weights"] == run.result["comparison"]["weights"]
    assert [one["letter"] for one in told["places"]] == [row.letter for row in rows]
    least = {name: min(one["inputs"][name] for one in told["places"]) for name in ("price", "time", "carbon")}
    for one in told["places"]:
        scores = {name: least[name] * 1_000_000 // one["inputs"][name] for name in least}
        assert one["scores_ppm"] == {**scores, "odds": one["inputs"]["odds"]}
        summed = sum(told["weights"][name] * one["scores_ppm"][name] for name in told["weights"])
        assert Fraction(one["points"]) == Fraction(summed, sum(told["weights"].values()) * 10_000)
    fast = client_of(buyer).get(f"/api/v1/plan-runs/{run.key}/ranking?price=0&odds=0&carbon=0&time=100").json()
    assert not fast["usual"] and fast["places"][0]["scores_ppm"]["time"] == 1_000_000
    assert client_of(buyer).get(f"/api/v1/plan-runs/{run.key}/ranking?price=101").status_code == 422
    page = client_of(buyer).get(f"/plans/{run.key}/ranking?time=90").content.decode()
    assert all(f">{row.letter}</b>" in page for row in rows)


def test_a_plan_can_be_taken_along_in_three_forms(found, client_of, region):
    buyer, run, rows = found
    client, row = client_of(buyer), rows[0]
    table = client.get(f"/plans/{run.key}/{row.key}.csv").content.decode("utf-8-sig").splitlines()
    price = [line.rsplit(",", 1)[1] for line in table if line.startswith(("Price", "价格"))]
    assert sum(round(100 * float(amount)) for amount in price) == row.price_minor
    assert client.get(f"/plans/{run.key}/{row.key}.json").json()["price_minor"] == row.price_minor
    assert client.get(f"/plans/{run.key}/{row.key}.pdf").content.startswith(b"%PDF")
    assert client.get(f"/plans/{run.key}/{row.key}.exe").status_code == 404
    assert client_of(region.viewer("zeguo-turnmill")).get(f"/plans/{run.key}/{row.key}.csv").status_code == 404


def test_a_search_tells_how_far_it_is_and_can_be_ended_or_cancelled(region, make_demand, system, client_of):
    buyer = region.viewer("fenghua-pumps")
    run = actions.ask(buyer, make_demand(quantity=400).key)
    told = []

    def tell(*facts):
        actions.tell(SYSTEM, run.key, *facts)
        told.append(facts)

    actions.begin(SYSTEM, run.key)
    engine.plans_for(run, tell)
    (offers, _fit, none, _plans), (_offers, fit, best, plans) = told
    assert none is None and offers > fit > 0 and plans >= 1
    page = client_of(buyer).get(f"/plans/{run.key}").content.decode()
    assert f"{best.price_minor // 100:,}" in page
    assert client_of(region.viewer("zeguo-turnmill")).post(f"/plans/{run.key}/stop").status_code == 404
    assert selectors.is_wanted(run)
    actions.stop(buyer, run.key, keep=True)
    assert not selectors.is_wanted(run)
    actions.stop(buyer, run.key)
    search(run=run.key)
    run.refresh_from_db()
    assert run.state == "cancelled" and not PlanRow.objects.filter(run=run).exists()
    with pytest.raises(Refused, match="not_searching"):
        actions.stop(buyer, run.key)
    assert client_of(buyer).get(f"/plans/{run.key}").status_code == 200


def test_a_search_without_plans_shows_the_nearest_misses_and_what_would_have_to_change(
    region, make_demand, system, client_of
):
    from cofab.apps.proposition.publish.models import Machine

    buyer = region.viewer("fenghua-pumps")
    demand = make_demand()
    Machine.objects.filter(families__contains=["anodising"]).update(minimum_pieces=60)
    run = actions.ask(buyer, demand.key)
    search(run=run.key)
    page = client_of(buyer).get(f"/plans/{run.key}").content.decode()
    assert "60" in page and "plan-" not in page
    again = client_of(buyer).post(f"/plans/for/{demand.key}", {"quantity": "80", "due": ""})
    assert PlanRow.objects.count() == 0 and "/plans/run_" in again["Location"]
    search(run=again["Location"].rsplit("/", 1)[1])
    assert PlanRow.objects.exists()
    assert client_of(buyer).post(f"/plans/for/{demand.key}", {"quantity": "many"}).status_code == 422
