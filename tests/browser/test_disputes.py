"""A partial delivery is complained about, answered, ruled on and appealed: each side in its own browser."""

import importlib.util
import re
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "realisation_conftest", Path(__file__).parents[1] / "apps" / "realisation" / "conftest.py"
)
deals = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(deals)
make_deal = deals.make_deal
SIZES = [("zh-hans", 390), ("en", 1600), ("zh-hans", 1600), ("en", 390)]


def told(page):
    """Return what the next bar says."""
    return page.locator(".c-next").inner_text()


def test_missing_pieces_go_from_complaint_to_the_committees_decision(
    transactional_db, reader, make_deal, make_firm, cookies_of
):
    judges = make_firm("Committee", kind="committee")
    deal = make_deal().secured()
    seats = {name: cookies_of(deal.firms[name]) for name in ("buyer", "miller", "platform")}
    page = reader.open(f"/money/{deal.key}", "en", 1600, seats["buyer"])
    page.get_by_role("link", name="Complain").click()
    page.locator("#against").select_option(label="Miller")
    page.locator("#kind").select_option("short")
    page.locator("#pieces").fill("20")
    page.wait_for_selector("#worth td:has-text('56.50')")
    page.locator("#text").fill("Twenty pieces are missing; the seal was whole.")
    page.get_by_role("button", name="Raise the complaint").click()
    page.wait_for_url(re.compile("/disputes/dis_"))
    at = page.url.removeprefix(reader.site)
    assert "¥56.50" in page.locator(".c-kpi").inner_text()
    assert "Waiting" in told(page)

    mill = reader.open(at, "en", 390, seats["miller"])
    assert "Your turn: Answer the complaint" in told(mill)
    mill.locator("#answer-text").fill("We packed all of them and photographed the box.")
    mill.locator("form[action$='/answer'] button").click()
    mill.wait_for_selector("#propose-cause")
    mill.locator("#propose-cause").select_option("nobody")
    mill.get_by_role("button", name="Propose", exact=True).click()
    mill.wait_for_selector("text=waits for the other side")

    page.reload()
    assert page.get_by_role("button", name="Take it", exact=True).is_visible()
    page.get_by_role("button", name="Ask for a ruling").click()
    page.wait_for_selector("text=waits for a ruling")

    judge = reader.open(at, "en", 1600, seats["platform"])
    judge.locator("form[action$='/rule'] textarea").fill("The counts at both ends differ and the seal was whole.")
    judge.get_by_role("button", name="Rule", exact=True).click()
    judge.wait_for_selector("text=may be appealed")

    mill.reload()
    mill.locator("#appeal-text").fill("The weighing slip shows two thousand pieces.")
    mill.get_by_role("button", name="Appeal", exact=True).click()
    mill.wait_for_selector("text=waits for the committee")

    last = reader.open(at, "en", 1600, cookies_of(judges))
    last.locator("#rule-cause").select_option("nobody")
    last.locator("form[action$='/decide'] textarea").fill("Neither count can be preferred: half each.")
    last.get_by_role("button", name="Decide", exact=True).click()
    last.wait_for_selector("text=It is over")
    assert "¥28.25" in last.locator(".c-kpi").inner_text()

    for path in (at, "/disputes/", f"/disputes/new/{deal.key}"):
        for language, width in SIZES:
            shown = reader.open(path, language, width, seats["buyer"])
            assert reader.faults(shown) == [], (path, language, width)
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, (path, language, width)
            shown.context.close()
    assert [c for c in reader.complaints if "ERR_CONNECTION_REFUSED" not in c and "404" not in c] == []
