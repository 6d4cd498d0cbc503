"""The main paths of the people of a site, walked in a browser to what comes of them."""

import json
import re
from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import files

import pytest

PARTS = files("cofab.demo.parts")
SIZES = [("zh-hans", 1600), ("en", 390), ("zh-hans", 390), ("en", 1600)]


@contextmanager
def platform_reads():
    """Let the test see every row, in a transaction of its own that ends before the browser goes on."""
    from django.db import transaction

    from cofab.apps.base.viewer import platform

    with transaction.atomic(), platform():
        yield


def look(reader, path, cookies, sizes=SIZES):
    """Assert that a page is reachable for everybody in both languages and widths and fits a phone."""
    for language, width in sizes:
        page = reader.open(path, language, width, cookies)
        assert reader.faults(page) == [], (path, language, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, language, width)
        page.context.close()


def calm(reader):
    """Assert that no console complained; the site of the tests has no server of events."""
    assert [c for c in reader.complaints if "404" not in c and "ERR_CONNECTION_REFUSED" not in c] == []


def test_a_part_becomes_a_plan_and_a_workshop_takes_the_work_in_three_taps(reader, region, run_jobs):
    from cofab.apps.base.clock import now
    from cofab.apps.creation.agree.models import Request

    buyer = region("fenghua-pumps", "buyer")
    page = reader.open("/demands/new", "en", 1600, buyer)
    assert page.locator("#id_town").input_value() == "fenghua"
    page.locator("#id_files").set_input_files([str(PARTS / "FBH-047.step"), str(PARTS / "FBH-047.pdf")])
    page.locator("#id_title").fill("FBH-047")
    page.locator("#id_material").fill("6061")
    page.locator("#id_quantity").fill("50")
    page.locator("#id_due").fill((now() + timedelta(days=21)).date().isoformat())
    page.get_by_role("button", name="Read and price").click()
    page.wait_for_url(re.compile("/demands/dem_"))
    run_jobs()
    page.reload()
    assert page.get_by_role("button", name="Find plans").is_disabled()
    assert "47 H7" in page.locator("#question").inner_text()
    look(reader, page.url.removeprefix(reader.site), buyer)
    for _question in range(3):
        if page.locator("#question").count():
            asked = json.dumps(page.locator("#question p").inner_text())
            page.get_by_role("button", name="Confirm, put in contract").click()
            reader.until(page, f"document.querySelector('#question p')?.innerText !== {asked}")
    assert "6 × ⌀6.6 through" in page.locator("main").inner_text()
    page.get_by_role("button", name="Find plans").click()
    page.wait_for_url(re.compile("/plans/run_"))
    run_jobs()
    page.reload()
    assert page.locator("tr[data-plan]").count() >= 1
    assert page.locator(".c-gantt-fig .bar").count() >= 5
    look(reader, page.url.removeprefix(reader.site), buyer, SIZES[:2])
    page.locator("tr[data-plan] button").first.click()
    page.locator("dialog#sheet [data-yes]").click()
    page.wait_for_url(re.compile("/orders/ord_"))

    with platform_reads():
        row = Request.objects.select_related("organisation").filter(state="asked").first()
    shop = region(region.firm_of(row.organisation.key))
    phone = reader.open("/requests/", "en", 390, shop)
    assert reader.faults(phone) == []
    phone.locator(".c-job.hot").first.click()
    phone.get_by_role("link", name="Accept").click()
    phone.get_by_role("button", name="Confirm, take the job").click()
    phone.wait_for_load_state()
    with platform_reads():
        row.refresh_from_db()
    assert row.state == "accepted"
    look(reader, f"/requests/{row.key}", shop, SIZES[1:3])
    calm(reader)


@pytest.fixture
def shop(transactional_db, make_firm):
    """A workshop with one machine on sale on request."""
    from cofab.apps.proposition.publish import actions
    from cofab.apps.proposition.publish.reference import Process

    names = {"families": ["milling"], "name_zh": "三轴铣削", "name_en": "3-axis milling"}
    Process.objects.get_or_create(id="3-axis-milling", defaults=names)
    firm = make_firm("Mill", is_supplier=True, town="huangyan")
    facts = {
        "name": "VMC-1", "model": "VMC 850", "processes": ["3-axis-milling"], "families": ["aluminium"],
        "rate_minor_per_h": 6_500,
    }  # fmt: skip
    return firm, actions.add_machine(firm.viewer, facts)


def test_half_days_are_painted_as_own_work_and_taken_back(reader, shop, cookies_of):
    from cofab.apps.proposition.publish.models import Occupancy

    firm, machine = shop
    cookies = cookies_of(firm)
    page = reader.open("/machines/calendar", "en", 1600, cookies)
    page.locator(f'tr[data-lane="{machine.key}"] .c-half:visible').nth(3).click()
    page.locator(f'tr[data-lane="{machine.key}"] .c-half:visible').nth(4).click()
    page.get_by_role("button", name="Enter", exact=True).click()
    page.wait_for_load_state()
    own = Occupancy.objects.filter(machine=machine, kind="own", state="active")
    with platform_reads():
        assert own.count() == 1
    assert page.locator(f'tr[data-lane="{machine.key}"] .c-slot.own').count() == 1
    assert page.locator(".c-nav a[aria-current]").count() == 1
    look(reader, "/machines/calendar", cookies)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    with platform_reads():
        assert not own.exists()
    calm(reader)


def test_a_machine_is_put_down_and_up_again(reader, shop, cookies_of):
    firm, machine = shop
    cookies = cookies_of(firm)
    page = reader.open(f"/machines/{machine.key}", "en", 390, cookies)
    assert reader.faults(page) == []
    page.get_by_label("What is wrong").fill("Spindle hums")
    page.get_by_role("button", name="Report down").click()
    page.locator(".c-next.stop").wait_for()
    with platform_reads():
        machine.refresh_from_db()
    assert machine.down_since is not None
    page.get_by_role("button", name="It runs again").click()
    page.wait_for_load_state()
    with platform_reads():
        machine.refresh_from_db()
    assert machine.down_since is None
    look(reader, f"/twins/{machine.key}", cookies, SIZES[:2])
    calm(reader)


def test_the_operator_lets_a_firm_in(reader, make_firm, cookies_of, transactional_db):
    operator = make_firm("Region", kind="operator", roles=("operator", "owner"))
    newcomer = make_firm("New mill").organisation
    newcomer.admission = "applied"
    newcomer.save(update_fields=["admission"])
    cookies = cookies_of(operator)
    look(reader, "/admissions/", cookies, SIZES[:2])
    page = reader.open("/admissions/", "en", 1600, cookies)
    page.locator(".c-card", has_text="New mill").get_by_role("button", name="Let in").first.click()
    page.wait_for_load_state()
    newcomer.refresh_from_db()
    assert newcomer.admission == "admitted"
    assert page.get_by_role("button", name="Let in").count() == 0
    calm(reader)


def test_strangers_can_sign_in_on_any_screen(reader, transactional_db):
    look(reader, "/sign-in", {})
    calm(reader)
