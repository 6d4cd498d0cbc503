"""What became late since it was last told: one digest a morning for a buyer, and for the operator over all orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.models.event import Event
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.selectors import orders_for
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

DIGEST, KEPT = "lateness.digest", "lateness.kept"
LIVE = ("running", "delivered", "signed")
NAMED = 8


def days_late(order: Order) -> int:
    """Return by how many days an order is expected after what was agreed."""
    return max(0, words.local(order.forecast_at).toordinal() - words.local(order.promised_at).toordinal())


@action
def tell(viewer: Viewer) -> int:
    """Tell everybody whose orders became late, or later, since the last digest; returns how many were told."""
    with platform() as system:
        late: dict[int, list[Order]] = defaultdict(list)
        operators = list(Organisation.objects.filter(kind="operator"))
        for order in orders_for(system).filter(state__in=LIVE):
            if days_late(order):
                for pk in {order.organisation_id, *(row.pk for row in operators)}:
                    late[pk].append(order)
        known = set(Event.objects.filter(kind=DIGEST).values_list("subject", flat=True).distinct())
        asked = Organisation.objects.filter(pk__in=late) | Organisation.objects.filter(key__in=known)
        return sum(_tell(viewer, row, late.get(row.pk, [])) for row in asked.order_by("pk"))


def _tell(viewer: Viewer, firm: Organisation, orders: list[Order]) -> bool:
    """Remember a firm's late orders where they changed; tell where one became late or later."""
    before = _before(firm)
    late = {order.key: days_late(order) for order in orders}
    fresh = [order for order in orders if late[order.key] > before.get(order.key, 0)]
    if late == before:
        return False
    fresh.sort(key=lambda order: (-order.price_minor * late[order.key], order.pk))
    named = ", ".join(f"{order.number} +{late[order.key]} d" for order in fresh[:NAMED])
    facts = {"late": late, "count": len(fresh), "orders": named}
    remember(viewer, DIGEST if fresh else KEPT, subject=firm.key, facts=facts, audience=[firm.pk])
    return bool(fresh)


def _before(firm: Organisation) -> Mapping[str, int]:
    row = Event.objects.filter(subject=firm.key, kind__in=[DIGEST, KEPT]).order_by("-pk").first()
    return row.facts["late"] if row else {}
