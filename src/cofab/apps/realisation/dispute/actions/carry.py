"""A decided dispute is carried out: money moves to the cent, or pieces are mended first; records for credit follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.realisation.dispute.actions.move import turn
from cofab.apps.realisation.dispute.models import Dispute
from cofab.apps.realisation.rate.actions import note_record, recompute
from cofab.apps.realisation.settle.actions import award, award_payee
from cofab.core.realisation.dispute.outcome import MENDING

WHOLE = 1_000_000


def settle(viewer: Viewer, row: Dispute, event: str, offer: Mapping[str, Any]) -> Dispute:
    """End a dispute by `event` the way `offer` says: the pieces are mended first where that is the remedy."""
    row.outcome = {**offer, "by": event}
    turn(viewer, row, event, {"remedy": offer["remedy"], "award_minor": offer["award_minor"]})
    if offer["remedy"] in MENDING and offer["else_minor"]:
        return turn(viewer, row, "mend")
    return close(viewer, row, "pay", int(offer["award_minor"]))


def close(viewer: Viewer, row: Dispute, event: str, award_minor: int) -> Dispute:
    """Close a dispute: pay the award, let the rest of what was held back flow, and note it for both records."""
    row.award_minor = award_minor
    facts = {"dispute": row.key, "kind": row.kind, **_why(row)}
    with platform():
        if row.by_payee:
            award_payee(SYSTEM, row.order_key, row.claimant.key, award_minor, facts)
        else:
            award(SYSTEM, row.order_key, row.respondent.key, row.held, award_minor, facts)
        if event != "withdraw":
            _note(row, event)
    return turn(viewer, row, event, {"award_minor": award_minor})


def _why(row: Dispute) -> dict[str, Any]:
    return {name: row.outcome[name] for name in ("cause", "remedy", "by") if name in row.outcome}


def _note(row: Dispute, event: str) -> None:
    """Note the share that the respondent lost, half of it where it was mended; and a claim that came to nothing."""
    if not row.claimed_minor:
        return
    fault = min(max(row.outcome["award_minor"], row.outcome["else_minor"]), row.claimed_minor)
    lost = fault * WHOLE // row.claimed_minor // (2 if event == "mended" else 1)
    _record(row, row.respondent, row.claimant, WHOLE - lost)
    if not fault:
        _record(row, row.claimant, row.respondent, 0)


def _record(row: Dispute, firm: Organisation, other: Organisation, good_ppm: int) -> None:
    note_record(SYSTEM, firm.key, "disputes", good_ppm, f"{row.key}:{firm.key}", other.key, row.order_key)
    recompute(SYSTEM, firm.key)
