"""The caller's side: check the bytes, hand them to the pre-forked server, wait within limits, answer in types."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cofab.core.proposition.demand.part import Part
from cofab.geometry.answer import Cancelled, Listener, Progress
from cofab.geometry.limits import Limits
from cofab.geometry.parts import part_from_json
from cofab.geometry.precheck import check
from cofab.geometry.request import asked, bytes_of
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
    units: str = "",
    thickness_um: int = 0,
) -> ReadResult:
    """Read a STEP, IGES, STL, 3MF or DXF file and return what it holds.

    `source` is the bytes or a path, `name` what the user called it, `progress(stage, percent)` is told how far it is,
    `cancelled()` is asked ten times a second whether to stop (refused with `geometry.cancelled`, nothing is left).
    `units` (mm, cm, m, inch) are those of an STL, or of a DXF that states none: `stats["units"]` is "unknown" without.
    `thickness_um` is that of a DXF's sheet: where neither it nor the file says it, `stats["thickness"]` is "unknown",
    and the parts' height, volume and depths are 0: to be asked.
    Raises Refused with a `geometry.*` code; never anything else for a bad file.
    """
    limits = limits or Limits()
    data, name = bytes_of(source, name, limits)
    started = time.monotonic()
    found = asked("solid", check(data, name, limits), data, limits, Listener(name, progress, cancelled),
                  units=units, thickness_um=thickness_um)  # fmt: skip
    took = int((time.monotonic() - started) * 1000)
    result = json.loads(found[b"R"])
    parts = tuple(part_from_json(p) for p in result["parts"])
    return ReadResult(parts, found.get(b"G", b""), {**result["stats"], "took_ms": took})


def stop() -> None:
    """End the pre-forked servers; the next `read` starts another."""
    for server in SERVERS.values():
        server.stop()
