"""The beats that every move in a dispute shares: take it, move its state, write what was said, remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File, Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.dispute.claims import ROLES
from cofab.apps.realisation.dispute.models import Dispute, Statement
from cofab.apps.realisation.dispute.refusals import NOT_YOUR_MOVE, SAY_WHY
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.dispute.life import DISPUTE, until

LONGEST = 4_000


@dataclass(frozen=True)
class Said:
    """What somebody says: a text, files (keys), and for a proposal or ruling its figures and what it is about."""

    kind: str
    text: str = ""
    files: Sequence[str] = ()
    offer: Mapping[str, Any] = field(default_factory=dict)
    about: Statement | None = None


def taken(viewer: Viewer, key: str, *sides: str) -> Dispute:
    """Lock a dispute that the viewer may see; refused (dispute.not_your_move) where another side moves.

    `sides` names who may: claimant, respondent; none given: either of the two.
    """
    row = Dispute.get_for(viewer, key, lock=True)
    viewer.require(*ROLES)
    allowed = sides or ("claimant", "respondent")
    if viewer.organisation_id not in {getattr(row, f"{side}_id") for side in allowed}:
        raise Refused(NOT_YOUR_MOVE)
    return row


def write(viewer: Viewer, row: Dispute, said: Said) -> Statement:
    """Add what was said, with its files shown to all who see the dispute; a file of others is not found."""
    text = said.text.strip()[:LONGEST]
    if not text and said.kind in ("complaint", "answer", "note", "ruling", "appeal", "decision"):
        raise Refused(SAY_WHY)
    for name in said.files:
        File.own(viewer, name).widen(*row.audience)
    return Statement.objects.create(
        dispute=row,
        organisation_id=viewer.organisation_id,
        person_id=viewer.person_id,
        kind=said.kind,
        text=text,
        files=list(said.files),
        offer=dict(said.offer),
        about=said.about,
        at=now(),
        audience=sorted({*row.audience, *judges()}),
    )


def judges() -> list[int]:
    """Return who may come to rule on a dispute: operator and committee. They see it only when it is opened to them."""
    with platform():
        return list(Organisation.objects.filter(kind__in=("operator", "committee")).values_list("pk", flat=True))


def turn(viewer: Viewer, row: Dispute, event: str, facts: Mapping[str, Any] | None = None) -> Dispute:
    """Move a dispute's state, set its clock, save it whole and remember it."""
    before, row.state = row.state, DISPUTE.after(row.state, event)
    row.until = until(row.state, now(), row.rules)
    row.closed_at = now() if row.state == "closed" else None
    row.save()
    told(viewer, row, event, before, facts)
    return row


def told(viewer: Viewer, row: Dispute, event: str, before: str, facts: Mapping[str, Any] | None = None) -> None:
    """Remember one move of a dispute for all who see it."""
    whose = {"order": row.order_key, "title": row.order_title, "kind": row.kind, **(facts or {})}
    remember(
        viewer,
        f"dispute.{event}",
        subject=row.key,
        before=before,
        after=row.state,
        facts=whose,
        audience=row.audience,
        rules=row.rules_hash,
    )


def open_to(row: Dispute, *organisations: int) -> None:
    """Let more organisations see a dispute and the files in it; call as the platform."""
    row.widen(*organisations)
    for name in {name for said in row.statements.all() for name in said.files}:
        File.objects.get(key=name).widen(*organisations)
