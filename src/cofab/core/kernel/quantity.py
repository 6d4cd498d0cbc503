"""Canonical integers with the unit in the name; text and floats become integers only here."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_HALF_EVEN))


def um_from_mm(mm: float | str | Decimal) -> int:
    """Return micrometres from millimetres, rounded half to even."""
    return _whole(Decimal(str(mm)) * 1000)
