"""Between an inspection's row and the core values that decide on it."""

from __future__ import annotations

from typing import Any

from cofab.apps.creation.inspect.models import Inspection, InspectorKey
from cofab.core.creation.inspect.report import Accreditation
from cofab.core.creation.inspect.sampling import SamplingPlan
from cofab.core.creation.inspect.verdict import Characteristic, Piece
from cofab.core.kernel.event import digest


def plan_of(row: Inspection) -> SamplingPlan:
    """Return the sampling plan of an inspection."""
    names = ("lot", "letter", "aql", "sample", "accept", "reject")
    return SamplingPlan(**{name: row.plan[name] for name in names})


def wanted_of(row: Inspection) -> list[Characteristic]:
    """Return what is to be measured."""
    return [Characteristic(**item) for item in row.characteristics]


def pieces_of(row: Inspection) -> list[Piece]:
    """Return the recorded results."""
    return [Piece(item["number"], item["values_um"]) for item in row.pieces]


def accreditation_of(key: InspectorKey) -> Accreditation:
    """Return what an inspector is accredited for."""
    return Accreditation(tuple(key.scope), key.since, key.until, key.number)


def statement_of(row: Inspection, key: InspectorKey, number: str, signed_at: str) -> dict[str, Any]:
    """Return what the inspector signs: everything that the verdict follows from, and who appointed and paid."""
    return {
        "format": "cofab.inspection/1",
        "number": number,
        "inspection": row.key,
        "order": row.order_key,
        "title": row.order_title,
        "house": row.organisation.key,
        "person": key.name,
        "accreditation": {
            "number": key.number,
            "scope": list(key.scope),
            "since": key.since.isoformat(),
            "until": key.until.isoformat(),
        },
        "appointed_by": row.appointed_by.key,
        "paid_by": row.paid_by.key,
        "method": row.method,
        "rule": row.rule,
        "plan": row.plan,
        "characteristics": row.characteristics,
        "results": digest(row.pieces),
        "checked": len(row.pieces),
        "bad": row.bad,
        "undecided": row.undecided,
        "verdict": "accepted" if row.accepted else "rejected",
        "retained": row.retained,
        "signed_at": signed_at,
    }
