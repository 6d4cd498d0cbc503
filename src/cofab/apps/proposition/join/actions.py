"""The operator lets a firm in, or tells it why not; every decision has its reason in the history."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.join.refusals import DECIDED, REASON_MISSING
from cofab.core.kernel.refusal import NOT_FOUND, Refused

OPEN = {"admitted": ("applied", "suspended"), "suspended": ("admitted",), "left": ("applied", "admitted", "suspended")}


@action
def admit(viewer: Viewer, key: str) -> Organisation:
    """Let an organisation in, as the operator; a suspended one comes back this way."""
    return _decide(viewer, key, "admitted", "")


@action
def turn_away(viewer: Viewer, key: str, reason: str) -> Organisation:
    """Refuse an application, as the operator; refuses to do so without a reason."""
    return _decide(viewer, key, "left", _said(reason))


@action
def suspend(viewer: Viewer, key: str, reason: str) -> Organisation:
    """Suspend a member, as the operator, with a reason; what was promised stands."""
    return _decide(viewer, key, "suspended", _said(reason))


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(REASON_MISSING)
    return reason.strip()


def _decide(viewer: Viewer, key: str, state: str, reason: str) -> Organisation:
    viewer.require("operator")
    row = Organisation.objects.select_for_update().filter(key=key).exclude(kind="operator").first()
    if row is None:
        raise Refused(NOT_FOUND)
    if row.admission not in OPEN[state]:
        raise Refused(DECIDED, state=row.admission)
    before, row.admission = row.admission, state
    row.save(update_fields=["admission"])
    audience = [row.pk, *([viewer.organisation_id] if viewer.organisation_id else [])]
    facts = {"reason": reason}
    remember(viewer, f"join.{state}", subject=row.key, before=before, after=state, facts=facts, audience=audience)
    return row
