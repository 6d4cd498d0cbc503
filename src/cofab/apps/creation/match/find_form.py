"""What is looked for, as a form and as a sentence: people's hours, days, kilometres and millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.selectors import own_town
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import process_names, processes, town_names, towns
from cofab.apps.proposition.publish.words import MATERIALS, material_word
from cofab.core.creation.match.asking import MOST_HOURS, Wanted, read_wanted
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.proposition.demand.text.reading import Places


def _kinds() -> list[tuple[str, Any]]:
    """Return families, then the processes of the vocabulary, as choices with names in the reader's language."""
    families = sorted({family for row in processes() for family in row.families})
    names = sorted(process_names().items(), key=lambda pair: pair[1])
    return [("", _("Choose")), *((f"f:{one}", process_name(one)) for one in families), *names]


def _towns() -> list[tuple[str, Any]]:
    return [("", _("Anywhere")), *sorted(town_names().items(), key=lambda pair: pair[1])]


def _materials() -> list[tuple[str, Any]]:
    return [("", _("Any")), *((group, material_word(group)) for group in MATERIALS)]


class FindForm(forms.Form):
    """A machine's time, field by field."""

    kind = forms.ChoiceField(label=_("Process"), choices=_kinds)
    hours = forms.DecimalField(label=_("For"), min_value=0.25, max_value=MOST_HOURS, help_text=_("hours"))
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To, that day included"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Near"), choices=_towns, required=False)
    km = forms.IntegerField(label=_("Within"), min_value=0, max_value=3_000, required=False, help_text="km")
    tolerance = forms.DecimalField(label=_("Tolerance"), min_value=0, required=False, help_text=_("mm"))
    material = forms.ChoiceField(label=_("Material"), choices=_materials, required=False)

    @classmethod
    def shows(cls, wanted: Wanted) -> dict[str, Any]:
        """Return a search as the form first shows it."""
        last = timezone.localtime(wanted.end) - timedelta(seconds=1)
        return {
            "kind": wanted.process or (f"f:{wanted.family}" if wanted.family else ""),
            "hours": f"{wanted.seconds / 3600:g}",
            "first": timezone.localtime(wanted.start).date().isoformat(),
            "last": last.date().isoformat(),
            "town": wanted.town,
            "km": wanted.within_km or "",
            "tolerance": f"{wanted.tolerance_um / 1000:g}" if wanted.tolerance_um else "",
            "material": wanted.material,
        }

    def wanted(self) -> Wanted:
        """Return what was entered as a search."""
        data = self.cleaned_data
        zone = timezone.get_current_timezone()
        family = data["kind"].removeprefix("f:") if data["kind"].startswith("f:") else ""
        return Wanted(
            start=datetime.combine(data["first"], time(0), zone),
            end=datetime.combine(data["last"] + timedelta(days=1), time(0), zone),
            seconds=int(data["hours"] * 3600),
            process="" if family else data["kind"],
            family=family,
            town=data["town"],
            within_km=data["km"] or 0,
            tolerance_um=um_from_mm(data["tolerance"] or 0),
            material=data["material"],
        )


def asked(viewer: Viewer, values: Mapping[str, str]) -> tuple[FindForm, Wanted | None]:
    """Return the form and, where enough was said by sentence (`q`) or fields, the search."""
    if values.get("q"):
        found = sentence(viewer, values["q"])
        complete = bool(found.process or found.family)
        return FindForm(FindForm.shows(found)), found if complete else None
    if "kind" in values:
        form = FindForm(values)
        return form, form.wanted() if form.is_valid() else None
    return FindForm(initial=FindForm.shows(sentence(viewer, ""))), None


def sentence(viewer: Viewer, text: str) -> Wanted:
    """Read a sentence; towns are those of the map, the asker's own where it names none."""
    places = Places({town.id: [town.name_zh, town.name_en] for town in towns()})
    return read_wanted(text, now(), settings.TIME_ZONE, own_town(viewer), places)[0]
