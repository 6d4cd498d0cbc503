"""The gateway's configuration, one TOML file.

platform = "https://cofab.example"      # where batches go
gateway = "gtw_..."                     # the name the platform gave this gateway
key = "gateway.key"                     # private key file, beside this file unless absolute
buffer = "gateway.sqlite"               # what is not acknowledged yet

[[source]]
protocol = "mtconnect"
url = "http://10.0.0.5:5000"

[[source.machine]]
device = "VMC-3"                        # the source's name of the machine
machine = "mac_..."                     # the platform's name of it
open = ["state", "count"]               # beyond free and busy: state, count, hours, signals; default nothing

[source.machine.items]                  # what the source's own names mean, see gateway/mapping.py
I1 = { as = "state", running_above = 2.0, idle_below = 1.2 }
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cofab.core.creation.monitor.spans import HEARTBEAT_S
from cofab.core.kernel.refusal import Refused, declare
from cofab.gateway.mapping import Rule, rule_of

BAD_CONFIG = declare("gateway.bad_config", "{file}: {problem}")

OPENABLE = frozenset({"state", "count", "hours", "signals"})
LINES = ("http", "https", "mqtt", "mqtts")


@dataclass(frozen=True, slots=True)
class SharedMachine:
    """One machine of a source: its names on both sides and what its owner opened beyond free and busy."""

    device: str
    machine: str
    open: frozenset[str] = frozenset()
    items: Mapping[str, Rule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a protocol, its settings, and its machines."""

    name: str
    protocol: str
    settings: Mapping[str, Any]
    machines: tuple[SharedMachine, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the gateway needs to know; times in seconds."""

    platform: str
    gateway: str
    key: Path
    buffer: Path
    sources: tuple[Source, ...] = field(default=())
    interval_s: float = 1.0
    heartbeat_s: int = HEARTBEAT_S
    alive_s: int = HEARTBEAT_S // 4
    batch: int = 2000
    most_buffered: int = 5_000_000


def load(path: Path) -> Config:
    """Read a configuration file; refuses what cannot be read or misses something."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return _config(values, path.resolve().parent)
    except OSError as problem:
        raise Refused(BAD_CONFIG, file=str(path), problem=problem.strerror or str(problem)) from None
    except KeyError as problem:
        raise Refused(BAD_CONFIG, file=str(path), problem=f"{problem.args[0]} is missing") from None
    except (ValueError, TypeError) as problem:
        raise Refused(BAD_CONFIG, file=str(path), problem=str(problem)) from None


def _config(values: Mapping[str, Any], beside: Path) -> Config:
    if (scheme := str(values["platform"]).partition("://")[0]) not in LINES:
        raise ValueError(f"platform begins with one of {', '.join(LINES)}, not {scheme}")
    known = {"interval_s", "heartbeat_s", "alive_s", "batch", "most_buffered"}
    return Config(
        platform=str(values["platform"]).rstrip("/"),
        gateway=str(values["gateway"]),
        key=beside / values.get("key", "gateway.key"),
        buffer=beside / values.get("buffer", "gateway.sqlite"),
        sources=tuple(_source(source, beside) for source in values.get("source", ())),
        **{name: values[name] for name in known & values.keys()},
    )


def _source(values: Mapping[str, Any], beside: Path) -> Source:
    settings = {name: value for name, value in values.items() if name not in ("protocol", "machine", "name")}
    place = settings.get("url", settings.get("path", ""))
    name = str(values.get("name") or f"{values['protocol']} {place}".strip())
    if "path" in settings:
        settings["path"] = str(beside / settings["path"])
    return Source(name, str(values["protocol"]), settings, tuple(_machine(m) for m in values.get("machine", ())))


def _machine(values: Mapping[str, Any]) -> SharedMachine:
    opened = frozenset(values.get("open", ()))
    if not opened <= OPENABLE:
        raise ValueError(f"open knows {', '.join(sorted(OPENABLE))}, not {', '.join(sorted(opened - OPENABLE))}")
    rules = {str(name): rule_of(str(name), rule) for name, rule in values.get("items", {}).items()}
    return SharedMachine(str(values["device"]), str(values["machine"]), opened, rules)
