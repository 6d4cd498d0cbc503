"""Everything that a demand's page shows, put together."""

from __future__ import annotations

from collections.abc import Sequence
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
from cofab.apps.proposition.demand.selectors import finish_name, material_of, said, unchecked_fields
from cofab.apps.proposition.demand.trade import material_name
from cofab.apps.proposition.publish.selectors import town_names
from cofab.core.proposition.demand.doubts import finish_told
from cofab.web import words
from cofab.web.figures.places import Part

MOST_SHOPS = 400


def page(row: Demand, vat: bool = False) -> dict[str, Any]:
    """Return everything that a demand's page shows; `vat` tells whether prices hold VAT."""
    found = {
        "demand": row,
        "reading": row.reading,
        "material": material_name(material_of(row) if row.reading else row.material),
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
        "view": _view(row, ()),
        "picture": _picture(row),
        "open": waiting,
        "open_count": len(waiting),
        "question": waiting[0] if waiting else None,
        "answered": [one for one in questions if one["answer"] is not None],
    }


def _understood(row: Demand, vat: bool) -> dict[str, Any]:
    questions = asking.questions(row)
    waiting = [one for one in questions if one["answer"] is None]
    findings = part.findings(row)
    features = part.features(row.reading["part"])
    return (
        {
            "town": town_names().get(row.town, row.town),
            "finishes": [finish_name(finish_told(f)) for f in brief_of(row, row.answers).finishes],
            "took": words.grouped(row.reading["stats"].get("took_ms", 0) / 1000, 1),
            "due": timezone.localtime(row.due).date().isoformat(),
            "forecast": lead.forecast(row),
            "view": _view(row, waiting[0]["faces"] if waiting else ()),
            "picture": _picture(row),
            "size": part.size_word(row.reading["part"]),
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


def _view(row: Demand, faces: Sequence[int]) -> Part | None:
    """Return the 3D view of a part that was read from a model."""
    return part.view(row, faces) if row.reading.get("solid", True) else None


def _picture(row: Demand) -> str:
    """Return the address of the first page of a demand's drawings, "" without one."""
    pages = row.reading.get("pages", [])
    return reverse("demand:page", args=[row.key, 0]) if pages and pages[0].get("bytes") else ""


def _review(row: Demand) -> dict[str, Any]:
    """Return the key of a demand's review, and the firms that could be let into it."""
    review = Review.objects.filter(demand=row).values_list("key", flat=True).first()
    shops = Organisation.objects.filter(is_supplier=True, admission="admitted").exclude(pk=row.organisation_id)
    return {"review": review or "", "shops": [(shop.key, shop.name) for shop in shops.order_by("pk")[:MOST_SHOPS]]}


def _with_vat(name: str, row: Demand, vat: bool) -> str:
    """Return the address of a form that comes back to the page as it was shown."""
    address = reverse(name, args=[row.key])
    return f"{address}?vat=incl" if vat else address
