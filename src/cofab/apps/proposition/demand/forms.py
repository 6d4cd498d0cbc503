"""Forms of demand."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.publish.selectors import towns

FINISHES = [
    ("", _("None")),
    ("hard-anodise-30-black", _("Hard anodise 30 µm, black")),
    ("anodise-clear", _("Clear anodise")),
    ("zinc", _("Zinc plating")),
    ("electroless-nickel", _("Electroless nickel 10 µm")),
    ("blacken", _("Blackening")),
    ("powder", _("Powder coating")),
]


def _towns() -> list[tuple[str, str]]:
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

    files = FilesField(label=_("3D model and drawing"), help_text=_("STEP or STL; drawings as PDF. Up to 200 MB."))
    title = forms.CharField(label=_("Part name or number"), max_length=120)
    material = forms.CharField(label=_("Material"), max_length=60, initial="6061-T6")
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000, initial=50)
    due = forms.DateField(label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Deliver to"), choices=_towns)
    finish = forms.ChoiceField(label=_("Finish"), choices=FINISHES, required=False)

    def facts(self) -> dict[str, Any]:
        """Return what was entered as the facts of a demand; the date ends at 18:00 local time."""
        data = self.cleaned_data
        due = datetime.combine(data["due"], time(18), timezone.get_current_timezone())
        same = {name: data[name] for name in ("title", "material", "quantity", "town")}
        return {**same, "due": due, "finishes": [data["finish"]] if data["finish"] else []}
