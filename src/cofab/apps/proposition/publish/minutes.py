"""One day of all machines to the minute: what stands, and the hours in which nobody works."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.publish.board import KINDS, OWN_KINDS
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.selectors import calendar_of, claims_of, machines_for
from cofab.core.kernel.window import Window, subtract
from cofab.core.proposition.publish.calendar import open_windows
from cofab.web.figures.gantt import Bar, Gantt, Row


def chart(viewer: Viewer, day: date) -> Gantt:
    """Return one local day of the viewer's machines."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(day, time(0), zone).astimezone(UTC)
    between = Window(start, datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC))
    machines = list(machines_for(viewer).filter(active=True))
    claims = list(claims_of(viewer, between.start, between.end))
    rows = [_row(machine, [c for c in claims if c.machine_id == machine.pk], between) for machine in machines]
    return Gantt(rows, _("Machines by the minute"), start=between.start, end=between.start, now=now())


def _row(machine: Machine, claims: list[Occupancy], between: Window) -> Row:
    closed = subtract([between], open_windows(calendar_of(machine), between))
    bars = [Bar(window.start, window.end, "", "closed") for window in closed]
    for claim in claims:
        part = window_of(claim.during).cut(between)
        if part is None:
            continue
        mine = claim.key if claim.kind in OWN_KINDS else ""
        order = f"/orders/{claim.order_key}" if claim.order_key.startswith("ord_") else ""
        url = f"?view=minutes&from={timezone.localtime(between.start).date()}&edit={mine}" if mine else order
        bars.append(Bar(part.start, part.end, claim.label, KINDS[claim.kind], url, claim=mine))
    return Row(machine.label, bars, key=machine.key)
