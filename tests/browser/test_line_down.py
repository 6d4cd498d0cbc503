"""At the machine with the line down: presses wait in the browser and count once when the line is back."""

import runpy
from pathlib import Path

MAKING = Path(__file__).parents[1] / "apps" / "creation" / "produce" / "specimens.py"


def test_presses_wait_while_the_line_is_down_and_count_once(reader, transactional_db, make_firm, client_for):
    from django.db import transaction

    from cofab.apps.base.viewer import acting, platform
    from cofab.apps.creation.produce import actions

    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill", is_supplier=True)
    making = runpy.run_path(str(MAKING))
    _order, _machine, work = making["work_of"](buyer.id, mill.id)
    with acting(mill.viewer):
        actions.start(mill.viewer, work.key)
    cookies = {name: morsel.value for name, morsel in client_for(mill).cookies.items()}
    page = reader.open(f"/work/{work.key}", "en", 390, cookies)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.set_offline(True)
    page.get_by_role("button", name="+1", exact=True).click()
    reader.until(page, "!document.querySelector('[data-offline-count]').hidden")
    assert "1 offline" in page.locator("[data-offline-count]").inner_text()
    with transaction.atomic(), platform():
        work.refresh_from_db()
        assert work.done == 0
    page.context.set_offline(False)
    reader.until(page, "document.querySelector('[data-offline-count]').hidden")
    with transaction.atomic(), platform():
        work.refresh_from_db()
        assert work.done == 1
