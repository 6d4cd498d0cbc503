"""The API of monthly statements: the list, one, and every move until both have signed."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from cofab.apps.realisation.statement import actions, selectors
from cofab.apps.realisation.statement.schemas import (
    MonthlyStatementOut,
    MonthlyStatementsOut,
    StatementDifferIn,
    StatementSignIn,
)

router = Router(tags=["statement"])


@router.get("", response=MonthlyStatementsOut, summary="Monthly statements")
def listed(request: HttpRequest) -> MonthlyStatementsOut:
    """Return the statements of the caller's organisation, the newest month and version first."""
    rows = selectors.statements_for(request.viewer)[:500]
    return MonthlyStatementsOut(items=[MonthlyStatementOut.of(row) for row in rows])


@router.post("", response={201: MonthlyStatementsOut}, summary="Draw up what is missing")
def draw(request: HttpRequest) -> Status[MonthlyStatementsOut]:
    """Draw up the caller's statements that are missing for the month that closed last; return those made now."""
    made = actions.draw_up(request.viewer)
    return Status(201, MonthlyStatementsOut(items=[MonthlyStatementOut.of(row) for row in made]))


@router.get("/{key}", response=MonthlyStatementOut, summary="A monthly statement")
def one(request: HttpRequest, key: str) -> MonthlyStatementOut:
    """Return one statement with all that is signed."""
    return MonthlyStatementOut.of(selectors.statement_for(request.viewer, key))


@router.post("/{key}/sign", response=MonthlyStatementOut, summary="Sign a monthly statement")
def sign(request: HttpRequest, key: str, body: StatementSignIn) -> MonthlyStatementOut:
    """Sign as one of the two; the hash names what was looked at."""
    return MonthlyStatementOut.of(actions.sign(request.viewer, key, body.hash))


@router.post("/{key}/differ", response=MonthlyStatementOut, summary="Say that a statement differs")
def differ(request: HttpRequest, key: str, body: StatementDifferIn) -> MonthlyStatementOut:
    """Say what is not right; the rest of the closing balance is undisputed and to be paid."""
    return MonthlyStatementOut.of(actions.differ(request.viewer, key, body.text, body.amount_minor))


@router.post("/{key}/redraw", response={201: MonthlyStatementOut}, summary="Draw up the next version")
def redraw(request: HttpRequest, key: str) -> Status[MonthlyStatementOut]:
    """Draw up the next version of a statement that differs, listing the difference."""
    return Status(201, MonthlyStatementOut.of(actions.redraw(request.viewer, key)))
