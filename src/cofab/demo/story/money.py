"""How the story writes amounts and dates for people at the terminal."""

from __future__ import annotations

from cofab.core.kernel.window import utc


def yuan(minor: int | None) -> str:
    """Return minor units as ¥1,234.56, a question mark for what is unknown."""
    if minor is None:
        return "?"
    sign = "−" if minor < 0 else ""
    return f"{sign}¥{abs(minor) // 100:,}.{abs(minor) % 100:02d}"


def day(text: str) -> str:
    """Return the day of an ISO time."""
    return f"{utc(text):%m-%d}"
