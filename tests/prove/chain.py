"""A whole line of machines for the proofs: a machine that counts, a gateway, a broker, an ingester, a database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from cofab.config.database import ensure_server, stop_server
from cofab.connectors.mtconnect.fake.agent import Agent
from cofab.connectors.mtconnect.fake.device import machine_tool
from cofab.connectors.mtconnect.fake.server import serve
from cofab.core.creation.monitor.observation import Observation
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import load
from peers import Mosquitto, until

SCHEMA = """
from cofab.config import site
site.enter(owner=True)
from cofab.config.prepare import migrate
migrate()
"""
SETUP = """
import sys
from cofab.config import site
site.enter()
from datetime import datetime, UTC
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.creation.models import Gateway
from cofab.apps.proposition.models import Machine
with platform():
    firm = Organisation.objects.create(kind="supplier", name_en="Proof", admission="admitted")
    mine = {"organisation": firm, "audience": [firm.pk]}
    machine = Machine.objects.create(name="VMC-3", code="proof/1", **mine)
    gateway = Gateway.objects.create(name="g", public_key=sys.argv[1], registered_at=datetime.now(UTC), **mine)
print(machine.key, gateway.key)
"""


class Machine:
    """A machine that counts on and on, in its own time, until it is told to stop."""

    def __init__(self) -> None:
        self.made, self.begin = 0, datetime.now(UTC) - timedelta(hours=12)
        self.agent = Agent([machine_tool("VMC-3", "u3")], self.now, size=2_000_000)
        self.server = serve(self.agent)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def now(self) -> datetime:
        return self.begin + self.made * timedelta(milliseconds=50)

    def _work(self) -> None:
        while not self.done.wait(0.05):
            self.made += 1
            self.agent.tell([Observation("VMC-3", self.now(), "part_count", str(self.made))])

    def stop(self) -> None:
        self.done.set()
        if self.thread.is_alive():
            self.thread.join()


class Chain:
    """Machine, gateway, broker, ingester and database; each part can be killed and comes back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        outside = {"DATABASE_URL", "DATABASE_OWNER_URL", "COFAB_OWNER_URL"}
        own = {"COFAB_DATA": str(self.data), "COFAB_SECRET": "proof"}
        self.environment = {name: value for name, value in os.environ.items() if name not in outside} | own
        self.broker = Mosquitto(folder / "mosquitto")
        ensure_server(self.data)
        self._run(sys.executable, "-c", SCHEMA)
        self.config = folder / "gateway.toml"
        self.machine = Machine()
        self._configure("mac_", "gtw_")
        public = json.loads(self._cofab("gateway", "--config", str(self.config), "--init", "--json"))["public_key"]
        keys = self._run(sys.executable, "-c", SETUP, public).split()
        self._configure(*keys[-2:])
        self.parts = {"gateway": self._gateway(), "ingester": self._ingester()}

    def _configure(self, machine: str, gateway: str) -> None:
        self.config.write_text(
            f'platform = "{self.broker.url}"\ngateway = "{gateway}"\ninterval_s = 0.05\nbatch = 1000\n'
            f'[[source]]\nprotocol = "mtconnect"\nurl = "{self.machine.url}"\n'
            f'[[source.machine]]\ndevice = "VMC-3"\nmachine = "{machine}"\nopen = ["count"]\n'
        )

    def _run(self, *words: str) -> str:
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def _cofab(self, *words: str) -> str:
        return self._run(sys.executable, "-m", "cofab.cli", *words)

    def _begin(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "cofab.cli", *words], env=self.environment, stdout=log, stderr=log
            )

    def _gateway(self) -> subprocess.Popen[bytes]:
        return self._begin("gateway", "--config", str(self.config))

    def _ingester(self) -> subprocess.Popen[bytes]:
        return self._begin("ingest", "--mqtt", self.broker.url)

    def kill(self, part: str) -> None:
        """Kill a part without a word and start it again."""
        if part == "broker":
            self.broker.kill()
            self.broker.start()
        elif part == "database":
            os.kill(int((self.data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            until(self._database_again, 60)
        else:
            self.parts[part].kill()
            self.parts[part].wait()
            self.parts[part] = self._gateway() if part == "gateway" else self._ingester()

    def _database_again(self) -> bool:
        try:
            ensure_server(self.data)
            return self.rows("SELECT 1") == [(1,)]
        except Exception:
            time.sleep(0.2)
            return False

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser."""
        facts = json.loads((self.data / "postgres.json").read_text())
        login = {"user": "postgres", "password": facts["postgres_password"], "dbname": "cofab"}
        with psycopg.connect(host="127.0.0.1", port=facts["port"], **login, connect_timeout=5) as link:
            return link.execute(query, values).fetchall()

    def forgotten(self) -> int:
        """Return up to which number the gateway has let go of its points: they were acknowledged."""
        buffer = Buffer(load(self.config).buffer)
        try:
            last = buffer.db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'point'").fetchone()
            waiting = buffer.waiting(1)
            return waiting[0].sequence - 1 if waiting else int(last[0] if last else 0)
        finally:
            buffer.close()

    def stop(self) -> None:
        """End everything."""
        self.machine.stop()
        for process in self.parts.values():
            process.kill()
            process.wait()
        self.broker.stop()
        self.machine.server.shutdown()
        self.machine.server.server_close()
        stop_server(self.data)
