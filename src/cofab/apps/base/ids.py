"""Fresh public names, from the wall clock and the system's randomness."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from cofab.core.kernel.ids import new_id


def fresh(prefix: str) -> str:
    """Return a new id such as "ord_01h..." that was never given before; it sorts by the time it was made."""
    return new_id(prefix, datetime.now(UTC), secrets.token_bytes(10))


def fresh_many(prefix: str, count: int) -> list[str]:
    """Return as many new ids at once, of one moment."""
    at, dice = datetime.now(UTC), secrets.token_bytes(10 * count)
    return [new_id(prefix, at, dice[place : place + 10]) for place in range(0, 10 * count, 10)]
