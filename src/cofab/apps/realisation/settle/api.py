"""The API of settlement: what one earns, a statement to the cent, disputing a milestone."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.realisation.settle import actions, selectors
from cofab.apps.realisation.settle.schemas import MilestoneOut, MilestonesOut, MoneyOut, StatementOut, milestone_out

earnings = Router(tags=["settle"])
milestones = Router(tags=["settle"])
orders = Router(tags=["settle"])


@earnings.get("", response=MilestonesOut, summary="What my firm earns")
def listed(request: HttpRequest) -> MilestonesOut:
    """Return the caller's own milestones of all orders, newest order first."""
    return MilestonesOut(items=[milestone_out(row) for row in selectors.earnings(request.viewer)[:500]])


@earnings.get("/{order}", response=StatementOut, summary="My statement of an order")
def statement(request: HttpRequest, order: str) -> StatementOut:
    """Return the caller's statement of an order: every line with the figures it comes from."""
    return StatementOut.of(selectors.statement_for(request.viewer, order))


@milestones.post("/{key}/contest", response=MilestoneOut, summary="Dispute a milestone")
def contest(request: HttpRequest, key: str) -> MilestoneOut:
    """Hold one milestone back because it is disputed; everything else flows."""
    return milestone_out(actions.contest(request.viewer, key))


@milestones.post("/{key}/settle", response=MilestoneOut, summary="Settle a dispute")
def settle(request: HttpRequest, key: str) -> MilestoneOut:
    """Let a disputed milestone flow again, as who disputed it or the operator; released at once if it was due."""
    return milestone_out(actions.settle_contest(request.viewer, key))


@orders.get("/{key}/money", response=MoneyOut, summary="The money of an order")
def money(request: HttpRequest, key: str) -> MoneyOut:
    """Return an order's money as the caller may see it: all payees for buyer and lead, its own for a payee."""
    return MoneyOut.of(selectors.money_of(request.viewer, key))
