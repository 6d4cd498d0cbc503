"""What moves through a plan, from the part and what the buyer said: weights and the price of a blank."""

from __future__ import annotations

from cofab.core.creation.plan.model import Goods
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.blank import blank_of
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, material
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.price_rules import DEFAULT_PRICES
from cofab.core.proposition.demand.questions import BUYER, SUPPLY


def goods_of(
    part: Part,
    brief: Brief,
    supplier: str = "",
    prices: RuleSet = DEFAULT_PRICES,
    materials: RuleSet = DEFAULT_MATERIALS,
) -> Goods:
    """Return the goods of one part: the middle of the material's and the cutting's price ranges.

    Without a material, or where the buyer brings it, its price is 0. Raises Refused for an unknown material.
    """
    if not brief.material:
        return Goods()
    stuff = material(brief.material, materials)
    blank = stuff.weight_g(blank_of(part, brief).volume_mm3)
    each = blank * sum(stuff.price_minor) // 2000 + sum(prices["cut_minor"]) // 2
    own = brief.answers.get(SUPPLY) == BUYER
    return Goods(blank, stuff.weight_g(part.volume_mm3), 0 if own else each, stuff.id, supplier)
