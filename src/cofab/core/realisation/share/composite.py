"""A sum split in three parts: base by resources, performance by delivery and rating, innovation by contribution.

Source: the composite model 基础收益 + 绩效奖励 + 创新分红. Promises: every cent is given out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cofab.core.kernel.money import allocate
from cofab.core.kernel.refusal import Refused, declare

NOBODY = declare("share.nobody", "There is nobody to share with.")
NOT_WHOLE = declare("share.parts_not_whole", "The parts of the rule sum to {sum_ppm} ppm and must make 1,000,000.")

PARTS = ("base", "performance", "innovation")


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who shares: resources put in (minor units), performance (ppm of the best), contribution (any scale)."""

    id: str
    resources_minor: int
    performance_ppm: int = 0
    contribution: int | Fraction = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What one player gets, in minor units, with the weights and sums it comes from."""

    id: str
    base_minor: int
    performance_minor: int
    innovation_minor: int
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total_minor(self) -> int:
        """Return the three parts together."""
        return self.base_minor + self.performance_minor + self.innovation_minor


def composite(total_minor: int, rule: Mapping[str, int], players: Sequence[Player]) -> list[Share]:
    """Split a sum among players by the ppm of `rule` ("base_ppm", "performance_ppm", "innovation_ppm").

    base_i = base x r_i / sum r; performance_i = performance x r_i p_i / sum r p; innovation_i = innovation x
    c_i / sum c, each by largest remainder. A part whose weights are all zero goes by resources, and equally where
    nobody put any in. Refuses no players and a rule whose parts do not make one million.
    """
    ppm = [rule[f"{part}_ppm"] for part in PARTS]
    if sum(ppm) != 1_000_000:
        raise Refused(NOT_WHOLE, sum_ppm=sum(ppm))
    base, performance, innovation = allocate(total_minor, ppm)
    return pools(base, performance, innovation, players)


def pools(base_minor: int, performance_minor: int, innovation_minor: int, players: Sequence[Player]) -> list[Share]:
    """Split three given sums among players, each by its own weights (see `composite`)."""
    if not players:
        raise Refused(NOBODY)
    sums = (base_minor, performance_minor, innovation_minor)
    weights = weights_of(players)
    base, performance, innovation = (allocate(amount, w) for amount, w in zip(sums, weights, strict=True))
    inputs = [{part: str(w[i]) for part, w in zip(PARTS, weights, strict=True)} for i in range(len(players))]
    return [Share(p.id, base[i], performance[i], innovation[i], inputs[i]) for i, p in enumerate(players)]


def weights_of(players: Sequence[Player]) -> tuple[list[int | Fraction], ...]:
    """Return the weights of base, performance and innovation, one a player, each list with a positive sum."""
    resources = _positive([p.resources_minor for p in players], [1] * len(players))
    performance = _positive([p.resources_minor * p.performance_ppm for p in players], resources)
    innovation = _positive([p.contribution for p in players], resources)
    return resources, performance, innovation


def _positive(weights: Sequence[int | Fraction], otherwise: Sequence[int | Fraction]) -> list[int | Fraction]:
    clean = [max(w, 0) for w in weights]
    return clean if sum(clean) else list(otherwise)
