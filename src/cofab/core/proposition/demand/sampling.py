"""How many pieces of a lot are measured.

Source: GB/T 2828.1 (ISO 2859-1), special level S-3, as the plan's rules use it.
"""

from __future__ import annotations

from collections.abc import Sequence


def measured(quantity: int, sizes: Sequence[Sequence[int]]) -> int:
    """Return the sample for a lot: `sizes` are rows (lot up to, sample); never more than the lot."""
    sample = next((s for lot, s in sizes if quantity <= lot), sizes[-1][1])
    return min(max(quantity, 1), sample)
