"""What may be known of trade packs, and what plans and contracts take over from a pack's demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.packs.telling import from_pack, pack_for
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.packs.data import DEFAULT_PACKS
from cofab.core.proposition.demand.packs.estimate import clauses_of, plan_rules
from cofab.core.proposition.demand.packs.model import Pack, pack_of


def packs() -> list[Pack]:
    """Return every trade pack."""
    return [pack_of(DEFAULT_PACKS, name) for name in DEFAULT_PACKS["packs"]]


def pack(name: str) -> Pack:
    """Return one trade pack; refuses packs.unknown."""
    return pack_of(DEFAULT_PACKS, name)


def in_words(row: Any) -> str:
    """Return the name of a pack, a field, a choice or a step in the reader's language."""
    zh = (get_language() or "").startswith("zh")
    pair = (row["zh"], row["en"]) if isinstance(row, Mapping) else (row.zh, row.en)
    return str(pair[0] if zh else pair[1])


def goods_told(demand: Demand) -> Mapping[str, Any] | None:
    """Return weights and material price of a piece as a trade pack told them, None for a part from a file."""
    return demand.reading.get("goods") if from_pack(demand) else None


def rules_for(demand: Demand, rules: RuleSet) -> RuleSet:
    """Return the planner's rules as they hold for a demand: services get no spare pieces and no final inspection."""
    return plan_rules(rules, pack_for(demand), is_sample(demand)) if from_pack(demand) else rules


def counted_by_form(demand: Demand) -> bool:
    """Tell whether a demand's pieces are a matrix of its form, so that a bare number says too little."""
    return from_pack(demand) and pack_for(demand).counted == "matrix"


def clauses_for(demand: Demand) -> list[dict[str, str]]:
    """Return a pack's clauses as settled questions of a contract: question, option, zh, en."""
    if not from_pack(demand):
        return []
    rows = clauses_of(pack_for(demand), demand.reading["pack"]["form"])
    return [{"question": row["name"], "option": "", "zh": row["zh"], "en": row["en"]} for row in rows]


def is_sample(demand: Demand) -> bool:
    """Tell whether a demand asks for a sample of another one."""
    return bool(_stored(demand, "sample_for"))


def sampled_demand(demand: Demand) -> str:
    """Return the key of the demand that this one is a sample for, or ""."""
    return _stored(demand, "sample_for")


def first_demand(demand: Demand) -> str:
    """Return the key of the demand whose approved sample holds for this one: its own, or of the one it repeats."""
    return _stored(demand, "again") or demand.key


def needs_sample(demand: Demand) -> bool:
    """Tell whether an approved and sealed sample must stand before this demand may be ordered."""
    return from_pack(demand) and pack_for(demand).sample and not is_sample(demand)


def deducts_sample(demand: Demand) -> bool:
    """Tell whether the sample's price is taken off this demand's: off the first bulk, not off a repeat."""
    return needs_sample(demand) and bool(pack_for(demand).values.get("deduct")) and not _stored(demand, "again")


def _stored(demand: Demand, name: str) -> str:
    return str(demand.reading.get("pack", {}).get(name, ""))
