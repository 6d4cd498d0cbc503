"""What work, transport and handovers cost and how long work takes, for the solver.

Not here: the independent checker's own arithmetic (`check.py`), which shares nothing with this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cofab.core.creation.plan.model import Goods
from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Tariff

NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Batch:
    """A lot of `quantity` good pieces and the spare ones made besides."""

    quantity: int
    spare: int

    @property
    def pieces(self) -> int:
        """Return all pieces that run through the operations."""
        return self.quantity + self.spare


def batch_of(quantity: int, rules: RuleSet) -> Batch:
    """Return the batch for a lot: spare pieces rounded up."""
    return Batch(quantity, -(-quantity * rules["spare_ppm"] // 1_000_000))


def count_of(op: Operation, batch: Batch, rules: RuleSet) -> int:
    """Return how many pieces an operation handles: all of them, or a sample where it only measures."""
    if op.requirement.process not in rules["sampled_families"]:
        return batch.pieces
    size = next((s for upto, s in rules["sample_sizes"] if batch.quantity <= upto), rules["sample_sizes"][-1][1])
    return min(batch.quantity, int(size))


def block_seconds(offer: Offer, ops: Sequence[Operation], batch: Batch, rules: RuleSet) -> int:
    """Return the attended seconds for consecutive operations in one clamping.

    The largest set-up counts whole, the others less what one clamping saves; run time is scaled by the machine.
    """
    setups = [op.setup_s for op in ops]
    rest = sum(setups) - max(setups)
    setup = sum(setups) - rest * int(rules["one_clamping_saved_ppm"]) // 1_000_000
    run = sum(op.run_s * count_of(op, batch, rules) for op in ops)
    return setup - (-run * offer.speed_ppm // 1_000_000)


def block_net(offer: Offer, ops: Sequence[Operation], batch: Batch, rules: RuleSet) -> int:
    """Return the firm's price for a block without VAT: by the hour and by the unit, at least the minimum charge."""
    by_time = -(-offer.rate_minor_per_h * block_seconds(offer, ops, batch, rules) // 3600)
    return max(offer.minimum_minor, by_time + sum(_by_unit(offer, op, batch.pieces) for op in ops))


def _by_unit(offer: Offer, op: Operation, pieces: int) -> int:
    size, whole = {
        "dm2": (op.area_mm2, 10_000),
        "kg": (op.weight_g, 1_000),
        "piece": (1, 1),
    }.get(offer.unit, (0, 1))
    amount = size * pieces
    bulk = offer.bulk_units and amount >= offer.bulk_units * whole
    return -(-amount * (offer.bulk_unit_minor if bulk else offer.unit_minor) // whole)


def work_gross(net: int, vat_ppm: int, rules: RuleSet) -> int:
    """Return what the buyer pays for work priced `net`: with VAT, platform fee, reserve and the VAT on these."""
    fee, reserve = parts_per_million(net, rules["fee_ppm"]), parts_per_million(net, rules["reserve_ppm"])
    return (
        with_vat(net, vat_ppm) + with_vat(fee, rules["vat_service_ppm"]) + with_vat(reserve, rules["vat_service_ppm"])
    )


def with_vat(net: int, ppm: int) -> int:
    """Return an amount with VAT, rounded for this line."""
    return net + parts_per_million(net, ppm)


def leg_net(tariff: Tariff, km: int, weight_g: int, rules: RuleSet) -> int:
    """Return a carrier's price for a leg with packing, or NEVER where the carrier does not take it."""
    if km > tariff.up_to_km:
        return NEVER
    kg = -(-weight_g // 1000)
    vehicles = max(1, -(-kg // tariff.up_to_kg)) if tariff.up_to_kg else 1
    haul = vehicles * (tariff.base_minor + tariff.per_km_minor * km) + tariff.per_kg_minor * kg
    haul -= -tariff.per_kg_km_millionths * kg * km // 1_000_000
    return max(vehicles * tariff.minimum_minor, haul) + int(rules["packing_minor_per_kg"]) * kg


def material_net(goods: Goods, batch: Batch) -> int:
    """Return the price of the material for a batch without VAT."""
    return goods.material_minor * batch.pieces


def weights_g(ops: Sequence[Operation], goods: Goods, batch: Batch, rules: RuleSet) -> list[int]:
    """Return the weight of the consignment before each operation and after the last.

    Blanks weigh the same until the last operation that removes material; then pieces weigh as finished.
    """
    blank = goods.blank_g or max((op.weight_g for op in ops), default=0) or int(rules["unknown_piece_g"])
    finished = goods.finished_g or blank
    cuts = [n for n, op in enumerate(ops) if op.requirement.process in rules["removing_families"]]
    last = cuts[-1] if cuts else -1
    return [(blank if n <= last else finished) * batch.pieces for n in range(len(ops) + 1)]
