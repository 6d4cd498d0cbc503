"""The first version of the trade packs: times and prices of the region's workshops, in seconds, fen, grams."""

from __future__ import annotations

from typing import Any

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.packs.data.garment import GARMENT
from cofab.core.proposition.demand.packs.data.hours import DESIGN, INSPECTION, LEASE, TESTING
from cofab.core.proposition.demand.packs.data.paper import ELECTRONICS, PRINTING
from cofab.core.proposition.demand.packs.data.shaping import ADDITIVE, MOULDING, SHEET, YEARLY
from cofab.core.proposition.demand.packs.data.treatment import FINISHING, HEAT

_PACKS: dict[str, Any] = {
    "garment": GARMENT, "sheet": SHEET, "moulding": MOULDING, "printing": PRINTING, "electronics": ELECTRONICS,
    "finishing": FINISHING, "heat": HEAT, "inspection": INSPECTION, "testing": TESTING, "design": DESIGN,
    "additive": ADDITIVE, "lease": LEASE, "yearly": YEARLY,
}  # fmt: skip

DEFAULT_PACKS = RuleSet("demand.packs", 1, {"dated": "2026-01", "packs": _PACKS})
"""Owned by the trades' associations: an operator loads their newer versions in its place."""
