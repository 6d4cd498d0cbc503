"""A monthly account is drawn up, compared and signed by both: each side in its own browser."""

import importlib.util
import re
from pathlib import Path

from cofab.apps.base.clock import advance
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.realisation.settle.actions import release
from cofab.apps.realisation.statement.journal import today

_spec = importlib.util.spec_from_file_location(
    "realisation_conftest", Path(__file__).parents[1] / "apps" / "realisation" / "conftest.py"
)
deals = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(deals)
make_deal = deals.make_deal


def test_a_monthly_account_signed_by_both(transactional_db, reader, make_deal, client_for):
    deal = make_deal(way="direct").secured()
    release(SYSTEM, deal.key, "started", deal.org("turner"))
    advance(86_400)
    while today().day != 26:
        advance(86_400)
    cookies = {
        name: {key: morsel.value for key, morsel in client_for(deal.firms[name]).cookies.items()}
        for name in ("buyer", "turner")
    }
    page = reader.open("/statements/", "en", 1600, cookies["buyer"])
    page.get_by_role("button", name="Draw up what is missing").click()
    page.locator("td a[href^='/statements/']").first.click()
    page.wait_for_url(re.compile("/statements/mst_"))
    at = page.url.removeprefix(reader.site)
    seats = {"buyer": page, "turner": reader.open(at, "en", 390, cookies["turner"])}
    for name, seat in seats.items():
        seat.reload()
        assert "¥3,288.30" in seat.locator(".c-kpi").inner_text(), name
        seat.get_by_role("button", name="Sign the statement").click()
        seat.get_by_role("button", name="Sign", exact=True).click()
        seat.wait_for_selector(f"text={name.title()} person ·")
    page.reload()
    assert "Both have signed" in page.locator(".c-next").inner_text()
    for path in (at, "/statements/"):
        for language, width in [("zh-hans", 390), ("en", 1600), ("zh-hans", 1600), ("en", 390)]:
            shown = reader.open(path, language, width, cookies["turner"])
            assert reader.faults(shown) == [], (path, language, width)
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, (path, language, width)
            shown.screenshot(
                path=f"/tmp/monthly_{'one' if path == at else 'list'}_{language}_{width}.png", full_page=True
            )
            shown.context.close()
