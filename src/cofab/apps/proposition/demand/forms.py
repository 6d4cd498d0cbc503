"""Forms of demand."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.publish.selectors import towns
from cofab.core.kernel.quantity import um_from_mm

FINISHES = [
    ("", _("None")),
    ("hard-anodising", _("Hard anodise 30 µm, black")),
    ("decorative-anodising", _("Clear anodise")),
    ("zinc-electroplating", _("Zinc plating")),
    ("electroless-nickel-plating", _("Electroless nickel 10 µm")),
    ("blackening-and-phosphating", _("Blackening")),
    ("powder-coating", _("Powder coating")),
]


def town_choices() -> list[tuple[str, str]]:
    """Return the towns of the map in the reader's language."""
    zh = (get_language() or "").startswith("zh")
    return [(town.id, town.name_zh if zh else town.name_en) for town in towns()]


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked as one."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the list of uploaded files."""
        rows = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(row, initial) for row in rows]


class DemandForm(forms.Form):
    """What is wanted, in one screen."""

    files = FilesField(
        label=_("3D model and drawing"),
        help_text=_("STEP, IGES, STL, 3MF; DXF for flat parts; drawings as PDF or photo. Up to 150 MB each."),
    )
    title = forms.CharField(label=_("Part name or number"), max_length=120)
    material = forms.CharField(label=_("Material"), max_length=60, initial="6061-T6")
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000, initial=50)
    due = forms.DateField(label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Deliver to"), choices=town_choices)
    fits = forms.CharField(
        label=_("Fits on the drawing"), required=False, max_length=200, help_text=_("Such as 47 H7, 30 g6")
    )
    finish = forms.ChoiceField(label=_("Finish"), choices=FINISHES, required=False)

    def facts(self) -> dict[str, Any]:
        """Return what was entered as the facts of a demand; the date ends at 18:00 local time."""
        data = self.cleaned_data
        due = datetime.combine(data["due"], time(18), timezone.get_current_timezone())
        same = {name: data[name] for name in ("title", "material", "quantity", "town")}
        finishes = [data["finish"]] if data["finish"] else []
        return {**same, "due": due, "finishes": finishes, "callouts": data["fits"]}

    def clean_fits(self) -> list[dict[str, Any]]:
        """Return the fits as callouts; says which one could not be read."""
        found = []
        for text in filter(None, (item.strip() for item in re.split(r"[,;，；]", self.cleaned_data["fits"]))):
            match = re.fullmatch(r"[φØø⌀]?\s*(\d+(?:\.\d+)?)\s*([A-Za-z]{1,2}\d{1,2})", text)
            if match is None:
                raise forms.ValidationError(_("%(text)s is not read as a fit."), params={"text": text})
            found.append({"diameter_um": um_from_mm(match[1]), "fit": match[2]})
        return found
