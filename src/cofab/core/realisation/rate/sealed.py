"""Ratings that both sides give, unseen by each other until both are in or time is up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import INVALID, Refused, declare

RATING = Lifecycle("rating", "sealed", {("sealed", "open"): "open"})
TOO_LATE = declare("rate.too_late", "The time for ratings of this order ended at {deadline}.")
SELF = declare("rate.self", "Nobody rates itself.")

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "supplier": ("quality", "on_time", "communication"),
    "buyer": ("clear_demand", "pays", "communication"),
}
"""What is asked about a supplier and about a buyer, each answered with 1 to 5."""
BEST = 5


@dataclass(frozen=True, slots=True)
class Rating:
    """What `rater` says of `rated` in one order: scores from 1 to 5 by question."""

    order: str
    rater: str
    rated: str
    scores: Mapping[str, int]
    state: str = "sealed"


def checked_scores(role: str, scores: Mapping[str, int]) -> dict[str, int]:
    """Return the scores about a "supplier" or "buyer"; refuses a missing or unknown question, or a score not 1 to 5."""
    if set(scores) != set(QUESTIONS[role]):
        raise Refused(INVALID, field="scores", problem=", ".join(QUESTIONS[role]))
    for question, score in scores.items():
        if score not in range(1, BEST + 1):
            raise Refused(INVALID, field=question, problem=f"1 to {BEST}")
    return dict(scores)


def score_ppm(scores: Mapping[str, int]) -> int:
    """Return the mean of the scores on a scale from 0 (all 1) to 1,000,000 (all 5), rounded down."""
    return sum(score - 1 for score in scores.values()) * 1_000_000 // ((BEST - 1) * len(scores))


def opens(ratings: Iterable[Rating], now: datetime, deadline: datetime) -> list[tuple[str, str]]:
    """Return (rater, rated) of the sealed ratings of one order that open now.

    A rating opens when the rated side has rated back, or when the deadline has passed.
    """
    given = list(ratings)
    pairs = {(rating.rater, rating.rated) for rating in given}
    over = now >= deadline
    sealed = [(rating.rater, rating.rated) for rating in given if rating.state == "sealed"]
    return [(rater, rated) for rater, rated in sealed if over or (rated, rater) in pairs]
