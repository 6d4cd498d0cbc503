"""Everything that a demand's page shows, put together."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cofab.apps.base.models import Organisation
from cofab.apps.proposition.demand import lead
from cofab.apps.proposition.demand.face import asking, part, routing
from cofab.apps.proposition.demand.face.price import price
from cofab.apps.proposition.demand.mappers import brief_of
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.review.models import Review
from cofab.apps.proposition.demand.selectors import said, unchecked_fields
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import process_names, town_names
from cofab.web import words

MOST_SHOPS = 400


def page(row: Demand, vat: bool = False) -> dict[str, Any]:
    """Return everything that a demand's page shows; `vat` tells whether prices hold VAT."""
    found = {
        "demand": row,
        "reading": row.reading,
        "refusal": said(row.refusal["code"], row.refusal["facts"]) if row.refusal else "",
    }
    if row.state not in ("asking", "ready"):
        return found
    return found | (_understood(row, vat) if row.price else _asked(row))


def _asked(row: Demand) -> dict[str, Any]:
    """Return the questions that come before everything else, and the answers given so far."""
    questions = asking.questions(row)
    waiting = [one for one in questions if one["answer"] is None]
    return {
        "town": town_names().get(row.town, row.town),
        "open": waiting,
        "open_count": len(waiting),
        "question": waiting[0] if waiting else None,
        "answered": [one for one in questions if one["answer"] is not None],
    }


def _understood(row: Demand, vat: bool) -> dict[str, Any]:
    questions = asking.questions(row)
    waiting = [one for one in questions if one["answer"] is None]
    names = process_names()
    findings = part.findings(row)
    features = part.features(row.reading["part"])
    return (
        {
            "town": town_names().get(row.town, row.town),
            "finishes": [_finish(f, names) for f in brief_of(row, row.answers).finishes],
            "took": words.grouped(row.reading["stats"].get("took_ms", 0) / 1000, 1),
            "due": timezone.localtime(row.due).date().isoformat(),
            "forecast": lead.forecast(row),
            "view": part.view(row, waiting[0]["faces"] if waiting else ()) if row.reading.get("solid", True) else None,
            **_review(row),
            "drawn": bool(row.reading.get("drawing")),
            "doubtful": len(unchecked_fields(row)),
            "features": features,
            "features_count": sum(one["count"] for one in features),
            "operations": routing.operations(row),
            "open": waiting,
            "open_count": len(waiting),
            "question": waiting[0] if waiting else None,
            "answered": [one for one in questions if one["answer"] is not None],
            "findings": findings,
            "findings_count": len(findings),
        }
        | routing.editing(row, _with_vat("demand:edit", row, vat))
        | price(row, vat)
    )


def _review(row: Demand) -> dict[str, Any]:
    """Return the key of a demand's review, and the firms that could be let into it."""
    review = Review.objects.filter(demand=row).values_list("key", flat=True).first()
    shops = Organisation.objects.filter(is_supplier=True, admission="admitted").exclude(pk=row.organisation_id)
    return {"review": review or "", "shops": [(shop.key, shop.name) for shop in shops.order_by("pk")[:MOST_SHOPS]]}


def _with_vat(name: str, row: Demand, vat: bool) -> str:
    """Return the address of a form that comes back to the page as it was shown."""
    address = reverse(name, args=[row.key])
    return f"{address}?vat=incl" if vat else address


def _finish(finish: Any, names: dict[str, str]) -> str:
    name = names.get(finish.process, process_name(finish.family))
    return f"{name} {finish.film_um} µm" if finish.film_um else name
