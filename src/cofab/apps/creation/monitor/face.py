"""A machine's twin as its page shows it: bands by day, sums, its five parts, faults and repairs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.base.clock import now
from cofab.apps.base.models.event import Event
from cofab.apps.creation.monitor.selectors import Day, Now, Twin
from cofab.apps.creation.monitor.spanning import local_day
from cofab.apps.creation.monitor.words import DRAWN, STATES
from cofab.apps.creation.produce.words import work_name
from cofab.apps.proposition.publish.words import material_word, space_word
from cofab.core.creation.monitor.spans import Span as CoreSpan
from cofab.web import words
from cofab.web.figures.bands import Span
from cofab.web.parts import chip

CHOICES = (1, 7, 30)
TELLING = ("running", "setup", "idle", "down", "off", "unknown")


def day_of(text: str) -> date | None:
    """Return the day that an address names; none for no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def page(twin: Twin, count: int) -> dict[str, Any]:
    """Return what the page of one machine shows over `count` days."""
    kinds = TELLING if twin.now.tells_state else ("own", "open", "unknown")
    told = {DRAWN.get(name, name): words.hours(value) for name, value in twin.seconds.items()}
    return {
        "twin": twin,
        "machine": twin.machine,
        "space": space_word((twin.machine.envelope_x_um, twin.machine.envelope_y_um, twin.machine.envelope_z_um)),
        "holds": words.millimetres(twin.machine.tolerance_um) if twin.machine.tolerance_um else "",
        "bands": [(words.day(day.day), day.midnight, drawn(day.spans)) for day in twin.days],
        "kinds": kinds,
        "totals": {kind: told[kind] for kind in kinds if kind in told},
        "at": now(),
        "choices": [(str(c), _("Day") if c == 1 else _("{} days").format(c)) for c in CHOICES],
        "chosen": str(count),
        "utilisation": _share(twin.utilisation_ppm),
        "coverage": _share(twin.coverage_ppm),
        "open_work": [(row, work_name(row.title)) for row in twin.work],
        "made_work": [(row, work_name(row.title)) for row in twin.made],
        "parts": _parts(twin),
        "repairs": [_happened(event) for event in twin.told.events],
        **_turning(twin, count),
    }


def now_context(state: Now) -> dict[str, Any]:
    """Return what the part of the page says that lives."""
    length = (now() - state.since).total_seconds() if state.since and not state.silent else None
    return {"now_state": state, "now_chip": chip_of(state), "now_length": length}


def chip_of(state: Now) -> str:
    """Return the chip of what a machine does now, as far as its owner told."""
    tone, word, icon = STATES[state.state if state.tells_state else state.busy]
    return chip(tone, word, icon)


def drawn(spans: Iterable[CoreSpan]) -> list[Span]:
    """Return spans as a band draws them."""
    return [Span(DRAWN.get(span.state, span.state), span.start, span.end) for span in spans]


def _turning(twin: Twin, count: int) -> dict[str, Any]:
    """Return the days to turn to, and the last day with a state where the shown days have none."""
    first, last, today = twin.days[0].day, twin.days[-1].day, local_day(now())
    said = local_day(twin.told.last) if twin.told.last else None
    return {
        "before": first - timedelta(days=1),
        "after": min(last + timedelta(days=count), today) if last < today else None,
        "said": said if said and not twin.coverage_ppm and not first <= said <= last else None,
        "span": _span(twin.days),
    }


def _span(days: tuple[Day, ...]) -> str:
    first, last = words.day(days[0].day), words.day(days[-1].day)
    return first if len(days) == 1 else f"{first} – {last}"


def _share(ppm: int | None) -> float | None:
    return None if ppm is None else ppm / 1_000_000


def _parts(twin: Twin) -> list[dict[str, str]]:
    """Return the five parts of the twin with what each holds now."""
    machine, told = twin.machine, twin.told
    seen = {"request": _("idle time on request"), "partners": _("idle time to partners"), "open": _("idle time open")}
    points = ngettext("%(n)s point", "%(n)s points", told.points) % {"n": words.grouped(told.points)}
    since = _("%(points)s since %(day)s") % {"points": points, "day": words.day(told.first)} if told.first else points
    done = ngettext("%(n)s process", "%(n)s processes", len(machine.processes)) % {"n": len(machine.processes)}
    names = _(", ").join(row.name for row in twin.gateways if row.active)
    materials = _(", ").join(material_word(one) for one in machine.materials)
    return [
        {"icon": "building-factory", "name": _("Physical"), "told": machine.model or machine.label},
        {"icon": "cube", "name": _("Virtual"), "told": f"{done} · {materials or _('all materials')}"},
        {"icon": "apps", "name": _("Services"), "told": f"{seen[machine.visibility]} · {_('replan when it stops')}"},
        {"icon": "database", "name": _("Data"), "told": since},
        {"icon": "plug-connected", "name": _("Connection"),
         "told": names if twin.now.heard_at else _("not connected")},
    ]  # fmt: skip


def _happened(event: Event) -> dict[str, Any]:
    """Return a fault or a repair as the history shows it."""
    if event.kind == "publish.up":
        return {"at": event.at, "what": _("Works again"), "icon": "check", "tone": "go"}
    why = event.facts.get("reason", "")
    return {"at": event.at, "what": _("Machine stopped"), "more": why, "icon": "x", "tone": "stop"}
