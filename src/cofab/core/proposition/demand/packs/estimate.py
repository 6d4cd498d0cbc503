"""The one call for a trade pack: a filled form becomes routing, price, goods, clauses and a quality sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.packs.form import quantity_of
from cofab.core.proposition.demand.packs.matrix import matrix_of
from cofab.core.proposition.demand.packs.model import MATRIX, Ask, Pack
from cofab.core.proposition.demand.packs.price import material_minor, price_of
from cofab.core.proposition.demand.packs.routing import Answers, body_of, routing_of
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.price import Price
from cofab.core.proposition.demand.price_rules import DEFAULT_PRICES
from cofab.core.proposition.demand.routing import Routing

BREAKS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Told:
    """What a pack says of a demand. `goods` are weights and the middle price of a piece's material, JSON-ready."""

    part: Part
    routing: Routing
    price: Price
    breaks: tuple[Mapping[str, int], ...]
    goods: Mapping[str, Any]
    material: str
    tolerance_um: int
    rules: Mapping[str, str] = field(default_factory=dict)


def tell(pack: Pack, answers: Answers, title: str, sample: bool = False, prices: RuleSet = DEFAULT_PRICES) -> Told:
    """Return what a pack says of one demand; of one piece by the sample's own steps where `sample`."""
    pack = _of_samples(pack) if sample else pack
    body = body_of(pack, answers)
    routing = routing_of(pack, answers, sample)
    quantity = 1 if sample else quantity_of(pack, answers)
    price = price_of(pack, answers, body, routing, quantity, prices)
    low, high = material_minor(pack, answers, body)
    stuff = material_of(pack, answers)
    goods = {
        "blank_g": body.weight_g,
        "finished_g": body.weight_g,
        "material_minor": (low + high) // 2,
        "material": stuff,
    }
    part = Part(title, 1, 0, body.size_um, 0, body.area_mm2, ())
    counts = sorted({quantity, *(quantity * n for n in BREAKS if not sample)})
    breaks = tuple(_break(price_of(pack, answers, body, routing, n, prices)) for n in counts)
    hashes = {f"pack.{pack.id}": pack.hash, prices.name: prices.hash}
    return Told(part, routing, price, breaks, goods, stuff, int(pack.values.get("tolerance_um", 0)), hashes)


def _of_samples(pack: Pack) -> Pack:
    """Return the pack with the rates and minimum of its sample room."""
    rates = {name: pack.values[f"sample_{name}"] for name in ("rates", "least") if f"sample_{name}" in pack.values}
    return replace(pack, values={**pack.values, **rates})


def _break(price: Price) -> dict[str, int]:
    n = price.quantity
    return {"quantity": n, "low_minor": price.low_minor // n, "high_minor": price.high_minor // n}


def material_of(pack: Pack, answers: Answers) -> str:
    """Return what a demand of the pack calls its material, "" where the pack has none."""
    return str(answers.get(str(pack.values.get("material", "")), pack.values.get("stuff", "")))


def clauses_of(pack: Pack, answers: Answers) -> list[dict[str, str]]:
    """Return the pack's clauses in both languages, filled from the answers."""
    facts = {language: _facts(pack, answers, language) for language in ("zh", "en")}
    return [
        {"name": f"pack.{pack.id}.{n}", "zh": row["zh"].format(**facts["zh"]), "en": row["en"].format(**facts["en"])}
        for n, row in enumerate(pack.values.get("clauses", ()), 1)
    ]


def _facts(pack: Pack, answers: Answers, language: str) -> dict[str, str]:
    found = {"loss": str(pack.values.get("loss", ""))}
    return found | {ask.id: said(ask, answers[ask.id], language) for ask in pack.asks}


def said(ask: Ask, value: Any, language: str) -> str:
    """Return an answer in words: a choice by its name, a matrix row by row."""
    if ask.kind == MATRIX:
        matrix = matrix_of(value)
        rows = zip(matrix.colours, matrix.counts, strict=True)
        return "; ".join(
            f"{colour} " + " ".join(f"{size} {n}" for size, n in zip(matrix.sizes, row, strict=True) if n)
            for colour, row in rows
        )
    if ask.choices:
        chosen = ask.choice(str(value))
        return chosen.zh if language == "zh" else chosen.en
    return str(value)


def plan_rules(rules: RuleSet, pack: Pack, sample: bool = False) -> RuleSet:
    """Return the planner's rules for a pack: services and the buyer's own parts get no spare pieces and no CMM."""
    if not (sample or pack.values.get("plain") or pack.values.get("own_parts")):
        return rules
    return RuleSet(rules.name, rules.version, {**rules.values, "inspection": None, "spare_ppm": 0})
