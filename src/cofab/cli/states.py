"""Say in which state a machine was and for how long, from a file of SHDR lines or MTConnect streams."""

from __future__ import annotations

import argparse
import gzip
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.connectors.mtconnect import document, translate
from cofab.core.creation.monitor.observation import Observation
from cofab.core.creation.monitor.spans import HEARTBEAT_S, Span, seconds, spans
from cofab.core.kernel.refusal import INVALID, Refused, declare
from cofab.core.kernel.window import Window, iso, utc

NOTHING_READ = declare("states.nothing_read", "{file} holds no observation that can be read.")
WHICH = declare("states.which", "{file} tells of several machines: choose one with --device: {devices}.")
UNREADABLE = declare("states.unreadable", "{file} cannot be read: {problem}.")

DAY = timedelta(days=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the file, the window and the heartbeat."""
    parser.add_argument("file", type=Path, metavar="FILE", help="SHDR lines or an MTConnect streams document, also .gz")
    parser.add_argument(
        "--from", dest="start", default="", metavar="TIME", help="ISO 8601; default: a day before the end"
    )
    parser.add_argument(
        "--to", dest="end", default="", metavar="TIME", help="ISO 8601; default: the last time in the file"
    )
    parser.add_argument("--device", default="", help="which machine, where the file tells of several")
    parser.add_argument(
        "--devices", type=Path, metavar="XML", help="device description: what each item of the lines is"
    )
    parser.add_argument(
        "--heartbeat", type=int, metavar="S", help="silence believed, in seconds; default: as the file says"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print the states."""
    found, heartbeat = read(args.file, args.devices, args.device)
    window = _window(args, found)
    covered = spans(found, window, args.heartbeat if args.heartbeat is not None else heartbeat)
    if args.json:
        answer(as_json(window, covered))
    else:
        _table(window, covered)
    return 0


def read(path: Path, description: Path | None = None, device: str = "") -> tuple[list[Observation], int]:
    """Return the observations of one machine in a file and the heartbeat in seconds that it declares, or the default.

    Refuses a file without observations, and one of several machines without `device`.
    """
    data = _bytes(path)
    if document.is_xml(data):
        found, heartbeat = document.recorded(data, str(path)), HEARTBEAT_S
    else:
        lines = data.decode("utf-8", "replace").splitlines()
        found = list(translate.from_shdr(lines, "", _types(description, device)))
        heartbeat = translate.heartbeat_of(lines) or HEARTBEAT_S
    if device:
        found = [o for o in found if o.machine in ("", device)]
    names = sorted({o.machine for o in found})
    if not found:
        raise Refused(NOTHING_READ, file=path.name)
    if len(names) > 1:
        raise Refused(WHICH, file=path.name, devices=", ".join(names))
    return found, heartbeat


def _bytes(path: Path) -> bytes:
    """Return the file's content, unpacked where it is gzip; refuses what cannot be read or unpacks too large."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                data = packed.read(16 * document.LIMIT)
    except (OSError, EOFError) as problem:
        raise Refused(UNREADABLE, file=path.name, problem=str(problem)) from None
    return data


def _types(description: Path | None, device: str) -> dict[str, str]:
    """Return the data item types by name and by id of a device description, of `device` or of every device."""
    if description is None:
        return {}
    return document.types(document.parse(_bytes(description), description.name), device)


def _window(args: argparse.Namespace, found: list[Observation]) -> Window:
    end = _time("to", args.end) or max(o.at for o in found)
    start = _time("from", args.start) or end - DAY
    if start >= end:
        raise Refused(INVALID, field="from", problem=f"{iso(start)} is not before {iso(end)}")
    return Window(start, end)


def _time(name: str, text: str) -> datetime | None:
    try:
        return utc(text) if text else None
    except ValueError:
        raise Refused(INVALID, field=name, problem=f"{text} is no time with an offset") from None


def as_json(window: Window, covered: list[Span]) -> dict[str, Any]:
    """Return the answer as interfaces say: window, seconds by state, spans."""
    rows = [[span.state, iso(span.start), iso(span.end)] for span in covered]
    return {"from": iso(window.start), "to": iso(window.end), "seconds": seconds(covered), "spans": rows}


def _table(window: Window, covered: list[Span]) -> None:
    out = sys.stdout
    out.write(f"{iso(window.start)} to {iso(window.end)}\n")
    for state, amount in seconds(covered).items():
        out.write(f"{state:<8} {amount:>8} s {timedelta(seconds=amount)!s:>16}\n")
    out.write(f"{'total':<8} {sum(seconds(covered).values()):>8} s\n\n")
    for span in covered:
        out.write(f"{iso(span.start):<28} {iso(span.end):<28} {span.state}\n")
