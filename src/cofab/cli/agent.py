"""Serve made-up machines as a real MTConnect agent, for trying things out.

The machines live in simulated time: `POST /clock {"to": TIME}` on the command port lets it pass, or `--rate R` runs it
R times as fast as the wall clock. Other commands: `join {"machine"}`, `assign {"machine","name","quantity","setup_s",
"piece_s","begin","windows":[[start,end]]}`, `fail {"machine","name","at_ppm","code","text","repair_s"}`,
`repair {"machine"}`, `withdraw {"machine","name"}`, `restart {}`, `status {}`.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from cofab.connectors.mtconnect.fake.agent import Agent
from cofab.connectors.mtconnect.fake.device import machine_tool
from cofab.connectors.mtconnect.fake.server import serve, serve_commands
from cofab.core.kernel.window import Window, iso, utc
from cofab.simulation.machine import Failure, Job
from cofab.simulation.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read ports, machines, seed and the pace of time."""
    parser.add_argument("--port", type=int, default=5000, help="port of the agent (default 5000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this computer only)")
    parser.add_argument("--commands", type=int, default=0, metavar="PORT", help="port for commands (default: any free)")
    parser.add_argument("--machines", default="", help="names of machines, separated by commas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", default="", metavar="TIME", help="simulated time at the start (default: now)")
    parser.add_argument("--rate", type=float, default=0.0, help="simulated seconds a second (default 0: by command)")
    parser.add_argument("--buffer", type=int, default=131_072, help="observations the agent keeps")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    begin = utc(args.begin) if args.begin else datetime.now(UTC)
    played = PlayedWorld(World(args.seed, begin), args.buffer)
    for name in filter(None, args.machines.split(",")):
        played.join({"machine": name})
    agent = serve(played.agent, args.port, args.host)
    commands = serve_commands(played.commands(), args.commands)
    sys.stdout.write(f"agent http://{args.host}:{agent.server_address[1]}/\n")
    sys.stdout.write(f"commands http://127.0.0.1:{commands.server_address[1]}/\n")
    sys.stdout.flush()
    last = time.monotonic()
    while True:
        time.sleep(0.2 if args.rate else 60)
        now = time.monotonic()
        played.pass_time(timedelta(seconds=args.rate * (now - last)))
        last = now


class PlayedWorld:
    """A simulated world told to a fake agent, and the commands that steer it."""

    def __init__(self, world: World, buffer: int = 131_072) -> None:
        """Start with the world's machines in the agent."""
        self.world, self.lock = world, threading.RLock()
        self.agent = Agent([machine_tool(name, f"demo-{name}") for name in world.machines], lambda: world.clock, buffer)

    def commands(self) -> dict[str, Any]:
        """Return the commands by name, each taking the body and returning what is answered."""
        names = ("join", "assign", "fail", "repair", "withdraw", "clock", "restart", "status")
        return {name: self._one_at_a_time(getattr(self, name)) for name in names}

    def _one_at_a_time(self, command: Any) -> Any:
        def locked(body: dict[str, Any]) -> Any:
            with self.lock:
                return command(body)

        return locked

    def pass_time(self, delta: timedelta) -> None:
        """Let simulated time pass."""
        if delta > timedelta(0):
            with self.lock:
                self.agent.tell(self.world.advance(self.world.clock + delta))

    def join(self, body: dict[str, Any]) -> dict[str, Any]:
        """Add a machine."""
        if body["machine"] not in self.world.machines:
            self.world.join(body["machine"])
            self.agent.join(machine_tool(body["machine"], f"demo-{body['machine']}", model=body.get("model", "")))
        return self.status({})

    def assign(self, body: dict[str, Any]) -> dict[str, Any]:
        """Give a machine a job."""
        windows = tuple(Window(utc(start), utc(end)) for start, end in body.get("windows", ()))
        begin = utc(body["begin"]) if "begin" in body else self.world.clock
        numbers = (int(body["quantity"]), int(body["setup_s"]), int(body["piece_s"]))
        self.world.assign(body["machine"], Job(body["name"], *numbers, begin, windows))
        return self.status({})

    def fail(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let a machine break at a share of a job's pieces."""
        given = {key: body[key] for key in ("code", "text", "repair_s") if key in body}
        self.world.fail(body["machine"], Failure(body["name"], int(body["at_ppm"]), **given))
        return self.status({})

    def repair(self, body: dict[str, Any]) -> dict[str, Any]:
        """Repair a machine."""
        self.agent.tell(self.world.repair(body["machine"]))
        return self.status({})

    def withdraw(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take a job away from a machine."""
        self.agent.tell(self.world.withdraw(body["machine"], body["name"]))
        return self.status({})

    def clock(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let the time pass until `to`."""
        self.agent.tell(self.world.advance(utc(body["to"])))
        return self.status({})

    def restart(self, body: dict[str, Any]) -> dict[str, Any]:
        """Restart the agent, not the machines: its buffer is lost."""
        self.agent.restart()
        return self.status(body)

    def status(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the clock and, for every machine, its task, pieces and jobs."""
        machines = {
            name: {"task": m.task, "broken": m.broken, "on": m.on, "made": m.made, "jobs": [job.name for job in m.jobs]}
            for name, m in self.world.machines.items()
        }
        return {"now": iso(self.world.clock), "instance": self.agent.instance, "machines": machines}
