"""Pages that bring in own work as a list, and that set a machine's hours."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cofab.apps.base.clock import now
from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.proposition.publish import actions, ical, selectors, undoing
from cofab.apps.proposition.publish.forms import WEEK, HoursForm, ImportForm
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import utc
from cofab.core.proposition.publish.own_work import Entry, read_table
from cofab.web import words

CHANGERS = ("planner", "engineer")


@require_http_methods(["GET", "POST"])
@signed_in
def bring_in(request: HttpRequest) -> HttpResponse:
    """Show what a list of own work would do, line by line, and enter what can be entered."""
    form = ImportForm(request.viewer, request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "proposition/publish/import.html", {"form": form}, status=422 if form.errors else 200)
    try:
        entries = _entries(form)
    except Refused as refused:
        form.add_error(None, explain(refused))
        return render(request, "proposition/publish/import.html", {"form": form}, status=422)
    machine = form.cleaned_data["machine"]
    if request.POST.get("step") == "enter":
        rows = [one.row for one in actions.enter_list(request.viewer, entries, machine) if one.row]
        undoing.push(request, undoing.entered(rows))
        text = ngettext("%(n)s stretch entered.", "%(n)s stretches entered.", len(rows)) % {"n": len(rows)}
        messages.success(request, text)
        return redirect("publish:calendar")
    tried = actions.try_list(request.viewer, entries, machine)
    context = {
        "form": form,
        "lines": [_line(one) for one in tried],
        "good": sum(one.row is not None for one in tried),
        "text": _text(entries),
        "machine": machine,
    }
    return render(request, "proposition/publish/import.html", context)


def _entries(form: ImportForm) -> list[Entry]:
    file = form.cleaned_data["file"]
    data = file.read() if file else form.cleaned_data["text"].encode()
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR"):
        return ical.read(data, settings.TIME_ZONE)
    return read_table(_decoded(data), settings.TIME_ZONE, timezone.localtime(now()).date())


def _decoded(data: bytes) -> str:
    """Return a table's text; spreadsheets here write UTF-8 or GB 18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _text(entries: Sequence[Entry]) -> str:
    """Return the lines that can be read, as they are read again."""
    return "\n".join(
        "\t".join(
            [
                one.machine,
                *(f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for at in (one.window.start, one.window.end)),
                one.label.replace("\t", " ").replace("\n", " "),
                one.kind,
            ]
        )
        for one in entries
        if one.window
    )


def _line(one: actions.Entered) -> dict[str, object]:
    window = one.entry.window
    free = [words.half_day(utc(a)) for a, _b in (one.refused.facts.get("alternatives", []) if one.refused else [])]
    return {
        "entry": one.entry,
        "when": f"{words.moment(window.start)} – {words.moment(window.end)}" if window else words.UNKNOWN,
        "problem": explain(one.refused) if one.refused else "",
        "free": free,
    }


@require_http_methods(["GET", "POST"])
@signed_in
def hours(request: HttpRequest, key: str) -> HttpResponse:
    """Show and change the rules by which a machine is attended, each on its own wall clock."""
    row = selectors.machine_for(request.viewer, key)
    request.viewer.require(*CHANGERS)
    shifts = list(row.shift.get("shifts", []))
    number = _number(request, len(shifts))
    form = HoursForm(request.POST or None, initial=HoursForm.shows(row, number))
    if request.method == "POST" and (request.POST.get("drop") or form.is_valid()):
        if request.POST.get("drop"):
            after, zone, every = shifts[:number] + shifts[number + 1 :], row.shift.get("zone"), False
        else:
            rule = {"days": form.cleaned_data["days"], "spans": form.cleaned_data["spans"]}
            after = [*shifts[:number], rule, *shifts[number + 1 :]]
            zone, every = form.cleaned_data["zone"], form.cleaned_data["every"]
        machines = selectors.machines_for(request.viewer) if every else [row]
        for machine in machines:
            shift = {**machine.shift, "zone": zone, "shifts": after}
            actions.change_machine(request.viewer, machine.key, {"shift": shift})
        messages.success(request, _("Saved."))
        return redirect("publish:hours", key)
    rules = [(n, _days(one["days"]), _spans(one["spans"])) for n, one in enumerate(shifts)]
    context = {"machine": row, "form": form, "rules": rules, "number": number, "new": number >= len(shifts)}
    return render(request, "proposition/publish/hours.html", context, status=422 if form.errors else 200)


def _number(request: HttpRequest, count: int) -> int:
    asked = request.POST.get("rule") or request.GET.get("rule") or "0"
    return min(int(asked), count) if asked.isdecimal() else 0


def _spans(spans: Sequence[Sequence[str]]) -> str:
    return ", ".join("–".join(span) for span in spans)


def _days(days: Sequence[int]) -> str:
    return " ".join(str(WEEK[day]) for day in sorted(days) if day < len(WEEK))
