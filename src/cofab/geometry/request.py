"""One request to a server: the file's bytes within the limits, the order that goes with them, the answer's frames."""

from __future__ import annotations

from pathlib import Path

from cofab.core.kernel.refusal import Refused
from cofab.geometry import refusals
from cofab.geometry.answer import Listener, collect
from cofab.geometry.limits import Limits
from cofab.geometry.wire import SERVERS


def bytes_of(source: bytes | str | Path, name: str, limits: Limits) -> tuple[bytes, str]:
    """Return a file's bytes and what to call it; raises Refused for a file that is too large, unread."""
    if isinstance(source, bytes):
        return source, name or "file"
    path = Path(source)
    size = path.stat().st_size
    if size > limits.file_bytes:
        megabytes, most = -(-size // 1_000_000), limits.file_bytes // 1_000_000
        raise Refused(refusals.TOO_LARGE, name=name or path.name, megabytes=megabytes, limit=most)
    return path.read_bytes(), name or path.name


def asked(
    kind: str, form: str, data: bytes, limits: Limits, listener: Listener, **said: str | int
) -> dict[bytes, bytes]:
    """Let the server `kind` read the bytes, with what is `said` besides; return the answer's frames; raises Refused."""
    order = {
        "form": form,
        "assembly": b"NEXT_ASSEMBLY_USAGE_OCCURRENCE" in data,
        "name": Path(listener.name).stem,
        "memory_bytes": limits.memory_bytes,
        "cpu_s": limits.cpu_s,
        "wall_s": limits.wall_s,
        "faces": limits.faces,
        "triangles": limits.triangles,
        "pixels": limits.pixels,
        "words": limits.words,
        **said,
    }
    return collect(SERVERS[kind].send(order, data), limits, listener)
