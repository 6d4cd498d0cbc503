"""What was retained of makers' money is released when the time of retention is over."""

from __future__ import annotations

from datetime import timedelta

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.realisation.settle.actions.move import release
from cofab.apps.realisation.settle.models import OrderMoney


def release_retained(limit: int = 200) -> int:
    """Release the retention of every order accepted "retention_days" ago, by the rules it was signed under.

    Acceptance is what began the time for ratings; returns how many milestones were released.
    """
    with platform():
        kept = OrderMoney.objects.filter(
            milestones__trigger="retained", milestones__state="waiting", rated_by__isnull=False
        )
        due = [money for money in kept.distinct().order_by("rated_by", "id")[:limit] if _over(money)]
        return sum(len(release(SYSTEM, money.order_key, "retained")) for money in due)


def _over(money: OrderMoney) -> bool:
    assert money.rated_by is not None
    days = int(money.rules["retention_days"]) - int(money.rules["rating_days"])
    return now() >= money.rated_by + timedelta(days=days)
