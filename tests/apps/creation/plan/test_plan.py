"""Plans are asked for, searched, checked and kept, or kept out."""

from __future__ import annotations

from dataclasses import replace

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
    assert shown["chosen"].row.letter == "A"
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
