"""A whole site as processes: crashed ones come back, Ctrl-C and SIGTERM end all, kill -9 leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from cofab.config import cluster
from cofab.config.database import stop_server

pytestmark = pytest.mark.database


class Site:
    """`cofab serve` on a data folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, cluster.free_port()
        self.output = data.with_name(f"serve.{self.port}.out")
        self.process = self.serve()
        self.parent = psutil.Process(self.process.pid)

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the supervisor on this site's folder and port."""
        words = [sys.executable, "-m", "cofab.cli", "serve", "--port", str(self.port)]
        environment = {**os.environ, "COFAB_DATA": str(self.data)}
        with self.output.open("ab") as file:
            return subprocess.Popen(words, env=environment, stdout=file, stderr=file, start_new_session=True)

    def is_up(self) -> bool:
        """Tell whether the supervisor has said where the site is."""
        return b"Cofab is at" in self.output.read_bytes()

    def status(self) -> int:
        """Return the HTTP status of readiness, 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def part(self, name: str) -> psutil.Process | None:
        """Return the process of one part."""
        for child in self.parent.children():
            with contextlib.suppress(psutil.Error):
                if name in child.cmdline():
                    return child
        return None


def wait_until(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Tell whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that the sites of these tests run on, one after another."""
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    """A running site."""
    running = Site(folder)
    try:
        wait_until(lambda: running.is_up() or running.process.poll() is not None, 240)
        assert running.is_up(), running.output.read_text()
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()
        stop_server(running.data)


def test_crashed_parts_come_back_and_sigterm_ends_everything(site: Site):
    assert site.status() == 200
    assert counts_over_all_processes(site)
    family = site.parent.children(recursive=True)
    second = site.serve()
    assert second.wait(60) == 3, "a second site on the same data folder is refused"
    assert b"config.running" in site.output.read_bytes() or b"config.port_taken" in site.output.read_bytes()
    for name in ("web", "worker"):
        killed = site.part(name)
        assert killed is not None
        killed.kill()
        assert wait_until(lambda name=name, killed=killed: site.part(name) not in {None, killed})
    assert wait_until(lambda: site.status() == 200)
    family += site.parent.children(recursive=True)
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(30) == 0
    assert not psutil.wait_procs(family, timeout=5)[1]
    assert not (site.data / "postgres" / "postmaster.pid").exists()


def test_a_killed_database_comes_back_under_the_running_site(site: Site):
    first = int((site.data / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: site.status() == 200 and _postmaster(site) not in {0, first})


def test_kill_of_the_supervisor_leaves_no_process_behind(site: Site):
    family = site.parent.children(recursive=True)
    assert len(family) > 8
    site.process.kill()
    assert not psutil.wait_procs(family, timeout=90)[1]


def counts_over_all_processes(site: Site) -> bool:
    """Tell whether every web process tells the requests that all of them answered."""
    address = f"http://127.0.0.1:{site.port}"
    before = _counted(address)
    for _ in range(20):
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/api/v1/nothing", timeout=30)
    return {_counted(address) for _ in range(10)} == {before + 20}


def _counted(address: str) -> float:
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith('cofab_requests_total{area="api"'))


def _postmaster(site: Site) -> int:
    path = site.data / "postgres" / "postmaster.pid"
    return int(path.read_text().split()[0]) if path.exists() else 0
