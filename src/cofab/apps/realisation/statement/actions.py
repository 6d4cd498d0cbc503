"""What may be done with a monthly statement: drawn up, signed by each side, said to differ, drawn up anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.statement import refusals
from cofab.apps.realisation.statement.journal import Pair, content, pairs, today
from cofab.apps.realisation.statement.models import MonthlyStatement
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.event import digest
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.statement import STATEMENT, last_closed

ROLES = ("accountant",)
LONGEST = 2_000


@action
def draw_up(viewer: Viewer) -> list[MonthlyStatement]:
    """Draw up what is missing for the month that closed last: the acting organisation's, or all by the platform.

    Again changes nothing: a pair whose statement stands or differs is passed over, and so is one with nothing to say.
    """
    viewer.require(*ROLES)
    closes_on = last_closed(today(), current("statements")["closing_day"])
    with platform():
        drawn = {
            Pair(*row)
            for row in MonthlyStatement.objects.filter(closes_on=closes_on).values_list(
                "payer_id", "payee_id", "currency"
            )
        }
        missing = [pair for pair in pairs(closes_on, viewer.organisation_id) if pair not in drawn]
    made = [_drawn(viewer, pair, closes_on) for pair in missing]
    return [row for row in made if row]


@action
def redraw(viewer: Viewer, key: str) -> MonthlyStatement:
    """Draw up the next version of a statement that differs, with every difference said so far, for both to sign."""
    row = MonthlyStatement.get_for(viewer, key, lock=True)
    viewer.require(*ROLES)
    if row.state != "differed":
        raise Refused(refusals.DRAWN_ALREADY)
    difference = {
        "by": "payer" if row.differed_by_id == row.payer_id else "payee",
        "text": row.difference,
        "amount_minor": row.differing_minor,
    }
    differences = [*row.content["differences"], difference]
    pair = Pair(row.payer_id, row.payee_id, row.currency)
    fresh = _drawn(viewer, pair, row.closes_on, row.version + 1, differences)
    if fresh is None:
        raise Refused(refusals.DRAWN_ALREADY)
    return fresh


@action
def sign(viewer: Viewer, key: str, hashed: str) -> MonthlyStatement:
    """Sign a statement as one of the two; `hashed` is the hash of what was looked at. Both have: it is agreed."""
    row = MonthlyStatement.get_for(viewer, key, lock=True)
    viewer.require(*ROLES)
    if hashed != row.hash:
        raise Refused(refusals.OTHER_HASH)
    before, side = row.state, side_of(viewer, row)
    row.state = STATEMENT.after(before, "sign")
    if getattr(row, f"{side}_signed_at"):
        raise Refused(refusals.SIGNED_ALREADY)
    setattr(row, f"{side}_signed_at", now())
    setattr(row, f"{side}_person_id", viewer.person_id)
    row.save()
    _told(viewer, row, "sign", before, {"by": side})
    return row


@action
def differ(viewer: Viewer, key: str, text: str, amount_minor: int = 0) -> MonthlyStatement:
    """Say that a statement is not right, and how much of its closing balance that touches; the rest is undisputed.

    Refuses silence, more than the closing balance, and a statement that both have signed.
    """
    row = MonthlyStatement.get_for(viewer, key, lock=True)
    viewer.require(*ROLES)
    before, row.state = row.state, STATEMENT.after(row.state, "differ")
    row.difference = text.strip()[:LONGEST]
    if not row.difference:
        raise Refused(refusals.SAY_WHAT)
    if not 0 <= amount_minor <= row.closing_minor:
        raise Refused(refusals.MORE_THAN_CLOSING, closing_minor=row.closing_minor)
    row.differed_by_id, row.differed_at, row.differing_minor = viewer.organisation_id, now(), amount_minor
    row.save()
    _told(viewer, row, "differ", before, {"by": side_of(viewer, row), "amount_minor": amount_minor})
    return row


def side_of(viewer: Viewer, row: MonthlyStatement) -> str:
    """Return which of the two the viewer acts for; only these two see a statement."""
    return "payer" if viewer.organisation_id == row.payer_id else "payee"


def _drawn(
    viewer: Viewer, pair: Pair, closes_on: date, version: int = 1, differences: Sequence[Mapping[str, Any]] = ()
) -> MonthlyStatement | None:
    """Write one statement and tell both; None where there is nothing to say or somebody else was faster."""
    rules = current("statements")
    with platform():
        made = content(pair, closes_on, version, rules, differences)
        if made is None:
            return None
        said, figures = made
        row = MonthlyStatement(
            payer_id=pair.payer,
            payee_id=pair.payee,
            currency=pair.currency,
            closes_on=closes_on,
            version=version,
            content=said,
            hash=digest(said),
            rules_hash=rules.hash,
            opening_minor=figures.opening_minor,
            obliged_minor=figures.obliged_minor,
            paid_minor=figures.paid_minor,
            closing_minor=figures.closing_minor,
            drawn_at=now(),
            audience=sorted({pair.payer, pair.payee}),
        )
        if not _saved(row):
            return None
    _told(viewer, row, "draw", "")
    return row


def _saved(row: MonthlyStatement) -> bool:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "realisation_monthly_once" in str(error) or "realisation_monthly_version" in str(error):
            return False
        raise
    return True


def _told(
    viewer: Viewer, row: MonthlyStatement, event: str, before: str, facts: Mapping[str, Any] | None = None
) -> None:
    whose = {"closes_on": row.closes_on.isoformat(), "closing_minor": row.closing_minor, "hash": row.hash}
    remember(
        viewer,
        f"statement.{event}",
        subject=row.key,
        before=before,
        after=row.state,
        facts={**whose, **(facts or {})},
        audience=row.audience,
        rules=row.rules_hash,
    )
