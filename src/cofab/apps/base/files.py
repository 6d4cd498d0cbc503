"""Files: stored once by content, seen by their audience, streamed out through an access check.

Promises: a file that was acknowledged is on disk, whole, under its SHA-256; equal bytes lie there once.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models.file import File
from cofab.apps.base.problems import TOO_LARGE
from cofab.apps.base.viewer import Viewer
from cofab.core.kernel.refusal import NOT_FOUND, Refused, declare

CHUNK = 1 << 20
NAME_LENGTH = 200
EMPTY = declare("base.file_empty", "{name} is empty.")


@action
def store(
    viewer: Viewer, name: str, data: bytes | BinaryIO | Iterable[bytes], kind: str, audience: Sequence[int]
) -> File:
    """Store bytes, an open binary file or chunks as a file called `name` of media type `kind` for an audience.

    Refuses an empty file and one above COFAB_FILE_LIMIT_MB.
    """
    name = Path(name.replace("\\", "/")).name[:NAME_LENGTH] or "file"
    sha256, size = _keep(name, _chunks(data))
    row = File.objects.create(
        name=name,
        kind=kind,
        sha256=sha256,
        size=size,
        stored_at=now(),
        owner_id=viewer.organisation_id,
        audience=sorted(set(audience)),
    )
    facts = {"name": name, "sha256": sha256, "size": size}
    remember(viewer, "file.store", subject=row.key, facts=facts, audience=row.audience)
    return row


@action
def fetched(viewer: Viewer, key: str) -> File:
    """Return a file that the viewer may see, after noting who takes it; refused as not found otherwise."""
    row = File.get_for(viewer, key)
    if not path_of(row).exists():
        raise Refused(NOT_FOUND)
    remember(viewer, "file.fetch", subject=row.key, facts={"sha256": row.sha256}, audience=row.audience)
    return row


def path_of(file: File) -> Path:
    """Return where the bytes lie on disk."""
    return _place(file.sha256)


def read(file: File) -> bytes:
    """Return all bytes of a file."""
    return path_of(file).read_bytes()


def _place(sha256: str) -> Path:
    return Path(settings.COFAB_DATA) / "files" / sha256[:2] / sha256


def _chunks(data: bytes | BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(data, bytes | bytearray | memoryview):
        yield bytes(data)
    elif hasattr(data, "chunks"):
        yield from data.chunks(CHUNK)
    elif hasattr(data, "read"):
        while part := data.read(CHUNK):
            yield part
    else:
        yield from data


def _keep(name: str, chunks: Iterator[bytes]) -> tuple[str, int]:
    """Write the bytes beside their place, then move them there; return their SHA-256 and count."""
    root = Path(settings.COFAB_DATA) / "files"
    root.mkdir(parents=True, exist_ok=True)
    fresh = root / f".{secrets.token_hex(8)}.new"
    try:
        sha256, size = _write(fresh, name, chunks)
        place = _place(sha256)
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    return sha256, size


def _write(fresh: Path, name: str, chunks: Iterator[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with fresh.open("wb") as file:
        for part in chunks:
            size += len(part)
            if size > settings.COFAB_FILE_LIMIT:
                raise Refused(TOO_LARGE, limit_mb=settings.COFAB_FILE_LIMIT // 1_000_000)
            digest.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused(EMPTY, name=name)
    return digest.hexdigest(), size
