"""The ranking of a run's plans, open to recomputation: inputs, scores, weights and points, all exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.creation.plan.selectors import comparison_of
from cofab.core.creation.plan.ranking import inputs_of, order, points, scores_of
from cofab.core.kernel.refusal import INVALID, Refused

MOST = 100


@dataclass(frozen=True)
class Place:
    """A plan's place: what it is compared by, its scores in millionths, its points out of 100."""

    rank: int
    row: PlanRow
    inputs: Mapping[str, int]
    scores: Mapping[str, int]
    points: Fraction


@dataclass(frozen=True)
class Ranking:
    """Plans best first under `weights`; `usual` tells whether these are the rules' own."""

    rules: str
    weights: Mapping[str, int]
    usual: bool
    places: Sequence[Place]


def ranking(run: PlanRun, rows: Sequence[PlanRow], asked: Mapping[str, str]) -> Ranking:
    """Rank a run's plans anew from what is stored, under the rules' weights or those `asked` for.

    Refuses kernel.invalid for a weight that is no whole number from 0 to 100.
    """
    known = comparison_of(run)
    weights = {name: _weight(name, asked.get(name), usual) for name, usual in known["weights"].items()}
    inputs = [inputs_of(plan_of(row.data), run.created_at) for row in rows]
    scores = scores_of(inputs)
    places = [
        Place(rank, rows[n], inputs[n], scores[n], points(scores[n], weights))
        for rank, n in enumerate(order(scores, weights), 1)
    ]
    return Ranking(known["rules"], weights, weights == known["weights"], places)


def _weight(name: str, asked: str | None, usual: int) -> int:
    if asked is None or asked == "":
        return usual
    if not asked.isdecimal() or int(asked) > MOST:
        raise Refused(INVALID, field=name, problem=asked)
    return int(asked)
