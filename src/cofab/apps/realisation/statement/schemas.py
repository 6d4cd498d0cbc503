"""What the API of monthly statements reads and writes; amounts in minor units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.realisation.statement.models import MonthlyStatement


class StatementSignIn(Schema):
    """The hash of the statement that was looked at."""

    hash: str = Field(max_length=64)


class StatementDifferIn(Schema):
    """What differs, and how much of the closing balance that touches."""

    text: str = Field(max_length=2000)
    amount_minor: int = Field(0, ge=0)


class MonthlyStatementOut(Schema):
    """A statement: `content` is what is signed, `hash` the SHA-256 of its canonical JSON (RFC 8785)."""

    key: str
    payer: str
    payee: str
    currency: str
    closes_on: date
    version: int
    state: str
    hash: str
    content: dict[str, Any]
    drawn_at: datetime
    payer_signed_at: datetime | None
    payer_signed_by: str
    payee_signed_at: datetime | None
    payee_signed_by: str
    difference: str
    differing_minor: int
    differed_by: str

    @staticmethod
    def of(row: MonthlyStatement) -> MonthlyStatementOut:
        """Return a statement as the API shows it."""
        same = (
            "key", "currency", "closes_on", "version", "state", "hash", "content", "drawn_at", "payer_signed_at",
            "payee_signed_at", "difference", "differing_minor",
        )  # fmt: skip
        return MonthlyStatementOut(
            payer=row.payer.key,
            payee=row.payee.key,
            payer_signed_by=row.payer_person.name if row.payer_person else "",
            payee_signed_by=row.payee_person.name if row.payee_person else "",
            differed_by=row.differed_by.key if row.differed_by else "",
            **{name: getattr(row, name) for name in same},
        )


class MonthlyStatementsOut(Schema):
    """Monthly statements, the newest first."""

    items: list[MonthlyStatementOut]
    next: str | None = None
