"""The life of a sample: ordered like anything else, approved and sealed or refused, taken off the bulk's price once.

Why: a sealed sample is what the bulk is judged by, so nothing is ordered in bulk before it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cofab.core.creation.agree.tax import RESERVE_KINDS, VAT_KINDS
from cofab.core.creation.plan.model import PriceLine
from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.money import parts_per_million

SAMPLE = Lifecycle(
    "sample",
    "ordered",
    {
        ("ordered", "approve"): "sealed",
        ("ordered", "refuse"): "refused",
        ("ordered", "cancel"): "cancelled",
        ("sealed", "use"): "used",
        ("used", "free"): "sealed",
    },
)
"""`use`: the first bulk order takes the sample's price off its own; `free`: that order was cancelled or lapsed."""

STANDING = ("sealed", "used")
"""The states in which a sample opens the bulk."""
KIND = "sample"


def earned(lines: Sequence[PriceLine]) -> Mapping[str, int]:
    """Return what each payee earns by the lines before VAT; the reserve belongs to nobody."""
    found: dict[str, int] = {}
    for line in lines:
        if line.payee and line.kind not in (*VAT_KINDS, *RESERVE_KINDS):
            found[line.payee] = found.get(line.payee, 0) + line.amount_minor
    return found


def deduction(bulk: Sequence[PriceLine], maker: str, paid_minor: int, vat_ppm: int, number: str) -> list[PriceLine]:
    """Return the lines that take `paid_minor` (before VAT), paid to `maker` for a sample, off that maker's bulk.

    Nothing where the maker has no part in the bulk; never more than it earns there.
    """
    net = min(paid_minor, earned(bulk).get(maker, 0))
    if net <= 0:
        return []
    lines = [PriceLine(KIND, maker, -net, {"sample": number})]
    vat = parts_per_million(net, vat_ppm)
    return [*lines, PriceLine("vat", maker, -vat, {"of": KIND})] if vat else lines
