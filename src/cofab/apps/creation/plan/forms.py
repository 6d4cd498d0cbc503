"""The form that asks again: how many, until when; nothing is committed by asking."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cofab.apps.creation.plan.models import PlanRun
from cofab.web import words

EVENING = time(17)


class AgainForm(forms.Form):
    """Quantity and date of a question to the planner; what is left out is the demand's own."""

    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000, required=False)
    due = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @staticmethod
    def shows(run: PlanRun) -> dict[str, Any]:
        """Return what the form shows at first: what was asked last."""
        return {"quantity": run.quantity, "due": words.local(run.due).date()}  # type: ignore[union-attr]

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the action takes it; a date means its evening."""
        day = self.cleaned_data["due"]
        due = timezone.make_aware(datetime.combine(day, EVENING)) if day else None
        return {"quantity": self.cleaned_data["quantity"], "due": due}
