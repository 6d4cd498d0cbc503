"""Ratings, records and credit between rows and the core."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cofab.apps.realisation.rate.models import Rating, Record
from cofab.core.realisation.rate.credit import Credit
from cofab.core.realisation.rate.credit import Record as CoreRecord
from cofab.core.realisation.rate.sealed import Rating as CoreRating


def rating_of(row: Rating) -> CoreRating:
    """Return a rating row as a value."""
    return CoreRating(row.order_key, row.rater.key, row.rated.key, row.scores, row.state)


def record_of(row: Record) -> CoreRecord:
    """Return a record row as a value."""
    partner = row.counterparty.key if row.counterparty else ""
    return CoreRecord(row.kind, partner, row.at, row.good_ppm, row.evidence)


def credit_json(made: Credit) -> dict[str, Any]:
    """Return computed credit as the fields of its row."""
    parts = [{**asdict(part), "points_ppm": part.points_ppm} for part in made.parts]
    return {
        "lower_ppm": made.lower_ppm,
        "estimate_ppm": made.estimate_ppm,
        "count": made.count,
        "parts": parts,
    }
