"""Public names of things: UUIDv7 with a type prefix, so that a name tells what it names and sorts by time."""

from __future__ import annotations

import re
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32
_PAIRS = tuple(one + two for one in _ALPHABET for two in _ALPHABET)
PATTERN = re.compile(r"^[a-z]{2,4}_[0-9a-hjkmnp-tv-z]{26}$")


def uuid7(at: datetime, entropy: bytes) -> int:
    """Return a UUIDv7 as an integer from an aware time and at least 10 random bytes (RFC 9562, 5.7)."""
    milliseconds = int(at.timestamp() * 1000)
    tail = int.from_bytes(entropy[:10], "big")
    rand_a, rand_b = tail >> 68, tail & ((1 << 62) - 1)
    return (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (rand_a & 0xFFF) << 64 | 0b10 << 62 | rand_b


def new_id(prefix: str, at: datetime, entropy: bytes) -> str:
    """Return "prefix_" and 26 base-32 digits of a UUIDv7."""
    number = uuid7(at, entropy)
    digits = [_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)]
    return f"{prefix}_{''.join(digits)}"


def is_id(text: str, prefix: str | None = None) -> bool:
    """Tell whether `text` has the form of an id, of type `prefix` where given."""
    return bool(PATTERN.match(text)) and (prefix is None or text.startswith(f"{prefix}_"))
