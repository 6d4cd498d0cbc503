"""What the API of ratings and credit reads and writes; parts per million throughout."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from cofab.apps.realisation.rate.models import Rating
from cofab.apps.realisation.rate.selectors import CreditCard


class PartOut(Schema):
    """One kind of record: Beta(good, bad) in millionths, its estimate and 5 % lower bound, weight and points."""

    kind: str
    count: int
    good_ppm: int
    bad_ppm: int
    estimate_ppm: int
    lower_ppm: int
    weight_ppm: int
    points_ppm: int


class OpensOut(Schema):
    """What credit opens from a value on."""

    from_ppm: int
    name: str
    amount_minor: int
    reached: bool


class RecordOut(Schema):
    """One record that counts, and what credit would lose (or gain, negative) without it."""

    key: str
    kind: str
    good_ppm: int
    order: str
    evidence: str
    at: datetime
    effect_ppm: int


class CreditOut(Schema):
    """An organisation's credit: the sum of its parts' points under the rules of `rules` (a hash)."""

    organisation: str
    lower_ppm: int
    estimate_ppm: int
    count: int
    parts: list[PartOut]
    opens: list[OpensOut]
    records: list[RecordOut]
    rules: str
    at: datetime | None

    @staticmethod
    def of(card: CreditCard) -> CreditOut:
        """Return a credit card as the API shows it."""
        row = card.row
        records = [
            RecordOut(
                key=record.key,
                kind=record.kind,
                good_ppm=record.good_ppm,
                order=record.order_key,
                evidence=record.evidence,
                at=record.at,
                effect_ppm=effect,
            )
            for record, effect in card.records
        ]
        return CreditOut(
            organisation=card.organisation.key,
            lower_ppm=row.lower_ppm if row else card.lower_ppm,
            estimate_ppm=row.estimate_ppm if row else 0,
            count=row.count if row else 0,
            parts=[PartOut(**part) for part in (row.parts if row else [])],
            opens=[OpensOut(**step) for step in card.opens],
            records=records,
            rules=row.rules if row else "",
            at=row.at if row else None,
        )


class RatingIn(Schema):
    """What one party says of another: scores from 1 to 5 by question.

    About a supplier: quality, on_time, communication; about the buyer: clear_demand, pays, communication.
    """

    organisation: str
    scores: dict[str, int]
    note: str = Field("", max_length=2000)


class RatingOut(Schema):
    """A rating; others' only once it is open."""

    key: str
    order: str
    rater: str
    rated: str
    role: str
    scores: dict[str, int]
    note: str
    state: str
    given_at: datetime

    @staticmethod
    def of(row: Rating) -> RatingOut:
        """Return a rating as the API shows it."""
        return RatingOut(
            key=row.key,
            order=row.order_key,
            rater=row.rater.key,
            rated=row.rated.key,
            role=row.role,
            scores=row.scores,
            note=row.note,
            state=row.state,
            given_at=row.given_at,
        )


class RatingsOut(Schema):
    """The ratings of an order that the caller may see."""

    items: list[RatingOut]
    next: str | None = None
