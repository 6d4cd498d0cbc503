"""What the story stands on: who sits where, what time it is, what is said, and the workshops' machines.

Promises: everything the story does to the site goes through the public API; machines speak MTConnect to gateways.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from cofab.config.cluster import die_with_parent
from cofab.core.kernel.window import iso, utc
from cofab.demo.load import MAIL
from cofab.demo.story.client import Seat, patiently

Say = Callable[[str], None]
SIGN_INS = 3


@dataclass
class Cast:
    """The people of the region at the API: `firms` gives the region's key of an organisation by its public name."""

    url: str
    story: str
    firms: Mapping[str, str]
    seats: dict[str, Seat] = field(default_factory=dict)

    def person(self, key: str) -> Seat:
        """Return the seat of a person of the region, such as "fenghua-pumps/buyer"; signs in the first time."""
        if key not in self.seats:
            contact = f"{key.replace('/', '.')}@{MAIL}"
            token = self._token(contact)
            public = next(public for public, firm in self.firms.items() if firm == key.split("/", maxsplit=1)[0])
            self.seats[key] = Seat(self.url, key, token, public, self.story)
        return self.seats[key]

    def _token(self, contact: str) -> str:
        """Sign in with a code; where the answer was lost with its token, the code is used up, so take another."""
        with httpx.Client(base_url=f"{self.url}/api/v1", timeout=60) as door:
            for _ in range(SIGN_INS):
                sent = patiently(lambda: door.post("/sign-in/codes", json={"contact": contact})).raise_for_status()
                body = {"contact": contact, "code": sent.json()["demo_code"], "token_name": "story"}
                answer = patiently(lambda body=body: door.post("/sign-in", json=body))
                if answer.is_success:
                    break
            return str(answer.raise_for_status().json()["token"])

    def firm(self, public: str, role: str = "owner") -> Seat:
        """Return the seat of somebody in an organisation, by the organisation's public name."""
        return self.person(f"{self.firms[public]}/{role}")


@dataclass
class Agent:
    """The MTConnect agent of all machines in the story, and the gateways that read it, one a firm."""

    url: str
    commands: str
    processes: list[subprocess.Popen[str]]
    gateways: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def start(cls, begin: datetime, seed: int, log: Path) -> Agent:
        """Start the agent as a process of its own; it ends with this one."""
        words = [sys.executable, "-m", "cofab.cli", "agent", "--port", "0", "--begin", iso(begin), "--seed", str(seed)]
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=log.open("a"), text=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 (no threads)
        )  # fmt: skip
        assert process.stdout is not None
        told = dict(process.stdout.readline().split(maxsplit=1) for _ in range(2))
        return cls(told["agent"].strip(), told["commands"].strip(), [process])

    def do(self, command: str, **body: Any) -> Any:
        """Give the agent a command; returns its status."""
        return httpx.post(f"{self.commands}{command}", json=body, timeout=30).raise_for_status().json()

    def connect(self, seat: Seat, machines: Sequence[str], folder: Path) -> None:
        """Put a gateway into a firm that reads `machines` and opens their states and counts."""
        for machine in machines:
            self.do("join", machine=machine)
        home = folder / seat.organisation
        home.mkdir(parents=True, exist_ok=True)
        config = home / "gateway.toml"
        self._stop(seat.organisation)
        config.write_text(self._config(seat, "gtw_unknown", machines), encoding="utf-8")
        words = [sys.executable, "-m", "cofab.cli", "gateway", "--config", str(config)]
        made = subprocess.run([*words, "--init"], check=True, capture_output=True, text=True).stdout
        public = made.split("public_key:", 1)[1].strip()
        known = seat.get("/gateways")["items"]
        row = next((one for one in known if one["public_key"] == public), None)
        row = row or seat.post("/gateways", name="Gateway", public_key=public)
        config.write_text(self._config(seat, row["key"], machines), encoding="utf-8")
        log = (home / "gateway.log").open("a")
        self.processes.append(
            subprocess.Popen(words, stdout=log, stderr=log, text=True, preexec_fn=die_with_parent(signal.SIGTERM))  # noqa: PLW1509
        )
        self.gateways[seat.organisation] = config

    def _stop(self, organisation: str) -> None:
        config = self.gateways.pop(organisation, None)
        for process in list(self.processes):
            if config is not None and str(config) in process.args:
                process.terminate()
                process.wait(timeout=10)
                self.processes.remove(process)

    def _config(self, seat: Seat, gateway: str, machines: Sequence[str]) -> str:
        site = str(seat.http.base_url).removesuffix("/").removesuffix("/api/v1")
        lines = [f'platform = "{site}"', f'gateway = "{gateway}"', "interval_s = 0.4", "[[source]]"]
        lines += ['protocol = "mtconnect"', f'url = "{self.url.rstrip("/")}"']
        for machine in machines:
            lines += [
                "[[source.machine]]",
                f'device = "{machine}"',
                f'machine = "{machine}"',
                'open = ["state", "count"]',
            ]
        return "\n".join(lines) + "\n"

    def stop(self) -> None:
        """End the agent and every gateway."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=10)


@dataclass
class Stage:
    """Cast, time, machines and voice of a story; `say` tells one line, `folder` keeps what the story writes.

    `buys` is the person of the region who is the buyer.
    """

    cast: Cast
    agent: Agent
    say: Say
    folder: Path
    point: Callable[[str], None] = lambda name: None
    buys: str = "fenghua-pumps/buyer"

    def now(self) -> datetime:
        """Return the time that the site lives in."""
        return utc(self.cast.person("operator/operator").get("/clock")["now"])

    def until(self, to: datetime) -> datetime:
        """Let time pass until `to`, on the site and at the machines; returns the time then."""
        wait = max(timedelta(0), to - self.now())
        seconds = -(-wait // timedelta(seconds=1))
        at = utc(self.cast.person("operator/operator").post("/clock/advance", seconds=seconds)["now"])
        self.agent.do("clock", to=iso(at))
        return at

    @property
    def buyer(self) -> Seat:
        """Return the buyer's seat."""
        return self.cast.person(self.buys)
