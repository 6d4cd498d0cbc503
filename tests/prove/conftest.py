"""One real site for the long proofs, and the stories that are played on it while its processes are killed."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SEED = 47
PAUSE_S = (6.0, 14.0)
CALM_S = 90


def part(name: str) -> ModuleType:
    """Load a module that stands beside this one, once Django is set up."""
    full = f"cofab_prove_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None and spec.loader is not None
        sys.modules[full] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[full]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Restore from the backup after everything else, for it needs the story and stops the site."""
    items.sort(key=lambda item: "test_backup_story" in item.nodeid)


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Write one line to the terminal at once, with the seconds since the beginning."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    began = time.monotonic()

    def tell(line: str) -> None:
        with capture.global_and_fixture_disabled():
            print(f"{time.monotonic() - began:7.1f} s  {line}", flush=True)

    return tell


@pytest.fixture(scope="session")
def prove_part() -> Callable[[str], ModuleType]:
    """Load a module beside the proofs by its name."""
    return part


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> Iterator[Any]:
    """A running site with the demo region in it."""
    made = part("running").Site(tmp_path_factory.mktemp("prove") / "data")
    try:
        say("")
        say(f"site with region: {made.start():.0f} s")
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def killed(site: Any, say: Callable[[str], None]) -> tuple[Any, Any]:
    """The story with kills at its named points: (what it was, who killed what)."""
    killing = part("killing")
    killer = killing.Killer(site, say, killing.POINTS)
    return _played(site, "points", SEED, killer, say), killer


@pytest.fixture(scope="session")
def hunted(killed: tuple[Any, Any], site: Any, say: Callable[[str], None]) -> tuple[Any, Any]:
    """Another story on the same site, with kills at random times."""
    killing = part("killing")
    killer = killing.Killer(site, say)
    hunter = killing.RandomKills(killer, SEED, PAUSE_S)
    hunter.start()
    try:
        return _played(site, "random", SEED + 1, killer, say), killer
    finally:
        hunter.stop()


def _played(site: Any, name: str, seed: int, killer: Any, say: Callable[[str], None]) -> Any:
    began = time.monotonic()
    told = part("telling").tell(site, name, seed, killer.point, say)
    told.seconds = time.monotonic() - began
    say(f"the story with kills at {name}: {told.seconds:.0f} s, {len(killer.kills)} kills, evidence {told.verified}")
    return told


@pytest.fixture(scope="session")
def calm(site: Any) -> Callable[[], None]:
    """Wait until every part answers again and no job of a story waits or runs."""

    def wait() -> None:
        end = time.monotonic() + CALM_S
        while time.monotonic() < end:
            ports = [(site.port, "/readyz"), (site.events_port, "/livez")]
            if all(site.answers(*port) == 200 for port in ports) and not _open(site):
                return
            time.sleep(0.5)
        raise AssertionError(f"still at work after {CALM_S} s: {_open(site)}")

    return wait


def _open(site: Any) -> list[Any]:
    """Return the jobs that wait or run, but those that come again and again."""
    return site.rows(
        "SELECT id, task_name, status::text, attempts FROM procrastinate_jobs j WHERE status IN ('todo', 'doing') "
        "AND NOT EXISTS (SELECT 1 FROM procrastinate_periodic_defers d WHERE d.task_name = j.task_name)"
    )
