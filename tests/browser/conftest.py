"""A real browser before the real site: pages are opened as people open them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in the test's thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as needing a browser."""
    for item in items:
        if Path(str(item.fspath)).is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium a file; skips where there is none, fails instead when CI=true.

    Playwright keeps an event loop running in the thread, so that it must end before tests with a loop of their own.
    """
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next((found for name in BROWSERS if (found := which(name))), None)
    if path is None or not (ROOT / "src/cofab/web/static/vendor").exists():
        why = "no Chromium on this machine" if path is None else "browser files are not set up (make node)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox", "--enable-unsafe-swiftshader", "--use-gl=swiftshader"]
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


@dataclass
class Reader:
    """A person with a browser: opens pages of the site and remembers what the console complained of."""

    browser: Any
    site: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def open(
        self, path: str, language: str = "en", width: int = 1600, cookies: dict[str, str] | None = None,
        solid: bool = False,
    ) -> Any:  # fmt: skip
        """Open a page in a language and width and wait until it rests; `solid` draws parts in 3D, which is slow."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        wanted = {"cofab_language": language, **(cookies or {})}
        context.add_cookies([{"name": n, "value": v, "url": self.site} for n, v in wanted.items()])
        self.contexts.append(context)
        context.set_default_timeout(60_000)
        if not solid:
            context.route("**/model-viewer*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.site + path, wait_until="load")
        page.wait_for_timeout(400)
        return page

    def until(self, page: Any, condition: str) -> None:
        """Wait until a JavaScript expression holds; unlike playwright's own waiting it needs no eval in the page."""
        for _ in range(300):
            if page.evaluate(condition):
                return
            page.wait_for_timeout(200)
        raise AssertionError(f"never came true: {condition}")

    def faults(self, page: Any) -> list[str]:
        """Return what axe finds serious or critical on the page, with the first guilty element."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page).response["violations"]
        return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the running site; tests that write to the database ask for `transactional_db` besides."""
    from pytest_django.live_server_helper import LiveServer

    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def reader(browser: Any, site: str) -> Iterator[Reader]:
    """A reader before the running site."""
    one = Reader(browser, site)
    yield one
    for context in one.contexts:
        context.close()


@pytest.fixture
def cookies_of(client_for: Any) -> Any:
    """Return the cookies of a signed-in session of a firm's person."""
    return lambda firm: {name: morsel.value for name, morsel in client_for(firm).cookies.items()}


@pytest.fixture
def region(transactional_db: None, cookies_of: Any) -> Any:
    """The demo region; gives the cookies of a person of it, by "firm/role"."""
    from cofab.apps.base.clock import now
    from cofab.demo.load import load
    from cofab.demo.region import build

    loaded = load(build(1, now()))
    firms = {row.key: key for key, row in loaded.organisations.items()}

    def seat(firm: str, role: str = "owner") -> Any:
        person = loaded.people[f"{firm}/{role}"]
        organisation = loaded.organisations[firm]
        return cookies_of(SimpleNamespace(organisation=organisation, person=person))

    seat.firm_of = firms.__getitem__
    seat.loaded = loaded
    return seat
