"""What the API of plan reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.creation.plan.recompute import Ranking
from cofab.apps.creation.plan.selectors import said


class PlansIn(Schema):
    """For how many pieces and until when; left out, the demand's own."""

    quantity: int | None = Field(None, ge=1, le=1_000_000)
    due: datetime | None = None


class PlanOut(Schema):
    """One checked plan: `price_minor` with VAT, `bound_minor` the least that any plan as early can cost."""

    key: str
    letter: str
    price_minor: int
    finish: datetime
    bound_minor: int
    gap_ppm: int
    risk_ppm: int
    carbon_g: int
    credit_ppm: int
    tags: list[str]
    rules: list[str]
    operations: list[dict[str, Any]]
    legs: list[dict[str, Any]]
    lines: list[dict[str, Any]]

    @classmethod
    def of(cls, row: PlanRow) -> PlanOut:
        """Return a stored plan."""
        data = {name: row.data[name] for name in cls.model_fields if name in row.data}
        same = {
            name: getattr(row, name) for name in ("key", "letter", "price_minor", "finish", "bound_minor", "gap_ppm")
        }
        return cls(**{**data, **same})


class RunOut(Schema):
    """A run of the planner with its plans once it is ready."""

    key: str
    demand: str
    state: str
    quantity: int
    due: datetime
    reorder_of: str
    offers: int
    took_ms: int
    bound_minor: int
    fewer: str
    wishes: dict[str, Any]
    before: str
    base: str
    saved_as: str
    refusal: dict[str, Any]
    rules: str
    plans: list[PlanOut]

    @classmethod
    def of(cls, run: PlanRun, plans: list[PlanRow]) -> RunOut:
        """Return a stored run with its plans."""
        same = ("key", "state", "quantity", "due", "reorder_of", "offers", "took_ms", "rules", "wishes", "saved_as")
        few = run.result.get("fewer")
        refusal = {**run.refusal, "detail": said(run.refusal["code"], run.refusal["facts"])} if run.refusal else {}
        return cls(
            **{name: getattr(run, name) for name in same},
            demand=run.demand.key,
            before=run.before.key if run.before else "",
            base=run.base.key if run.base else "",
            bound_minor=run.result.get("bound_minor", 0),
            fewer=said(few, run.result.get("fewer_facts", {})) if few else "",
            refusal=refusal,
            plans=[PlanOut.of(row) for row in plans],
        )


class RecombineIn(Schema):
    """What is pinned (an operation to a machine or a firm) and left out, all of it; `plan` is what effects refer to."""

    plan: str = ""
    pinned: dict[str, str] = {}
    excluded_firms: list[str] = []
    excluded_machines: list[str] = []


class SaveIn(Schema):
    """The name under which a variant is kept; empty: no more."""

    name: str = Field("", max_length=80)


class PlaceOut(Schema):
    """A plan's place in a ranking: inputs, scores in millionths, and points out of 100 as an exact fraction."""

    rank: int
    key: str
    letter: str
    inputs: dict[str, int]
    scores_ppm: dict[str, int]
    points: str


class RankingOut(Schema):
    """Everything that ranks a run's plans, so that anybody can do it again.

    score = best x 1,000,000 // own for price, time and carbon, where the least is best; odds score as they are.
    points = sum(weight x score) x 100 / (sum(weights) x 1,000,000); of equal points the lower letter comes first.
    """

    run: str
    rules: str
    weights: dict[str, int]
    usual: bool
    places: list[PlaceOut]

    @classmethod
    def of(cls, run: PlanRun, found: Ranking) -> RankingOut:
        """Return a ranking of a run."""
        places = [
            PlaceOut(
                rank=one.rank,
                key=one.row.key,
                letter=one.row.letter,
                inputs=dict(one.inputs),
                scores_ppm=dict(one.scores),
                points=str(one.points),
            )
            for one in found.places
        ]
        weights = dict(found.weights)
        return cls(run=run.key, rules=found.rules, weights=weights, usual=found.usual, places=places)


class StopIn(Schema):
    """Whether a search ends with what it has found so far, or finds nothing."""

    keep: bool = False


class RefusedOut(Schema):
    """A machine that is out for an operation, with every reason as code, facts and sentence."""

    machine: str
    op: str
    reasons: list[dict[str, Any]]


class RefusalsOut(Schema):
    """Who is out of a run, and why."""

    items: list[RefusedOut]
    next: str | None = None
