"""Looking before anything is sent: what a source has, a configuration to begin with, what would leave the factory."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from cofab.connectors.port import Cursor, Device
from cofab.connectors.registry import connect
from cofab.core.creation.monitor.observation import SIGNAL
from cofab.core.kernel.window import iso
from cofab.gateway.config import Config, Source
from cofab.gateway.disclose import Discloser, Point
from cofab.gateway.mapping import Mapper
from cofab.gateway.run import opened


def discover(protocol: str, **settings: Any) -> list[Device]:
    """Return the machines that a source knows; refuses one that cannot be read."""
    connector = connect(protocol, **settings)
    try:
        return connector.devices()
    finally:
        connector.close()


def skeleton(protocol: str, settings: dict[str, Any], devices: Iterable[Device]) -> str:
    """Return a configuration to begin with: every machine that was found, sharing free and busy only."""
    lines = [
        'platform = "https://..."',
        'gateway = "gtw_..."            # from the page Gateways',
        "",
        "[[source]]",
        f'protocol = "{protocol}"',
    ]
    lines += [f'{name} = "{_quoted(str(value))}"' for name, value in settings.items()]
    for device in devices:
        lines += ["", "[[source.machine]]", f'device = "{_quoted(device.name)}"' + _about(device)]
        lines += ['machine = "mac_..."            # the platform\'s name of it', "open = []"]
        signals = sorted(name for name, item in device.items.items() if item.startswith(SIGNAL) or item == name)
        lines += ["[source.machine.items]"] if signals else []
        lines += [f'# "{_quoted(name.removeprefix(SIGNAL))}" = "{SIGNAL}..."' for name in signals[:50]]
    return "\n".join(lines) + "\n"


def _about(device: Device) -> str:
    return f"                # {device.description}" if device.description else ""


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def dry_run(config: Config, seconds: float = 5.0) -> dict[str, Any]:
    """Read every source for a while and return what would be sent and what would stay; nothing is kept or sent."""
    told: list[Point] = []
    stays: dict[str, set[str]] = {}
    problems = {}
    for source in config.sources:
        try:
            points, inside = _looked(source, config, seconds)
        except Exception as problem:  # the answer is about every source, also about one that cannot be read
            problems[source.name] = str(problem)
            continue
        told += points
        stays |= inside
    sent = [[p.machine, iso(p.at), p.item, p.value, p.unit] for p in told]
    return {"would_send": sent, "stays": {name: sorted(items) for name, items in stays.items()}, "problems": problems}


def _looked(source: Source, config: Config, seconds: float) -> tuple[list[Point], dict[str, set[str]]]:
    connector, cursor = opened(source), None
    machines = {
        m.device: (Mapper(m.items), Discloser(m.machine, m.open, config.heartbeat_s, config.alive_s))
        for m in source.machines
    }
    points: list[Point] = []
    inside: dict[str, set[str]] = {}
    end = time.monotonic() + seconds
    try:
        while True:
            batch = connector.read(cursor)
            cursor = Cursor(batch.cursor.instance, batch.cursor.following)
            for observation in batch.observations:
                points += _point_of(observation, machines, inside)
            if time.monotonic() >= end:
                return points, inside
            time.sleep(0.0 if batch.observations else min(0.2, seconds))
    finally:
        connector.close()


def _point_of(observation: Any, machines: dict[str, Any], inside: dict[str, set[str]]) -> list[Point]:
    """Return what an observation would send, and note under `inside` what of it stays."""
    known = machines.get(observation.machine)
    meant = known[0].take(observation) if known else None
    points: list[Point] = known[1].take(meant) if known and meant else []
    item = meant.item if meant else observation.item
    if not any(point.item == item for point in points):
        inside.setdefault(observation.machine, set()).add(item)
    return points
