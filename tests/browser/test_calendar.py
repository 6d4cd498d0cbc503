"""The idle calendar under a mouse and a keyboard: own work is dragged, stretched, typed, and all of it undone."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def shop(transactional_db, make_firm):
    """A workshop with two machines that stand idle, and a morning of own work on the first."""
    from cofab.apps.base.clock import now
    from cofab.apps.proposition.publish import actions, board
    from cofab.apps.proposition.publish.reference import Process

    Process.objects.get_or_create(
        id="3-axis-milling", defaults={"families": ["milling"], "name_zh": "铣", "name_en": "M"}
    )
    firm = make_firm("Mill", is_supplier=True, town="huangyan")
    days = {
        "zone": "Asia/Shanghai",
        "shifts": [{"days": list(range(7)), "spans": [["08:00", "12:00"], ["13:00", "22:00"]]}],
    }
    facts = {"processes": ["3-axis-milling"], "rate_minor_per_h": 6_500, "shift": days}
    machines = [actions.add_machine(firm.viewer, {"name": f"VMC-{n}", **facts}) for n in (1, 2)]
    halves = board.halves((now() + timedelta(days=1)).date(), 3)
    row = actions.block(firm.viewer, machines[0].key, halves[0], "own", "covers")
    return firm, machines, row


def read(row):
    """Return where a claim stands now."""
    from django.db import transaction

    from cofab.apps.base.viewer import platform
    from cofab.apps.proposition.publish.mappers import window_of

    with transaction.atomic(), platform():
        row.refresh_from_db()
        return row.machine.name, window_of(row.during)


def drag(page, bar, right, down, edge=False):
    """Drag a bar so many pixels, from its middle or its right edge."""
    box = bar.bounding_box()
    x, y = box["x"] + (box["width"] - 3 if edge else box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=3)
    page.mouse.move(x + right, y + down, steps=3)
    with page.expect_navigation():
        page.mouse.up()


def test_own_work_is_dragged_to_another_machine_stretched_and_both_undone(reader, shop, cookies_of):
    firm, machines, row = shop
    cookies = cookies_of(firm)
    start = read(row)
    page = reader.open("/machines/calendar", "en", 1600, cookies)
    bar = page.locator(f'[data-drag="{row.key}"]')
    half = bar.bounding_box()["width"]
    lanes = [page.locator(f'tr[data-lane="{machine.key}"]').bounding_box() for machine in machines]
    drag(page, bar, 2 * half, lanes[1]["y"] - lanes[0]["y"])
    name, moved = read(row)
    assert name == "VMC-2" and moved.start - start[1].start == timedelta(hours=24)
    drag(page, page.locator(f'[data-drag="{row.key}"]'), half, 0, edge=True)
    assert read(row)[1].seconds == 86_400
    for _ in range(2):
        with page.expect_navigation():
            page.get_by_role("button", name="Undo").click()
    assert read(row) == start
    assert reader.faults(page) == []


def test_minutes_are_dragged_by_quarters_and_the_form_is_the_twin(reader, shop, cookies_of):
    firm, _machines, row = shop
    cookies = cookies_of(firm)
    name, window = read(row)
    page = reader.open(
        f"/machines/calendar?view=minutes&from={(window.start + timedelta(hours=8)).date()}", "en", 1600, cookies
    )
    chart = page.locator(".c-gantt-draw svg").first.bounding_box()["width"]
    drag(page, page.locator(f'[data-drag="{row.key}"] g.bar'), 2.6 * chart / 24, 0)
    shift = read(row)[1].start - window.start
    assert timedelta(hours=2) < shift < timedelta(hours=3) and shift.seconds % 900 == 0
    page.locator(f'[data-drag="{row.key}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**edit=*")
    page.locator("#id_label").fill("by hand")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    assert read(row)[1].start - window.start == shift
    for _ in range(2):
        with page.expect_navigation():
            page.get_by_role("button", name="Undo").click()
    assert read(row) == (name, window)
    phone = reader.open("/machines/calendar", "zh-hans", 390, cookies)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.faults(phone) == []
    assert [c for c in reader.complaints if "404" not in c and "ERR_CONNECTION_REFUSED" not in c] == []
