"""Legal days off and the days worked in their place, as the State Council of China announced them for each year.

A year is announced in the November before it; an operator enters the next as data (`enter_days`), not as code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

OFF = (
    ("2026-01-01", 3, "元旦"),
    ("2026-02-15", 9, "春节"),
    ("2026-04-04", 3, "清明节"),
    ("2026-05-01", 5, "劳动节"),
    ("2026-06-19", 3, "端午节"),
    ("2026-09-25", 3, "中秋节"),
    ("2026-10-01", 7, "国庆节"),
)
"""First day, how many days, what for."""
WORKED = (
    ("2026-01-04", "元旦"),
    ("2026-02-14", "春节"),
    ("2026-02-28", "春节"),
    ("2026-05-09", "劳动节"),
    ("2026-09-20", "国庆节"),
    ("2026-10-10", "国庆节"),
)
"""Days of a weekend that are worked in place of another, and for what."""


@dataclass(frozen=True, slots=True)
class LegalDay:
    """A day that differs from the week's habit: off, or worked although the week says off."""

    day: date
    works: bool
    name: str


def legal_days() -> Iterator[LegalDay]:
    """Yield every announced day that differs from the week's habit."""
    for first, count, name in OFF:
        for n in range(count):
            yield LegalDay(date.fromisoformat(first) + timedelta(days=n), works=False, name=name)
    for day, name in WORKED:
        yield LegalDay(date.fromisoformat(day), works=True, name=name)
