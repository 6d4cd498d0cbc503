"""Retention waits for its days after acceptance, and is then paid by itself."""

from datetime import timedelta

import pytest

from cofab.apps.base.clock import advance
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.rate.actions import open_round
from cofab.apps.realisation.settle.actions import release, release_retained
from cofab.apps.realisation.settle.models import Milestone
from cofab.core.stewardship.governance.defaults import AGREE

pytestmark = pytest.mark.django_db
DAY = int(timedelta(days=1).total_seconds())


def test_retention_is_released_when_its_days_are_over_and_not_before(make_deal, system):
    deal = make_deal(rules={**AGREE.values, "retention_ppm": 50_000, "retention_days": 90}).secured()
    kept = Milestone.objects.filter(order_key=deal.key, trigger="retained")
    assert sum(kept.values_list("amount_minor", flat=True)) == (1_130_000 + 565_000) * 97 // 100 * 5 // 100 + 1
    assert release_retained() == 0
    release(SYSTEM, deal.key, "accepted")
    open_round(SYSTEM, deal.key)
    advance(89 * DAY)
    assert release_retained() == 0
    advance(DAY)
    assert release_retained() == 2
    assert release_retained() == 0
    assert {row.state for row in kept} == {"released"}
    assert all(one.result == "holds" for one in check().checks)
