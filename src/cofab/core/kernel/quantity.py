"""Canonical integers with the unit in the name; text and floats become integers only here."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_HALF_EVEN))


def um_from_mm(mm: float | str | Decimal) -> int:
    """Return micrometres from millimetres, rounded half to even."""
    return _whole(Decimal(str(mm)) * 1000)


def mm_from_um(um: int) -> Decimal:
    """Return millimetres as an exact decimal."""
    return Decimal(um) / 1000


def seconds_from_minutes(minutes: float | str | Decimal) -> int:
    """Return seconds from minutes, rounded half to even."""
    return _whole(Decimal(str(minutes)) * 60)


def seconds_from_hours(hours: float | str | Decimal) -> int:
    """Return seconds from hours, rounded half to even."""
    return _whole(Decimal(str(hours)) * 3600)
