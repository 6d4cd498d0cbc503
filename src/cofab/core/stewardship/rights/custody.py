"""Custody of a drawing: a grant to one organisation that ends, can be revoked, and marks what it lets out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cofab.core.kernel.event import digest
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.window import iso

EXPIRED = declare("rights.expired", "Access to this file ended at {ended}.")
REVOKED = declare("rights.revoked", "The owner took back access to this file.")


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave for `organisation` to read `file` for `purpose` until `until` (None: no end)."""

    file: str
    organisation: str
    purpose: str
    until: datetime | None = None
    revoked: bool = False


def check(grant: Grant, now: datetime) -> None:
    """Refuse a grant that was revoked or is over."""
    if grant.revoked:
        raise Refused(REVOKED)
    if grant.until is not None and now >= grant.until:
        raise Refused(EXPIRED, ended=iso(grant.until))


def watermark(file: str, organisation: str, person: str, at: datetime) -> str:
    """Return the short mark printed on a copy, from which the log tells who took it."""
    return digest([file, organisation, person, iso(at)])[:16]
