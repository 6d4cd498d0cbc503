"""The credit page in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cofab.apps.realisation.rate.selectors import CreditCard
from cofab.web import words

KINDS = {
    "on_time": (_("On time"), _("deliveries")),
    "quality": (_("First-pass quality"), _("inspection reports")),
    "rating": (_("Ratings"), _("ratings by both sides")),
    "stability": (_("Machine stability"), _("days of telemetry")),
    "answers": (_("Answers in time"), _("requests")),
    "disputes": (_("No dispute lost"), _("orders")),
}
OPENS = {
    "probation": _("first orders, up to"),
    "limit": _("orders up to"),
    "half_deposit": _("half the deposit, orders up to"),
    "advance": _("bank advance, orders up to"),
}


def credit_page(card: CreditCard) -> dict[str, Any]:
    """Return what the credit page shows."""
    parts = [_part(part) for part in (card.row.parts if card.row else [])]
    records = [
        {
            "row": record,
            "kind": KINDS[record.kind][0],
            "good": record.good_ppm / 1_000_000,
            "effect": ("+" if effect > 0 else "") + words.grouped(effect / 10_000, 2),
        }
        for record, effect in card.records
    ]
    return {
        "card": card,
        "lower": card.lower_ppm / 10_000,
        "estimate": card.row.estimate_ppm / 10_000 if card.row else None,
        "limit": max((step["amount_minor"] for step in card.opens if step["reached"]), default=None),
        "parts": parts,
        "records": records,
        "opens": [
            {**step, "name": OPENS.get(step["name"], step["name"]), "from": step["from_ppm"] / 10_000}
            for step in card.opens
        ],
    }


def _part(part: dict[str, Any]) -> dict[str, Any]:
    name, source = KINDS[part["kind"]]
    return {
        "name": name,
        "source": source,
        "count": part["count"],
        "estimate": part["estimate_ppm"] / 10_000,
        "lower": part["lower_ppm"] / 10_000,
        "weight": part["weight_ppm"] / 10_000,
        "points": part["points_ppm"] / 10_000,
        "estimate_points": part["weight_ppm"] * part["estimate_ppm"] / 10_000_000_000,
    }
