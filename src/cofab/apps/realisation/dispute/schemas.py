"""What the API of disputes reads and writes; amounts in minor units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.realisation.dispute.models import Dispute, Statement
from cofab.apps.realisation.dispute.selectors import Record
from cofab.core.realisation.dispute.outcome import Outcome


class DisputedIn(Schema):
    """What is wrong: a kind, pieces touched, the remedy asked for, and what only the claimant knows.

    `goods_minor`: own material in a piece; `insured`: whether the carrier's leg was; `waited_days`: for the
    other's material.
    """

    against: str
    kind: str = Field(max_length=20)
    remedy: str = Field("refund", max_length=20)
    pieces: int = Field(0, ge=0)
    goods_minor: int = Field(0, ge=0, le=10**12)
    insured: bool = True
    waited_days: int = Field(0, ge=0, le=3650)


class ComplaintIn(DisputedIn):
    """A complaint in words, with evidence as files stored before."""

    text: str = Field(max_length=4000)
    files: list[str] = []


class SaidIn(Schema):
    """A few words, with files stored before."""

    text: str = Field("", max_length=4000)
    files: list[str] = []


class OfferIn(Schema):
    """A way to end it: the cause, the remedy, and another sum than the rules' if one is named."""

    cause: str = Field(max_length=20)
    remedy: str = Field(max_length=20)
    award_minor: int | None = Field(None, ge=0)
    text: str = Field("", max_length=4000)


class JudgedIn(Schema):
    """A ruling: the cause and the remedy found, and why; the sum is the rules'."""

    cause: str = Field(max_length=20)
    remedy: str = Field(max_length=20)
    text: str = Field(max_length=4000)


class OutcomeOut(Schema):
    """What the claimant gets under a cause and a remedy; `else_minor` where mending is not done in time."""

    cause: str
    remedy: str
    award_minor: int
    else_minor: int
    facts: dict[str, Any]

    @staticmethod
    def of(found: Outcome) -> OutcomeOut:
        """Return an outcome as the API shows it."""
        return OutcomeOut(
            cause=found.cause,
            remedy=found.remedy,
            award_minor=found.award_minor,
            else_minor=found.else_minor,
            facts=dict(found.facts),
        )


class OutcomesOut(Schema):
    """Every outcome that the rules know for a complaint."""

    items: list[OutcomeOut]
    next: str | None = None


class SaidOut(Schema):
    """One thing said, by whom, when; `offer` of a proposal or ruling."""

    key: str
    kind: str
    organisation: str
    text: str
    files: list[str]
    offer: dict[str, Any]
    about: str
    at: datetime

    @staticmethod
    def of(row: Statement) -> SaidOut:
        """Return a statement as the API shows it."""
        return SaidOut(
            key=row.key,
            kind=row.kind,
            organisation=row.organisation.key if row.organisation else "",
            text=row.text,
            files=row.files,
            offer=row.offer,
            about=row.about.key if row.about else "",
            at=row.at,
        )


class CaseRecordOut(Schema):
    """One line of the order's own records between the two."""

    kind: str
    at: datetime | None
    key: str
    who: str
    facts: dict[str, Any]


class DisputeOut(Schema):
    """A dispute: who, about what, how much waits, where it stands and by when, how it ended."""

    key: str
    order: str
    claimant: str
    respondent: str
    kind: str
    remedy: str
    claim: dict[str, Any]
    claimed_minor: int
    held_minor: int
    award_minor: int
    currency: str
    state: str
    until: datetime | None
    outcome: dict[str, Any]
    rules: str
    raised_at: datetime
    closed_at: datetime | None

    @staticmethod
    def of(row: Dispute) -> DisputeOut:
        """Return a dispute as the API shows it."""
        return DisputeOut(
            key=row.key,
            order=row.order_key,
            claimant=row.claimant.key,
            respondent=row.respondent.key,
            rules=row.rules_hash,
            **{
                name: getattr(row, name)
                for name in (
                    "kind", "remedy", "claim", "claimed_minor", "held_minor", "award_minor", "currency", "state",
                    "until", "outcome", "raised_at", "closed_at",
                )
            },
        )  # fmt: skip


class DisputesOut(Schema):
    """Disputes, the newest first."""

    items: list[DisputeOut]
    next: str | None = None


class CaseOut(Schema):
    """A dispute with all that was said, what the order's records say, and what each outcome is worth."""

    dispute: DisputeOut
    statements: list[SaidOut]
    records: list[CaseRecordOut]
    outcomes: list[OutcomeOut]

    @staticmethod
    def of(row: Dispute, said: Sequence[Statement], records: Sequence[Record], worth: Sequence[Outcome]) -> CaseOut:
        """Return a whole case."""
        return CaseOut(
            dispute=DisputeOut.of(row),
            statements=[SaidOut.of(one) for one in said],
            records=[CaseRecordOut(kind=r.kind, at=r.at, key=r.key, who=r.who, facts=r.facts) for r in records],
            outcomes=[OutcomeOut.of(one) for one in worth],
        )
