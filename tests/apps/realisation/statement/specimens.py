"""A statement between a firm and a maker that nobody else knows."""

from datetime import timedelta

from cofab.apps.base.clock import now
from cofab.apps.base.ids import fresh
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.realisation.statement.models import MonthlyStatement


def _statement(firm):
    with platform():
        payee = Organisation.objects.create(kind="supplier", name_en="Maker", admission="admitted")
        row = MonthlyStatement.objects.create(
            payer=firm.organisation,
            payee=payee,
            closes_on=(now() - timedelta(days=40)).date(),
            content={
                "from": "2026-10-26", "due_on": "2026-12-25", "lines": [], "differences": [], "late_ppm_per_day": 500,
                "opening_minor": 100, "obliged_minor": 0, "paid_minor": 0, "closing_minor": 100, "overdue_minor": 0,
                "late_minor": 0,
            },
            hash=fresh("hash"),
            rules_hash="",
            opening_minor=100,
            obliged_minor=0,
            paid_minor=0,
            closing_minor=100,
            drawn_at=now(),
            audience=sorted([firm.organisation.pk, payee.pk]),
        )  # fmt: skip
        return {"key": row.key}


SPECIMENS = {"/statements/{key}": _statement, "/api/v1/statements/{key}": _statement}
