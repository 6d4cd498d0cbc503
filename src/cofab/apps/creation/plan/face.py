"""A run as its page compares it."""

from __future__ import annotations


def comparison(row, plans, chosen):
    """Return what the comparison shows."""
    return {"run": row, "plans": plans, "chosen": chosen}
