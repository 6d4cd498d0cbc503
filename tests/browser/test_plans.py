"""Plans compared in a browser: sliders rank at once, a row shows its plan, on a phone the plans come first."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import files

import pytest


@contextmanager
def acting_platform():
    """Let the test see every row, in a transaction of its own that ends before the browser goes on."""
    from django.db import transaction

    from cofab.apps.base.viewer import platform

    with transaction.atomic(), platform():
        yield


@pytest.fixture
def made(region):
    """A run of plans for fifty housings, made by the planner: its key and the buyer's cookies."""
    from cofab.apps.base.clock import now
    from cofab.apps.base.files import store
    from cofab.apps.base.viewer import SYSTEM
    from cofab.apps.base.viewers import viewer_for
    from cofab.apps.creation.plan import actions as plan
    from cofab.apps.creation.plan.tasks import search
    from cofab.apps.proposition.demand import actions, selectors
    from cofab.apps.proposition.demand.tasks import read_demand

    loaded = region.loaded
    buyer = viewer_for(loaded.people["fenghua-pumps/owner"], loaded.organisations["fenghua-pumps"].key)
    facts = {
        "title": "FBH-047", "material": "6061-T6", "quantity": 50, "due": now() + timedelta(days=21),
        "town": "fenghua", "finishes": ["hard-anodising"], "callouts": [{"diameter_um": 47_000, "fit": "H7"}],
        "blank_um": [100_000, 48_000],
    }  # fmt: skip
    with acting_platform():
        data = files("cofab.demo.parts").joinpath("FBH-047.step").read_bytes()
        file = store(buyer, "FBH-047.step", data, "model/step", [buyer.organisation_id])
        demand = actions.create(buyer, facts, [file.key])
    with acting_platform():
        read_demand(demand=demand.key)
        demand = selectors.demand_for(SYSTEM, demand.key)
        for question in selectors.open_questions(demand):
            demand = actions.answer(buyer, demand.key, question.id, question.options[0].id)
    run = plan.ask(buyer, demand.key)
    search(run=run.key)
    return run.key, region("fenghua-pumps")


def slide(page, name, value):
    """Move a slider as a hand would."""
    page.evaluate(
        "([name, value]) => { const s = document.getElementById('weight-' + name); s.value = value;"
        " s.dispatchEvent(new Event('input', { bubbles: true })); }",
        [name, value],
    )


def first(page):
    """Return the letter of the plan on top of the table."""
    return page.locator("tr[data-plan] .c-letter").first.inner_text()


def offered(page):
    """Return what the first step is offered, without what each firm would cost, which a job adds later."""
    return re.sub(r" [+−]?\+?¥[\d,]+", "", page.locator("main tbody tr").first.inner_text())


def test_sliders_rank_at_once_and_a_row_shows_its_plan(reader, made):
    run, cookies = made
    page = reader.open(f"/plans/{run}", "en", 1440, cookies)
    count = page.locator("tr[data-plan]").count()
    assert count >= 3 and first(page) == "A"
    told = page.locator("[data-weights-turns]").inner_text()
    for name in ("price", "odds", "carbon"):
        slide(page, name, 0)
    slide(page, "time", 100)
    fastest = first(page)
    assert fastest != "A" and page.locator("[data-weights-turns]").inner_text() != told
    assert f"Plan {fastest} by day" in page.locator("[data-plan-host]").inner_text()
    href = page.locator("[data-weights-again]").get_attribute("href")
    assert "time=100" in href and "price=0" in href
    page.locator("tr[data-plan]").nth(1).locator("td").nth(3).click()
    second = page.locator("tr[data-plan]").nth(1).locator(".c-letter").inner_text()
    assert f"Plan {second} by day" in page.locator("[data-plan-host]").inner_text()
    assert page.locator("[data-plan-host] .c-map .leaflet-pane").count() >= 1
    slide(page, "price", 100)
    slide(page, "time", 0)
    assert f"Plan {second} by day" in page.locator("[data-plan-host]").inner_text()
    page.reload()
    assert f"Plan {second} by day" in page.locator("[data-plan-host]").inner_text()
    assert reader.faults(page) == []
    page.locator("[data-weights-again]").click()
    page.wait_for_url(f"**/plans/{run}/ranking*")
    assert reader.faults(page) == []


def test_on_a_phone_the_plans_come_first_and_nothing_is_cut(reader, made):
    run, cookies = made
    page = reader.open(f"/plans/{run}", "zh-hans", 390, cookies)
    tops = page.evaluate(
        "['.c-plan-table', '.c-plan-why', '.c-plan-weights', '.c-plan-way', '.c-plan-days']"
        ".map((s) => document.querySelector(s).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.faults(page) == []


def test_a_step_is_pinned_a_firm_left_out_and_both_undone(reader, made, run_jobs):
    run, cookies = made
    page = reader.open(f"/plans/{run}", "en", 1440, cookies)
    page.get_by_role("link", name="Swap or recombine").first.click()
    page.wait_for_url("**/recombine*")
    assert reader.faults(page) == []
    before = offered(page)
    page.locator("main tbody tr").first.locator("button[name=what]").click()
    page.wait_for_url("**/plans/run_*/recombine")
    run_jobs()
    page.locator("#op-o1").wait_for()
    assert page.locator("#op-o1 s").count() == 1
    assert "Left out by you" in page.locator("main").inner_text()
    without = page.url
    page.locator("#op-o1").get_by_role("button", name="Pin", exact=True).click()
    page.wait_for_timeout(300)
    run_jobs()
    page.locator("#op-o1 button[value=free]").wait_for()
    assert page.url != without
    assert reader.faults(page) == []
    page.locator("#name").fill("Second choice")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_load_state()
    assert "Second choice" in page.locator(".c-kept").inner_text()
    page.get_by_role("link", name="Undo").click()
    page.wait_for_url(without)
    assert page.locator("#op-o1 button[value=free]").count() == 0
    page.get_by_role("link", name="Undo").click()
    page.wait_for_url(f"**/plans/{run}/recombine*")
    assert offered(page) == before
    phone = reader.open(f"/plans/{run}/recombine", "zh-hans", 390, cookies)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.faults(phone) == []
