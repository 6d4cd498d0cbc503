"""The form beside dropped files: what holds for all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.demand.face import end_of
from cofab.apps.proposition.demand.forms import FINISHES, material_field, supply_field, town_choices


class TogetherForm(forms.Form):
    """Material, sets, date, place and finish of all parts dropped together."""

    material = material_field()
    quantity = forms.IntegerField(label=_("Sets"), min_value=1, max_value=1_000_000, initial=1)
    due = forms.DateField(label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Deliver to"), choices=town_choices)
    finish = forms.ChoiceField(label=_("Finish"), choices=FINISHES, required=False)
    supply = supply_field()

    def facts(self) -> dict[str, Any]:
        """Return what was entered as the facts of demands; the date ends at 18:00 local time."""
        data = self.cleaned_data
        finishes = [data["finish"]] if data["finish"] else []
        return {name: data[name] for name in ("material", "quantity", "town", "supply")} | {
            "due": end_of(data["due"]),
            "finishes": finishes,
        }
