"""The API of rules: public, every version."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.stewardship.governance import selectors
from cofab.apps.stewardship.governance.schemas import RuleListOut, RulesOut
from cofab.core.kernel.refusal import NOT_FOUND, Refused

router = Router(tags=["governance"])


@router.get("", response=RuleListOut, auth=None, summary="The rules in force")
def in_force(request: HttpRequest) -> RuleListOut:
    """Return the version in force of every rule set."""
    return RuleListOut(items=[RulesOut.of(row) for row in selectors.in_force()])


@router.get("/{name}", response=RuleListOut, auth=None, summary="Every version of a rule set")
def versions(request: HttpRequest, name: str) -> RuleListOut:
    """Return every version of the rules called `name`, the newest first."""
    rows = list(selectors.versions(name))
    if not rows:
        raise Refused(NOT_FOUND)
    return RuleListOut(items=[RulesOut.of(row) for row in rows])
