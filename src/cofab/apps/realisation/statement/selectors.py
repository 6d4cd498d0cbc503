"""Which monthly statements a viewer may see, and how many wait for them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.statement.models import MonthlyStatement

WITH = ("payer", "payee", "payer_person", "payee_person", "differed_by")


def statements_for(viewer: Viewer) -> QuerySet[MonthlyStatement]:
    """Return the statements of the acting organisation, the newest month and version first."""
    return MonthlyStatement.visible_to(viewer).select_related(*WITH).order_by("-closes_on", "-version", "-id")


def statement_for(viewer: Viewer, key: str) -> MonthlyStatement:
    """Return one statement; refuses kernel.not_found."""
    return MonthlyStatement.get_for(viewer, key)


def newer_of(viewer: Viewer, row: MonthlyStatement) -> MonthlyStatement | None:
    """Return the newest version of the same statement, if a newer one exists."""
    same = {name: getattr(row, name) for name in ("payer_id", "payee_id", "currency", "closes_on")}
    return statements_for(viewer).filter(**same, version__gt=row.version).first()


def waiting(viewer: Viewer) -> int:
    """Return how many statements wait for the signature of the acting organisation."""
    mine = viewer.organisation_id
    unsigned = Q(payer_id=mine, payer_signed_at=None) | Q(payee_id=mine, payee_signed_at=None)
    return MonthlyStatement.visible_to(viewer).filter(unsigned, state__in=("draft", "half")).count()
