"""A finding, the case that rules look at, and how a rule's row of data makes a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Feature, Part

Size = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names the sentence, `rule` the rule; `limit` and `measured` in `unit`; `cost_minor` a piece, in fen.

    `change` names the sentence that says how to change it, `change_minor` what that does to the price of a piece
    (negative: saves); `facts` fill both sentences in beside limit and measured; `source` is where the limit is from.
    """

    rule: str
    code: str
    faces: tuple[int, ...]
    limit: int
    measured: int
    unit: str
    cost_minor: int
    feature: str = ""
    change: str = ""
    change_minor: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules look at; `machines` are the spaces offered by process family (empty: not known)."""

    part: Part
    brief: Brief
    needs: Needs
    group: str
    material: str
    rules: RuleSet
    machines: Mapping[str, Sequence[Size]] = field(default_factory=dict)

    def limit(self, rule: str, key: str = "") -> int:
        """Return a rule's limit for `key` (a material group, a process), the general one where it has none."""
        limits = self.rules[rule]["limit"]
        return int(limits.get(key, limits[""]))

    def found(self, rule: str, code: str, change: str, limit: int, measured: int, features: Sequence[Feature] = (),
              **facts: Any) -> Finding:  # fmt: skip
        """Return a finding on `features` (none: on the whole part), its cost counted for each of them."""
        row = self.rules[rule]
        cost = row["cost_minor"] * max(1, len(features))
        faces = tuple(n for f in features for n in f.faces)
        told = {"count": max(1, len(features)), **facts}
        return Finding(rule, code, faces, limit, measured, row["unit"], cost, features[0].id if features else "",
                       change, -cost if change else 0, told, row["source"])  # fmt: skip


def mm(um: int) -> str:
    """Return micrometres as millimetres without trailing zeros."""
    whole, rest = divmod(um, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
