"""A checkpoint: the size and root of the log at a time, signed with the operator's key.

Why: who keeps a checkpoint can later prove that nothing before it was changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cofab.core.kernel.event import canonical
from cofab.core.kernel.window import iso

LOG = b"cofab log checkpoint 1\n"
BUNDLE = b"cofab evidence manifest 1\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log's operator states: `size` leaves under `root` (hex) at `at`, for the log called `origin`."""

    origin: str
    size: int
    root: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return the JSON-ready value that is signed."""
        return {"origin": self.origin, "size": self.size, "root": self.root, "at": iso(self.at)}


def seal(private: bytes, context: bytes, value: Any) -> str:
    """Return the Ed25519 signature over a purpose and the canonical JSON of a value, in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(context + canonical(value)).hex()


def sealed(public: str, context: bytes, value: Any, signature: str) -> bool:
    """Tell whether `signature` over this purpose and value was made with the key of `public` (hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), context + canonical(value))
    except (InvalidSignature, ValueError):
        return False
    return True
