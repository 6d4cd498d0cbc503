"""The idle calendar as a drawing board: machines by half-days, what fills each and whether people suffice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import VISIBILITIES, Machine, Occupancy
from cofab.apps.proposition.publish.reference import Standing
from cofab.apps.proposition.publish.selectors import calendar_of, claims_of, machines_for, openings_of
from cofab.core.kernel.window import Window, union
from cofab.core.proposition.publish.calendar import open_windows
from cofab.web.figures.calendar import Calendar, Lane, Slot

NOON = time(12)
OWN_KINDS = ("own", "closure")
KINDS = {"own": "own", "booking": "order", "reservation": "hold", "closure": "maintenance"}


@dataclass(frozen=True)
class Cell:
    """A run of half-days of one kind: from half `first`, `length` long.

    `order` is the one it is for, if known; `claim` the key of own work or a closure, which its owner may move.
    """

    kind: str
    first: int
    length: int
    label: str
    start: datetime
    end: datetime
    until: datetime | None = None
    order: str = ""
    claim: str = ""


@dataclass(frozen=True)
class Row:
    """One machine's half-days."""

    key: str
    name: str
    visibility: str
    cells: list[Cell]


@dataclass(frozen=True)
class Board:
    """Days, rows, and for each half-day how many people are needed and there (0 there: no limit known)."""

    first: date
    days: list[date]
    rows: list[Row]
    need: list[int]
    have: int
    idle: int
    short: int
    now_half: float | None

    @property
    def days_last(self) -> date:
        """Return the last day of the board."""
        return self.days[-1]

    @property
    def after(self) -> date:
        """Return the first day after the board."""
        return self.days[-1] + timedelta(days=1)


def halves(first: date, days: int) -> list[Window]:
    """Return every half-day from local midnight to noon and noon to midnight, in UTC."""
    zone = timezone.get_current_timezone()
    edges = [
        datetime.combine(first + timedelta(days=n // 2), NOON if n % 2 else time(0), zone).astimezone(UTC)
        for n in range(2 * days + 1)
    ]
    return [Window(a, b) for a, b in pairwise(edges)]


def board(viewer: Viewer, first: date, days: int) -> Board:
    """Return the board of all the viewer's machines for some days."""
    slots = halves(first, days)
    between = Window(slots[0].start, slots[-1].end)
    machines = list(machines_for(viewer).filter(active=True))
    by_machine: dict[int, list[Occupancy]] = {machine.pk: [] for machine in machines}
    for claim in claims_of(viewer, between.start, between.end):
        by_machine.setdefault(claim.machine_id, []).append(claim)
    said = openings_of(machines, between)
    rows = [_row(machine, by_machine[machine.pk], slots, between, said.get(machine.pk, [])) for machine in machines]
    need = [_busy(by_machine.values(), slot) for slot in slots]
    have = Standing.objects.filter(organisation_id=viewer.organisation_id).values_list("operators", flat=True).first()
    idle = sum(cell.length for row in rows for cell in row.cells if cell.kind in ("open", "partners", "request"))
    short = sum(1 for count in need if have and count > have)
    dates = [first + timedelta(days=n) for n in range(days)]
    return Board(first, dates, rows, need, have or 0, idle, short, _now_half(slots))


Said = list[tuple[Window, str]]


def _row(machine: Machine, claims: list[Occupancy], slots: list[Window], between: Window, said: Said) -> Row:
    opened = open_windows(calendar_of(machine), between)
    cells: list[Cell] = []
    for n, slot in enumerate(slots):
        one = _cell(n, machine, claims, opened, slot, said)
        last = cells[-1] if cells else None
        if last and _same(last, one):
            cells[-1] = replace(last, length=last.length + 1, end=one.end)
        else:
            cells.append(one)
    return Row(machine.key, machine.label, machine.visibility, cells)


def _same(a: Cell, b: Cell) -> bool:
    return (a.kind, a.label, a.order, a.claim) == (b.kind, b.label, b.order, b.claim)


def _cell(
    n: int, machine: Machine, claims: list[Occupancy], opened: list[Window], slot: Window, said: Said
) -> Cell:  # fmt: skip
    """Return what fills most of a half-day; a claim counts before idleness."""
    down_to = machine.down_until or slot.end
    if machine.down_since and max(machine.down_since, now()) < slot.end and down_to > slot.start:
        return Cell("down", n, 1, "", slot.start, slot.end, machine.down_until)
    here = [claim for claim in claims if window_of(claim.during).overlaps(slot)]
    if here:
        most = max(here, key=lambda claim: window_of(claim.during).cut(slot).seconds)
        mine = most.key if most.kind in OWN_KINDS else ""
        kind, order = KINDS[most.kind], most.order_key
        return Cell(kind, n, 1, most.label, slot.start, slot.end, most.expires_at, order, mine)
    if not any(window.overlaps(slot) for window in opened):
        return Cell("closed", n, 1, "", slot.start, slot.end)
    seen = next((seen for window, seen in said if window.overlaps(slot)), machine.visibility)
    return Cell(seen, n, 1, "", slot.start, slot.end)


def _busy(claims: Iterable[list[Occupancy]], slot: Window) -> int:
    return sum(1 for rows in claims if any(c.kind != "closure" and window_of(c.during).overlaps(slot) for c in rows))


def _now_half(slots: list[Window]) -> float | None:
    moment = now()
    for n, slot in enumerate(slots):
        if slot.start <= moment < slot.end:
            return n + (moment - slot.start).total_seconds() / slot.seconds
    return None


def _address(cell: Cell) -> str:
    if cell.claim:
        return f"?edit={cell.claim}"
    return f"/orders/{cell.order}" if cell.order.startswith("ord_") else ""


def drawing(found: Board, chosen: str) -> Calendar:
    """Return the board as the design system draws it."""
    lanes = [
        Lane(row.key, row.name, [Slot(c.kind, c.first, c.length, c.label, _address(c), c.claim) for c in row.cells])
        for row in found.rows
    ]
    staff = [(count, found.have) for count in found.need] if found.have else []
    rest = frozenset(day for day in found.days if _closed(found, day))
    return Calendar(found.first, len(found.days), lanes, staff, chosen, rest, now())


def _closed(found: Board, day: date) -> bool:
    at = 2 * (day - found.first).days
    return all(any(c.kind == "closed" and c.first <= at < c.first + c.length for c in row.cells) for row in found.rows)


def picked(values: Iterable[str]) -> list[tuple[str, Window]]:
    """Return picked half-days, "machine|start" each, as windows a machine, neighbours joined; ValueError for others."""
    found: dict[str, set[datetime]] = {}
    for value in values:
        key, _, start = value.partition("|")
        found.setdefault(key, set()).add(datetime.fromisoformat(start).astimezone(UTC))
    half = timedelta(hours=12)
    return [(key, window) for key, starts in found.items() for window in union(Window(s, s + half) for s in starts)]


def month(found: Board) -> list[tuple[Row, list[tuple[date, int | None]]]]:
    """Return for each machine the days with how many half-days of each are idle; None where nobody works."""
    return [(row, [(day, _idle(row, 2 * n)) for n, day in enumerate(found.days)]) for row in found.rows]


def _idle(row: Row, half: int) -> int | None:
    kinds = [cell.kind for at in (half, half + 1) for cell in row.cells if cell.first <= at < cell.first + cell.length]
    return None if set(kinds) == {"closed"} else sum(kind in VISIBILITIES for kind in kinds)
