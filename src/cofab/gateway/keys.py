"""The gateway's own Ed25519 key: made once, kept in a file that only its owner may read."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cofab.core.kernel.refusal import Refused, declare

NO_KEY = declare(
    "gateway.no_key", "There is no usable key in {file}. Make one with: cofab gateway --config FILE --init"
)


def make(path: Path) -> Ed25519PrivateKey:
    """Return the key in `path`; make it where there is none (mode 600)."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
    return load(path)


def load(path: Path) -> Ed25519PrivateKey:
    """Return the key in `path`; refuses a missing or broken file."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes().strip(), validate=True))
    except (OSError, ValueError):
        raise Refused(NO_KEY, file=str(path)) from None


def public(key: Ed25519PrivateKey) -> str:
    """Return the public key in base64, as it is registered with the platform."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()
