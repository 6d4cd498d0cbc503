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


def public_of(private: bytes) -> str:
    """Return the public key of a private one (32 bytes), in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def seal(private: bytes, context: bytes, value: Any) -> str:
    """Return the Ed25519 signature over a purpose and the canonical JSON of a value, in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(context + canonical(value)).hex()


def unhex(text: str) -> bytes:
    """Return the bytes of lower-case hex; raises ValueError for any other writing of them."""
    value = bytes.fromhex(text)
    if value.hex() != text:
        raise ValueError("hex is written in lower case without spaces")
    return value


def sealed(public: str, context: bytes, value: Any, signature: str) -> bool:
    """Tell whether `signature` over this purpose and value was made with the key of `public` (hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(unhex(public))
        key.verify(unhex(signature), context + canonical(value))
    except (InvalidSignature, ValueError):
        return False
    return True
