import pytest

SIDES = {
    "supplier": {"kind": "supplier", "is_supplier": True},
    "demander": {"kind": "demander", "is_demander": True},
    "operator": {"kind": "operator", "roles": ("operator", "owner")},
}
WAYS = [("zh-hans", 390), ("en", 1600)]


@pytest.fixture
def seat(transactional_db, make_firm, client_for):
    """Sign a person of a firm in; returns the cookies of the session."""

    def make(side):
        facts = dict(SIDES[side])
        firm = make_firm(f"Firm {side}", facts.pop("kind"), facts.pop("roles", ("owner",)), is_demo=True, **facts)
        return {name: morsel.value for name, morsel in client_for(firm).cookies.items()}

    return make


def test_every_menu_page_is_reachable_for_everybody(reader, seat):
    for side in SIDES:
        cookies = seat(side)
        page = reader.open("/keys", "en", 1600, cookies)
        paths = page.evaluate("[...document.querySelectorAll('.c-nav a')].map((a) => new URL(a.href).pathname)")
        assert paths, side
        for number, path in enumerate(paths):
            language, width = WAYS[number % 2]
            page = reader.open(path, language, width, cookies)
            assert reader.faults(page) == [], (side, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (side, path)
            assert page.locator("main h1").count() == 1, (side, path)
            page.context.close()
    assert [c for c in reader.complaints if "404" not in c] == []
