"""The operator's signing key: 32 bytes in the data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from cofab.core.stewardship.provenance.checkpoint import public_of

FILE = "keys/log.ed25519"


def private_key() -> bytes:
    """Return the private key; the first call makes it. Two processes at once end up with one key."""
    path = Path(settings.COFAB_DATA) / FILE
    if not path.exists():
        _make(path)
    return path.read_bytes()


def public_key() -> str:
    """Return the public key, in hex."""
    return public_of(private_key())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
