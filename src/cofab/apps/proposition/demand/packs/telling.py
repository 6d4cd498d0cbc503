"""How a demand from a trade pack is understood: its stored form becomes routing, price, goods and rules."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cofab.apps.proposition.demand.mappers import part_json, plain, routing_json
from cofab.apps.proposition.demand.models import Demand
from cofab.core.kernel.event import digest
from cofab.core.proposition.demand.packs.data import DEFAULT_PACKS
from cofab.core.proposition.demand.packs.estimate import Told, tell
from cofab.core.proposition.demand.packs.form import quantity_of
from cofab.core.proposition.demand.packs.model import Pack, pack_of


def from_pack(demand: Demand) -> bool:
    """Tell whether a demand came from a trade pack's form and not from a file."""
    return "pack" in demand.reading


def pack_for(demand: Demand) -> Pack:
    """Return the trade pack of a demand; raises KeyError where it has none."""
    return pack_of(DEFAULT_PACKS, demand.reading["pack"]["id"])


def fill(demand: Demand, pack: Pack, answers: dict[str, Any], **origin: str) -> None:
    """Keep a pack's answers in a demand; `origin`: what it is a `sample_for`, or a repeat of (`again`)."""
    demand.reading = {"pack": {"id": pack.id, "hash": pack.hash, "form": answers, **origin}}
    understand(demand)


def understand(demand: Demand) -> None:
    """Fill routing, price, goods and rules of a demand from its stored form."""
    stored = demand.reading["pack"]
    sample = bool(stored.get("sample_for"))
    pack = pack_for(demand)
    told = tell(pack, stored["form"], demand.title, sample)
    demand.quantity = 1 if sample else quantity_of(pack, stored["form"])
    demand.material, demand.tolerance_um = told.material, told.tolerance_um
    demand.routing = routing_json(told.routing)
    demand.reading = {
        "pack": stored, "part": part_json(told.part), "goods": plain(told.goods), "stats": {}, "findings": [],
        "file": "",
    }  # fmt: skip
    demand.price = _price(told)
    demand.rules = digest(dict(told.rules))


def _price(told: Told) -> dict[str, Any]:
    low, high = told.price.before_vat()
    return {
        "currency": told.price.currency,
        "quantity": told.price.quantity,
        "low_minor": told.price.low_minor,
        "high_minor": told.price.high_minor,
        "net_low_minor": low,
        "net_high_minor": high,
        "lines": [plain(asdict(line)) for line in told.price.lines],
        "breaks": [dict(item) for item in told.breaks],
        "rules": dict(told.rules),
    }
