"""Forms of demand."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.publish.selectors import towns
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.proposition.demand.material import materials

FINISHES = [
    ("", _("None")),
    ("hard-anodising", _("Hard anodise 30 µm, black")),
    ("decorative-anodising", _("Clear anodise")),
    ("zinc-electroplating", _("Zinc plating")),
    ("electroless-nickel-plating", _("Electroless nickel 10 µm")),
    ("blackening-and-phosphating", _("Blackening")),
    ("powder-coating", _("Powder coating")),
]


def material_field() -> forms.CharField:
    """Return the field of a material: any name of it in either language, known grades offered; none is asked later."""
    attrs = {"list": "d-materials", "autocomplete": "off", "placeholder": _("such as 6061, 45, 304")}
    return forms.CharField(label=_("Material"), max_length=60, required=False, widget=forms.TextInput(attrs=attrs))


def supply_field() -> forms.ChoiceField:
    """Return the field of who supplies the material; not said is asked later."""
    choices = [("", _("Say it later")), ("supplier", _("The shop buys it")), ("buyer", _("We send it"))]
    return forms.ChoiceField(label=_("Who supplies the material"), choices=choices, required=False)


def ticket_field() -> forms.ChoiceField:
    """Return the field of the VAT ticket that the buyer needs; a special one is usual."""
    choices = [("special", _("Special VAT invoice, as usual")), ("small", _("A small-scale taxpayer's will do"))]
    return forms.ChoiceField(label=_("VAT ticket"), choices=choices, required=False, initial="special")


def known_materials() -> list[tuple[str, str]]:
    """Return grades with their names in the reader's language, as fields offer them."""
    zh = (get_language() or "").startswith("zh")
    return [(m.id, m.name_zh if zh else m.name_en) for m in materials()]


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
    title = forms.CharField(label=_("Part name or number"), max_length=120, required=False)
    material = material_field()
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000)
    due = forms.DateField(label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Deliver to"), choices=town_choices)
    fits = forms.CharField(
        label=_("Fits on the drawing"), required=False, max_length=200, help_text=_("Such as 47 H7, 30 g6")
    )
    finish = forms.ChoiceField(label=_("Finish"), choices=FINISHES, required=False)
    supply = supply_field()
    ticket = ticket_field()

    def facts(self) -> dict[str, Any]:
        """Return what was entered as the facts of a demand; the date ends at 18:00 local time."""
        data = self.cleaned_data
        due = datetime.combine(data["due"], time(18), timezone.get_current_timezone())
        same = {name: data[name] for name in ("title", "material", "quantity", "town", "supply", "ticket")}
        finishes = [data["finish"]] if data["finish"] else []
        return {**same, "due": due, "finishes": finishes, "callouts": data["fits"]}

    def clean(self) -> dict[str, Any]:
        """Name the part after its first file where nobody named it."""
        data = super().clean() or self.cleaned_data
        if not data.get("title") and data.get("files"):
            data["title"] = PurePath(data["files"][0].name).stem[:120]
        return data

    def clean_fits(self) -> list[dict[str, Any]]:
        """Return the fits as callouts; says which one could not be read."""
        found = []
        for text in filter(None, (item.strip() for item in re.split(r"[,;，；]", self.cleaned_data["fits"]))):
            match = re.fullmatch(r"[φØø⌀]?\s*(\d+(?:\.\d+)?)\s*([A-Za-z]{1,2}\d{1,2})", text)
            if match is None:
                raise forms.ValidationError(_("%(text)s is not read as a fit."), params={"text": text})
            found.append({"diameter_um": um_from_mm(match[1]), "fit": match[2]})
        return found
