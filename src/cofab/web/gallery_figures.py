"""The gallery's bigger pictures: Gantt, calendar, map, part, trade-offs, forms; all figures invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _

from cofab.web import words
from cofab.web.figures.calendar import Calendar, Lane, Slot
from cofab.web.figures.gantt import Bar, Gantt, Row
from cofab.web.figures.places import Part, Sketch, Stop
from cofab.web.figures.tradeoffs import Axis, Choice, Criterion, Tradeoffs


class Sample(forms.Form):
    """A form of the gallery, sent with mistakes in it."""

    quantity = forms.IntegerField(min_value=1)
    due = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False)


def pictures(midnight: datetime) -> dict[str, Any]:
    """Return the figures of the gallery, all relative to today."""
    form = Sample({"quantity": "0", "due": "", "note": ""})
    form.fields["quantity"].label, form.fields["due"].label = _("Quantity"), _("Due date")
    form.fields["note"].label, form.fields["note"].help_text = _("Note"), _("Shown to all firms of the order.")
    return {
        "schedule": schedule(midnight),
        "calendar": calendar(midnight),
        "route": route(),
        "view": Part(static("web/data/sample.glb"), _("Sample bush"), "98 × 98 × 47 mm", [0], _("face 0 · Ø47 H7")),
        "findings": findings(),
        "choice": tradeoffs(),
        "form": form,
        "past": past(midnight),
        "what_ifs": [(_("on time"), "+412.60", "go"), (_("3 days late"), "−83.89", "care")],
        "before": "rank.weights[quantity < 200]:\nprice 40 · time 20 · flexibility 10\nrank.weights[quantity ≥ 200]",
        "after": "rank.weights[quantity < 200]:\nprice 37 · time 20 · flexibility 15\nrank.weights[quantity ≥ 200]",
        "parts_of_money": [(_("released"), 30, "released"), (_("next"), 40, "next"), (_("later"), 25, "later"),
                           (_("retention"), 5, "kept")],
        "signal": [38 + n % 7 + (n > 60) * (n - 60) for n in range(90)],
        "breaks": [("10", 214, "¥214"), ("50", 111.4, "¥111.4"), ("200", 84, "¥84"), ("500", 74, "¥74")],
        "load_places": ["Beilun", "Yuyao", "Huangyan", "Wenling"],
        "load": [(_("Turning"), [61, 48, 66, 58]), (_("Milling"), [74, None, 96, 101])],
    }  # fmt: skip


def schedule(midnight: datetime) -> Gantt:
    """Return a plan over three firms."""

    def bar(day: float, length: float, label: str, kind: str, proposed: bool = False) -> Bar:
        start = midnight + timedelta(days=day)
        return Bar(start, start + timedelta(days=length), label, kind, "#gantt", proposed)

    rows = [
        Row(_("Zeguo turn-mill (demo)"),
            [bar(0.5, 0.9, _("material"), "buffer"), bar(1.5, 2.3, _("turn-mill 50"), "make"),
             bar(5.3, 0.5, _("deburr"), "make", True)]),
        Row(_("Luqiao anodiser (demo)"), [bar(6.5, 3.1, _("mask, hard anodise"), "finish")], "B"),
        Row(_("Yinzhou test (demo)"), [bar(12.3, 1.1, _("first article"), "inspect")]),
        Row(_("Transport"), [bar(6.3, 0.2, "30 km", "move"), bar(9.7, 0.7, _("line-haul"), "move")]),
    ]  # fmt: skip
    rest = [(midnight + timedelta(days=n), midnight + timedelta(days=n + 1)) for n in range(16)
            if (midnight + timedelta(days=n)).weekday() == 6]  # fmt: skip
    return Gantt(
        rows, _("Plan A by day"), now=midnight + timedelta(days=1.2), due=midnight + timedelta(days=14.7), rest=rest
    )


def calendar(midnight: datetime) -> Calendar:
    """Return two weeks of three machines."""
    first = midnight.date() - timedelta(days=midnight.weekday())
    rows = (
        ("VMC-1", (("own", 4, _("own: valve cap")), ("order", 5, "O-2612-0098"), ("request", 3, ""), ("closed", 2, ""),
                   ("own", 6, ""), ("request", 6, ""), ("closed", 2, ""))),
        ("VMC-3", (("order", 7, "O-2612-0112"), ("down", 3, _("spindle")), ("maintenance", 2, _("bearing")),
                   ("closed", 2, ""), ("maintenance", 1, ""), ("open", 5, ""), ("own", 6, ""), ("closed", 2, ""))),
        ("VMC-5", (("own", 7, ""), ("order", 2, "0112"), ("partners", 3, ""), ("closed", 2, ""), ("hold", 4, "3:42"),
                   ("request", 8, ""), ("closed", 2, ""))),
    )  # fmt: skip
    lanes = []
    for name, runs in rows:
        at, slots = 0, []
        for kind, length, label in runs:
            slots.append(Slot(kind, at, length, label, "#calendar" if kind == "order" else ""))
            at += length
        lanes.append(Lane(name.lower(), name, slots))
    staff = [(7, 5), (5, 5), (6, 5), (4, 5), (5, 4), (5, 5)] * 2
    week = [None if i // 2 % 7 == 6 else staff[i % 12] for i in range(28)]
    rest = frozenset(first + timedelta(days=n) for n in (6, 13))
    return Calendar(first, 14, lanes, week, rest=rest, now=words.present(), title=_("Idle calendar"))


def route() -> Sketch:
    """Return a route over four towns."""
    stops = [
        Stop(28.49, 121.34, _("Zeguo"), "1", side="left"), Stop(28.58, 121.37, _("Luqiao"), "2"),
        Stop(29.82, 121.55, _("Yinzhou"), "3"), Stop(29.66, 121.41, _("Fenghua"), "★", side="left"),
    ]  # fmt: skip
    return Sketch(stops, [[0, 1, 2, 3]], _("Plan A route"))


def findings() -> list[dict[str, Any]]:
    """Return three findings."""
    return [
        {"tone": "care", "icon": "alert-triangle", "what": _("Fit against coating"), "where": _("face 0"), "faces": [0],
         "why": _("Rule C-04: film > half the tolerance band · 30 µm vs 25 µm")},
        {"tone": "care", "icon": "coin", "what": _("4 × M5 thread is deep"), "where": _("face 2"), "faces": [2],
         "why": _("12 deep = 2.4 D, limit 2 D · 10 saves ¥0.60 each"), "url": "#findings", "action": _("Apply")},
        {"icon": "info-circle", "what": _("Groove root R0.2"), "where": _("face 4"), "faces": [4],
         "why": _("form tool, ¥38 a batch · R0.4 avoids it")},
    ]  # fmt: skip


def tradeoffs() -> Tradeoffs:
    """Return four plans under four weights."""
    criteria = [Criterion("price", _("Price"), 40), Criterion("time", _("Time"), 20),
                Criterion("certainty", _("Certainty"), 30), Criterion("carbon", _("Carbon"), 10)]  # fmt: skip
    axes = [Axis(_("¥k"), 5.5, 8), Axis(_("days"), 6, 18), Axis(_("odds"), 100, 50), Axis("kg", 80, 150)]
    rows = (
        ("A", _("Zeguo turn-mill + Luqiao anodiser"), (920, 450, 910, 1000), (6.1, 14, 91, 96), False),
        ("B", _("Yuhuan + Huangyan + Beilun"), (860, 600, 840, 700), (6.3, 12, 84, 121), False),
        ("C", _("Split over two millers"), (400, 1000, 780, 500), (7.5, 8, 78, 138), False),
        ("D", _("Wenling workshop + Luqiao"), (1000, 300, 620, 970), (5.94, 16, 62, 98), True),
    )
    names = [c.key for c in criteria]
    made = [
        Choice(f"plan-{k.lower()}", k, n, {name: 1000 * score for name, score in zip(names, s, strict=True)}, v, late)
        for k, n, s, v, late in rows
    ]
    return Tradeoffs(criteria, made, axes, "R-02 v5", "#why")


def past(midnight: datetime) -> list[dict[str, Any]]:
    """Return what happened to an order."""
    at = midnight + timedelta(hours=10, minutes=24)
    return [
        {"at": at, "what": _("VMC-3 down: spindle bearing"), "more": _("reported by the machine"), "tone": "stop",
         "icon": "x", "url": "#history", "link": _("data")},
        {"at": at + timedelta(minutes=1), "what": _("Replanned in 0.3 s: 2 operations"), "icon": "refresh"},
        {"at": at + timedelta(minutes=27), "what": _("Huangyan agreed to move 150"), "icon": "check"},
    ]  # fmt: skip
