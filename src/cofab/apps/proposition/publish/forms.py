"""Forms of publish: people speak of millimetres and yuan, rows hold micrometres and fen."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.selectors import machines_for, processes
from cofab.core.kernel.quantity import um_from_mm

VISIBILITIES = [
    ("request", _("On request"), _("you are asked when you match")),
    ("partners", _("Partners first"), _("named partners see it for 24 hours, then on request")),
    ("open", _("Open"), _("anybody may see and hold it; sells faster")),
]
MOMENT, MINUTE = {"type": "datetime-local"}, "%Y-%m-%dT%H:%M"
WEEK = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
SPAN = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*[-–~至]\s*([01]?\d|2[0-4]):([0-5]\d)")
CHOICES = [(value, label) for value, label, _why in VISIBILITIES]


def _choices() -> list[tuple[str, str]]:
    zh = (get_language() or "").startswith("zh")
    return [(row.id, row.name_zh if zh else row.name_en) for row in processes()]


HOURS = {"slot": "minimum_slot", "notice": "notice", "buffer": "buffer", "cancel": "cancel"}


def _hours(label: Any) -> forms.DecimalField:
    """Return a field for one of a machine's booking rules."""
    return forms.DecimalField(label=label, min_value=0, max_value=2160, required=False, help_text=_("hours"))


class ChangeForm(forms.Form):
    """What of a machine may change later."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
    model = forms.CharField(label=_("Model"), max_length=80, required=False)
    x = forms.DecimalField(label=_("Travel X"), min_value=0, help_text=_("mm"))
    y = forms.DecimalField(label=_("Travel Y"), min_value=0, help_text=_("mm"))
    z = forms.DecimalField(label=_("Travel Z"), min_value=0, help_text=_("mm"))
    tolerance = forms.DecimalField(label=_("Tolerance it holds"), min_value=0, help_text=_("mm"))
    slot = _hours(_("Least time to hold"))
    notice = _hours(_("Notice"))
    buffer = _hours(_("Gap to other work"))
    cancel = _hours(_("Given back at the latest, before it begins"))
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
            **{name: getattr(row, f"{field}_s") / Decimal(3600) for name, field in HOURS.items()},
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
            **{f"{field}_s": int((data[name] or 0) * 3600) for name, field in HOURS.items()},
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


class StretchForm(forms.Form):
    """A stretch of a machine's time: what painting and dragging do, for keyboards and phones."""

    machine = forms.ChoiceField(label=_("Machine"))
    start = forms.DateTimeField(label=_("From"), widget=forms.DateTimeInput(attrs=MOMENT, format=MINUTE))
    end = forms.DateTimeField(label=_("Until"), widget=forms.DateTimeInput(attrs=MOMENT, format=MINUTE))
    kind = forms.ChoiceField(label=_("What stands there"), choices=[("own", _("Own work")), ("closure", _("Closed"))])
    label = forms.CharField(label=_("Note"), max_length=120, required=False)
    weekly_until = forms.DateField(
        label=_("Every week until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = machines_for(viewer).filter(active=True)
        self.fields["machine"].choices = [(row.key, row.label) for row in rows]  # type: ignore[attr-defined]

    @staticmethod
    def shows(claim: Occupancy | None, first: date) -> dict[str, Any]:
        """Return what the form shows at first: a claim that is changed, or the first morning on the board."""
        if claim is None:
            day = timezone.make_aware(datetime.combine(first, time(8)))
            return {"start": day, "end": day + timedelta(hours=4)}
        window = window_of(claim.during)
        named = {"machine": claim.machine.key, "kind": claim.kind, "label": claim.label}
        return {**named, "start": timezone.localtime(window.start), "end": timezone.localtime(window.end)}

    def clean(self) -> dict[str, Any]:
        """Refuse an end that does not lie after the start."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", _("It ends before it begins."))
        return data


class ImportForm(forms.Form):
    """A list of own work: typed, as CSV, or an iCalendar file."""

    text = forms.CharField(label=_("Lines"), widget=forms.Textarea(attrs={"rows": 8}), required=False)
    file = forms.FileField(label=_("File, CSV or iCalendar"), required=False)
    machine = forms.ChoiceField(label=_("Machine, where a line names none"), required=False)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = machines_for(viewer).filter(active=True)
        self.fields["machine"].choices = [("", "—"), *((row.key, row.label) for row in rows)]  # type: ignore[attr-defined]


def _zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones())]


class HoursForm(forms.Form):
    """The hours in which a machine is attended, week by week, on its own wall clock."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days"), coerce=int, choices=list(enumerate(WEEK)), widget=forms.CheckboxSelectMultiple
    )
    spans = forms.CharField(label=_("Hours"), help_text=_("08:00-11:30, 12:30-17:00; 20:00-06:00 ends on the next day"))
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    every = forms.BooleanField(label=_("for all my machines"), required=False)

    def clean_spans(self) -> list[list[str]]:
        """Return spans as pairs of times; refuses what is none."""
        parts = filter(None, (part.strip() for part in re.split(r"[,;，；]", self.cleaned_data["spans"])))
        found = [SPAN.fullmatch(part) for part in parts]
        if not found or not all(found):
            raise forms.ValidationError(_("Write hours as 08:00-11:30, 12:30-17:00."))
        return [[f"{int(one[1]):02d}:{one[2]}", f"{int(one[3]) % 24:02d}:{one[4]}"] for one in found if one]

    @staticmethod
    def shows(machine: Machine, number: int) -> dict[str, Any]:
        """Return one rule of a machine's hours as the form shows it; an empty one past the last."""
        shifts = [*machine.shift.get("shifts", []), {"days": [], "spans": []}]
        spans = ", ".join("-".join(span) for span in shifts[number]["spans"])
        return {"days": shifts[number]["days"], "spans": spans, "zone": machine.shift.get("zone", settings.TIME_ZONE)}
