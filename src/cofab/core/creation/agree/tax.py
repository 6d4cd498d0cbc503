"""The lines of a plan as amounts that somebody is owed, each with its own VAT."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.core.creation.agree.facts import Due
from cofab.core.creation.plan.model import PriceLine
from cofab.core.kernel.money import allocate

VAT_KINDS = ("vat", "tax")
RESERVE_KINDS = ("reserve", "risk")
"""Lines that nobody has earned: they wait for what goes wrong, and what is left goes back to the buyer."""


def dues(lines: Iterable[PriceLine]) -> tuple[Due, ...]:
    """Return what each payee is owed from the lines of a plan; the sum stays the plan's price to the cent.

    A VAT line with a payee belongs to that payee's other lines, one without a payee to all lines; it is given out
    in proportion to the net amounts by largest remainder. A VAT line that finds no other line stands alone.
    The reserve is owed to nobody, whoever keeps it.
    """
    listed = list(lines)
    work = [line for line in listed if line.kind not in VAT_KINDS]
    vat = [0] * len(work)
    alone: list[Due] = []
    for tax in (line for line in listed if line.kind in VAT_KINDS):
        taxed = [i for i, line in enumerate(work) if tax.payee in ("", line.payee) and line.amount_minor > 0]
        if not taxed:
            alone.append(Due(tax.kind, tax.payee, 0, tax.amount_minor, dict(tax.facts)))
            continue
        for i, share in zip(taxed, allocate(tax.amount_minor, [work[i].amount_minor for i in taxed]), strict=True):
            vat[i] += share
    charged = [
        Due(line.kind, "" if line.kind in RESERVE_KINDS else line.payee, line.amount_minor, tax, dict(line.facts))
        for line, tax in zip(work, vat, strict=True)
    ]
    return (*charged, *alone)
