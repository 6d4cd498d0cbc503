"""The caller's side: check the bytes, hand them to the pre-forked server, wait within limits, answer in types."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.drawing import Word
from cofab.core.proposition.demand.part import Part
from cofab.geometry import refusals
from cofab.geometry.answer import Cancelled, Listener, Progress, collect
from cofab.geometry.limits import Limits
from cofab.geometry.parts import part_from_json
from cofab.geometry.precheck import check, check_pdf
from cofab.geometry.wire import SERVERS


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file holds: its parts, the 3D view as GLB, and figures of the mesh and the reading.

    `glb` has one mesh a part; its primitive's `extras.faces` holds, for each face number, the first triangle, and one
    closing number, so that face f is the triangles faces[f] to faces[f+1]. `stats`: faces, triangles, took_ms, units.
    """

    parts: tuple[Part, ...]
    glb: bytes
    stats: Mapping[str, Any] = field(default_factory=dict)


def read(
    source: bytes | str | Path,
    name: str = "",
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ReadResult:
    """Read a STEP or STL file and return what it holds.

    `source` is the bytes or a path, `name` what the user called it, `progress(stage, percent)` is told how far it is,
    `cancelled()` is asked ten times a second whether to stop (refused with `geometry.cancelled`, nothing is left).
    Raises Refused with a `geometry.*` code; never anything else for a bad file.
    """
    limits = limits or Limits()
    data, name = _bytes(source, name, limits)
    started = time.monotonic()
    found = _asked(check(data, name, limits), data, limits, Listener(name, progress, cancelled))
    took = int((time.monotonic() - started) * 1000)
    result = json.loads(found[b"R"])
    parts = tuple(part_from_json(p) for p in result["parts"])
    return ReadResult(parts, found.get(b"G", b""), {**result["stats"], "took_ms": took})


def read_words(source: bytes | str | Path, name: str = "", limits: Limits | None = None) -> tuple[Word, ...]:
    """Return the words of a PDF drawing with their boxes; raises Refused with a `geometry.*` code."""
    limits = limits or Limits()
    data, name = _bytes(source, name, limits)
    check_pdf(data, name, limits)
    result = json.loads(_asked("pdf", data, limits, Listener(name))[b"R"])
    return tuple(Word(w["text"], w["page"], tuple(w["box"])) for w in result["words"])


def _asked(form: str, data: bytes, limits: Limits, listener: Listener) -> dict[bytes, bytes]:
    order = {
        "form": form,
        "assembly": b"NEXT_ASSEMBLY_USAGE_OCCURRENCE" in data,
        "name": Path(listener.name).stem,
        "memory_bytes": limits.memory_bytes,
        "cpu_s": limits.cpu_s,
        "wall_s": limits.wall_s,
        "faces": limits.faces,
        "triangles": limits.triangles,
    }
    kind = "sheet" if form == "pdf" else "solid"
    return collect(SERVERS[kind].send(order, data), limits, listener)


def stop() -> None:
    """End the pre-forked servers; the next `read` starts another."""
    for server in SERVERS.values():
        server.stop()


def _bytes(source: bytes | str | Path, name: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "file"
    path = Path(source)
    size = path.stat().st_size
    if size > limits.file_bytes:
        megabytes, most = -(-size // 1_000_000), limits.file_bytes // 1_000_000
        raise Refused(refusals.TOO_LARGE, name=name or path.name, megabytes=megabytes, limit=most)
    return path.read_bytes(), name or path.name
