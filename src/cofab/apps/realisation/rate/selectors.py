"""What ratings and records say, for whom they concern; credit itself is public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.selectors import order_for
from cofab.apps.realisation.rate.mappers import record_of
from cofab.apps.realisation.rate.models import Credit, Rating, Record
from cofab.apps.realisation.settle.selectors import takes_part
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.rate.credit import credit as computed
from cofab.core.realisation.rate.credit import effects, opened

BEST = 1_000_000


@dataclass(frozen=True)
class CreditCard:
    """An organisation's credit with its parts and what it opens.

    `lower_ppm` is there also where nothing was computed; `records` (row, effect in ppm) for the firm itself only.
    """

    organisation: Organisation
    row: Credit | None
    lower_ppm: int
    opens: list[dict[str, Any]]
    records: list[tuple[Record, int]]


def credits(firm_keys: Iterable[str]) -> dict[str, int]:
    """Return the credit (lower bound, ppm) of organisations by public name; those without any are left out."""
    rows = Credit.objects.filter(organisation__key__in=list(firm_keys))
    return dict(rows.values_list("organisation__key", "lower_ppm"))


def new_credit() -> int:
    """Return the credit (ppm) of an organisation without records."""
    return computed([], now(), current("credit").values).lower_ppm


def credit_card(viewer: Viewer, firm_key: str) -> CreditCard:
    """Return an organisation's credit for anybody to see, its records for itself; not found for an unknown one."""
    firm = Organisation.objects.filter(key=firm_key).first()
    if firm is None:
        raise Refused(NOT_FOUND)
    row = Credit.objects.filter(organisation=firm).first()
    rules = current("credit").values
    lower = row.lower_ppm if row else new_credit()
    records = _with_effects(firm, rules) if firm.pk in viewer.organisations or viewer.system else []
    return CreditCard(firm, row, lower, opened(lower, rules), records)


def _with_effects(firm: Organisation, rules: Any) -> list[tuple[Record, int]]:
    with platform():
        recent = Record.objects.filter(organisation=firm).select_related("counterparty").order_by("-id")[:200]
        rows = {(row.kind, row.evidence): row for row in recent}
    ranked = effects([record_of(row) for row in rows.values()], now(), rules)
    return [(rows[record.kind, record.evidence], effect) for record, effect in ranked]


def ratings(viewer: Viewer, order_key: str) -> QuerySet[Rating]:
    """Return the ratings of an order that the viewer may see: its own, and those that are open to it."""
    return Rating.visible_to(viewer).filter(order_key=order_key).select_related("rater", "rated").order_by("id")


def ratings_for(viewer: Viewer, order_key: str) -> QuerySet[Rating]:
    """Return the ratings of an order that the viewer takes part in, as `ratings`; refuses kernel.not_found."""
    if not takes_part(viewer, order_key):
        order_for(viewer, order_key)
    return ratings(viewer, order_key)


def performance(order_key: str, firm_key: str) -> int:
    """Return a maker's performance in an order in ppm: the mean of the order's records, one million without any."""
    with platform():
        rows = Record.objects.filter(order_key=order_key, organisation__key=firm_key)
        values = list(rows.filter(kind__in=("rating", "on_time", "quality")).values_list("good_ppm", flat=True))
    return sum(values) // len(values) if values else BEST
