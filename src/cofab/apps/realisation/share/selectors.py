"""Decisions about shared money, for those whom they concern."""

from __future__ import annotations

from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.share.models import ShareDecision


def decision(viewer: Viewer, order_key: str) -> ShareDecision | None:
    """Return how an order's pools were split, None while they are not."""
    return ShareDecision.visible_to(viewer).filter(order_key=order_key).first()


def shares_of(viewer: Viewer, order_key: str, payee_key: str) -> dict[str, int]:
    """Return one payee's parts of an order's pools: {"performance", "innovation"} in minor units, or nothing yet."""
    row = decision(viewer, order_key)
    mine = next((share for share in (row.shares if row else []) if share["id"] == payee_key), None)
    return {part: mine[f"{part}_minor"] for part in ("performance", "innovation")} if mine else {}
