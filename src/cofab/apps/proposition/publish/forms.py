"""Forms of publish: people speak of millimetres and yuan, rows hold micrometres and fen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.selectors import processes
from cofab.core.kernel.quantity import um_from_mm

VISIBILITIES = [
    ("request", _("On request"), _("you are asked when you match")),
    ("partners", _("Partners first"), _("named partners see it for 24 hours, then on request")),
    ("open", _("Open"), _("anybody may see and hold it; sells faster")),
]
CHOICES = [(value, label) for value, label, _why in VISIBILITIES]


def _choices() -> list[tuple[str, str]]:
    zh = (get_language() or "").startswith("zh")
    return [(row.id, row.name_zh if zh else row.name_en) for row in processes()]


class ChangeForm(forms.Form):
    """What of a machine may change later."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
    model = forms.CharField(label=_("Model"), max_length=80, required=False)
    x = forms.DecimalField(label=_("Travel X"), min_value=0, help_text=_("mm"))
    y = forms.DecimalField(label=_("Travel Y"), min_value=0, help_text=_("mm"))
    z = forms.DecimalField(label=_("Travel Z"), min_value=0, help_text=_("mm"))
    tolerance = forms.DecimalField(label=_("Tolerance it holds"), min_value=0, help_text=_("mm"))
    rate = forms.DecimalField(label=_("Price an hour"), min_value=0, help_text=_("yuan, ex VAT, with operator"))
    minimum = forms.DecimalField(label=_("Minimum charge"), min_value=0, required=False, help_text=_("yuan, ex VAT"))

    @classmethod
    def shows(cls, row: Machine) -> dict[str, Any]:
        """Return a machine as the form first shows it."""
        lengths = {"x": row.envelope_x_um, "y": row.envelope_y_um, "z": row.envelope_z_um}
        return {
            "name": row.name,
            "model": row.model,
            **{name: um / Decimal(1000) for name, um in {**lengths, "tolerance": row.tolerance_um}.items()},
            "rate": row.rate_minor_per_h / Decimal(100),
            "minimum": row.minimum_minor / Decimal(100),
        }

    def facts(self) -> dict[str, Any]:
        """Return what was entered as the fields of a machine."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "model": data["model"],
            "envelope_x_um": um_from_mm(data["x"]),
            "envelope_y_um": um_from_mm(data["y"]),
            "envelope_z_um": um_from_mm(data["z"]),
            "tolerance_um": um_from_mm(data["tolerance"]),
            "rate_minor_per_h": int(data["rate"] * 100),
            "minimum_minor": int((data["minimum"] or 0) * 100),
        }


class MachineForm(ChangeForm):
    """The few things without which nobody can plan on a machine."""

    process = forms.ChoiceField(label=_("Main process"), choices=_choices)
    visibility = forms.ChoiceField(
        label=_("Who sees idle windows"),
        choices=CHOICES,
        initial="request",
    )

    def facts(self) -> dict[str, Any]:
        """Return what was entered as the fields of a machine."""
        data = self.cleaned_data
        return {**super().facts(), "processes": [data["process"]], "visibility": data["visibility"]}
