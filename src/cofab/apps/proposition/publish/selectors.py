"""What may be known of machines and their time.

Promises: planning sees free and busy, never whose work it is; another firm's machine is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.mappers import map_of, offer_of, range_of, window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy, Opening
from cofab.apps.proposition.publish.reference import Holiday, Process, Road, Standing, Tariff, Town
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import Window, subtract, union
from cofab.core.proposition.publish.calendar import Calendar, Crew, Free, calendar_from, crew_of, free, open_windows
from cofab.core.proposition.publish.legal_days import LegalDay
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

ALTERNATIVES_AHEAD = timedelta(days=30)


def machines_for(viewer: Viewer) -> QuerySet[Machine]:
    """Return the machines of the viewer's organisations, by name."""
    return Machine.visible_to(viewer).select_related("organisation").order_by("name")


def machine_for(viewer: Viewer, key: str) -> Machine:
    """Return one machine of the viewer's; refuses kernel.not_found."""
    return Machine.get_for(viewer, key)


def on_sale(viewer: Viewer, key: str) -> Machine:
    """Return an admitted firm's machine that anyone may reserve, or the viewer's own; refuses kernel.not_found."""
    with platform():
        machine = Machine.objects.select_related("organisation").filter(key=key, active=True).first()
    if machine and machine.organisation_id in viewer.organisations:
        return machine
    if machine and machine.organisation.admission == "admitted" and _ever_open(machine):
        return machine
    raise Refused(NOT_FOUND)


def _ever_open(machine: Machine) -> bool:
    """Tell whether anything of a machine's idle time from now on is open to everybody."""
    with platform():
        later = Opening.objects.filter(machine=machine, visibility="open", during__endswith__gt=now())
        return machine.visibility == "open" or later.exists()


def openings_of(machines: Iterable[Machine], between: Window) -> dict[int, list[tuple[Window, str]]]:
    """Return by machine the stretches shown to others than the machine's habit says, with who sees them."""
    with platform():
        rows = Opening.objects.filter(machine__in=list(machines), during__overlap=range_of(between))
        found: dict[int, list[tuple[Window, str]]] = defaultdict(list)
        for row in rows.order_by("during"):
            found[row.machine_id].append((window_of(row.during), row.visibility))
    return found


def open_part(machine: Machine, windows: Iterable[Window]) -> list[Window]:
    """Return what of some windows everybody may see: by the machine's habit and what was said of stretches."""
    windows = list(windows)
    if not windows:
        return []
    said = openings_of([machine], Window(windows[0].start, max(window.end for window in windows)))[machine.pk]
    return opened(machine, windows, said)


def opened(machine: Machine, windows: Iterable[Window], said: Iterable[tuple[Window, str]]) -> list[Window]:
    """Return what of some windows everybody may see; `said` are the machine's stretches as `openings_of` tells them."""
    windows = list(windows)
    if machine.visibility == "open":
        return subtract(windows, [window for window, seen in said if seen != "open"])
    parts = (window.cut(one) for window in windows for one, seen in said if seen == "open")
    return union(part for part in parts if part)


def market() -> QuerySet[Machine]:
    """Return the machines in use of every admitted firm; ask inside `platform()`."""
    rows = Machine.objects.filter(active=True, organisation__admission="admitted")
    return rows.select_related("organisation").order_by("pk")


def claims_of(viewer: Viewer, start: datetime, end: datetime, machine_key: str = "") -> QuerySet[Occupancy]:
    """Return the active claims that the viewer may see between two times, with their machines."""
    rows = Occupancy.visible_to(viewer).filter(state="active", during__overlap=range_of(Window(start, end)))
    if machine_key:
        rows = rows.filter(machine__key=machine_key)
    return rows.select_related("machine").order_by("machine_id", "during")


def held_by(viewer: Viewer) -> list[Occupancy]:
    """Return what the acting organisation holds on machines of others without an order, by end of the hold."""
    with platform():
        rows = Occupancy.objects.filter(kind="reservation", state="active", order_key="", expires_at__gt=now())
        rows = rows.filter(audience__contains=[viewer.organisation_id]).select_related("machine")
        return list(rows.exclude(machine__organisation_id__in=viewer.organisations).order_by("expires_at"))


def order_claims(viewer: Viewer, order_key: str) -> QuerySet[Occupancy]:
    """Return everything an order held or holds that the viewer may see, by start."""
    rows = Occupancy.visible_to(viewer).filter(order_key=order_key)
    return rows.select_related("machine__organisation").order_by("during")


def region_map() -> Map:
    """Return towns, roads, tariffs and days without runs as planning reads them."""
    off, _ = _holidays()
    return map_of(Town.objects.all(), Road.objects.all(), Tariff.objects.all(), settings.TIME_ZONE, off)


def towns() -> list[Town]:
    """Return every town, by id."""
    return list(Town.objects.all())


def town_names() -> dict[str, str]:
    """Return what the reader calls each town, by id."""
    chinese = (get_language() or "zh").startswith("zh")
    return {town.id: town.name_zh if chinese else town.name_en for town in Town.objects.all()}


def process_names() -> dict[str, str]:
    """Return what the reader calls each process of the vocabulary, by id."""
    chinese = (get_language() or "zh").startswith("zh")
    return {row.id: row.name_zh if chinese else row.name_en for row in Process.objects.all()}


def processes() -> list[Process]:
    """Return the whole vocabulary, by id."""
    return list(Process.objects.all())


def _holidays() -> tuple[frozenset[date], frozenset[date]]:
    """Return the legal days off and the days worked in their place."""
    days = list(Holiday.objects.values_list("day", "works"))
    return frozenset(day for day, works in days if not works), frozenset(day for day, works in days if works)


def legal_days() -> list[LegalDay]:
    """Return every day that differs from the week's habit, by date."""
    return [LegalDay(row.day, row.works, row.name) for row in Holiday.objects.order_by("day")]


def calendar_of(machine: Machine, holidays: tuple[frozenset[date], frozenset[date]] | None = None) -> Calendar:
    """Return a machine's calendar: its own shifts and closures with the legal holidays."""
    own = calendar_from(machine.shift)
    off, works = holidays or _holidays()
    return replace(own, holidays=own.holidays | off, worked=own.worked | works)


def _claimed(machine_ids: Iterable[int], between: Window) -> dict[int, list[Occupancy]]:
    """Return the active, unexpired claims that overlap `between`, by machine."""
    rows = Occupancy.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now()),
        machine_id__in=list(machine_ids),
        state="active",
        during__overlap=range_of(between),
    )
    found: dict[int, list[Occupancy]] = defaultdict(list)
    for row in rows.only("machine_id", "during", "kind"):
        found[row.machine_id].append(row)
    return found


def _down(machine: Machine, end: datetime) -> list[Window]:
    if machine.down_since is None:
        return []
    since, until = machine.down_since.astimezone(UTC), (machine.down_until or end).astimezone(UTC)
    return [Window(since, until)] if since < until else []


def _crews(machines: Iterable[Machine], claimed: Mapping[int, list[Occupancy]]) -> dict[int, Crew]:
    """Return by organisation its operators and when its machines are at work; none where operators are no limit."""
    limits = dict(Standing.objects.filter(operators__gt=0).values_list("organisation_id", "operators"))
    work: dict[int, list[Window]] = defaultdict(list)
    for machine in machines:
        busy = [row for row in claimed.get(machine.pk, ()) if row.kind != "closure"]
        work[machine.organisation_id] += [window_of(row.during) for row in busy]
    return {firm: crew for firm, windows in work.items() if (crew := crew_of(limits.get(firm, 0), windows))}


def free_time(machines: Iterable[Machine], between: Window) -> dict[int, Free]:
    """Return when machines are free inside `between`, by primary key: shifts less claims, less down, with people.

    `machines` should hold all machines of a firm where its operators are to count.
    """
    machines = list(machines)
    holidays = _holidays()
    with platform():
        claimed = _claimed([machine.pk for machine in machines], between)
        crews = _crews(machines, claimed)
    opened: dict[Calendar, list[Window]] = {}
    found = {}
    for machine in machines:
        calendar = calendar_of(machine, holidays)
        if calendar not in opened:
            opened[calendar] = open_windows(calendar, between)
        taken = [window_of(row.during) for row in claimed.get(machine.pk, ())] + _down(machine, between.end)
        crew = crews.get(machine.organisation_id)
        found[machine.pk] = free(calendar, between, taken, crew, opened[calendar])
    return found


def offers_between(start: datetime, end: datetime) -> list[Offer]:
    """Return every machine on sale as an offer with its free windows between two times.

    A machine with no free window is not offered.
    """
    return [offer for _machine, offer in market_between(start, end) if offer.windows]


def market_between(start: datetime, end: datetime) -> list[tuple[Machine, Offer]]:
    """Return every machine in use of admitted firms with its offer, those without a free window too.

    Whose calendars may be shown to whom is for the caller to heed (`visibility`).
    """
    with platform():
        machines = list(market())
    times = free_time(machines, Window(start.astimezone(UTC), end.astimezone(UTC)))
    known = {row.organisation_id: row for row in Standing.objects.all()}
    day = now().date().isoformat()
    return [(row, offer_of(row, times[row.pk], known.get(row.organisation_id), day)) for row in machines]


def standings() -> dict[str, Standing]:
    """Return what matching may know of each firm's record, by its public key."""
    return {row.organisation.key: row for row in Standing.objects.select_related("organisation")}


def alternatives(machine: Machine, window: Window, count: int = 3) -> list[Window]:
    """Return free windows on a machine that hold as much work as `window`, the nearest to it first.

    Work that does not fit one attended window may pause over nights and holidays, not over others' work.
    """
    length = window.end - window.start
    start = max(now().astimezone(UTC), window.start - timedelta(days=1))
    time = free_time([machine], Window(start, start + ALTERNATIVES_AHEAD))[machine.pk]
    found = [slot for gap in time.windows for slot in _slots(gap, window.start, length)]
    if len(found) < count:
        attended = sum(piece.seconds for piece in open_windows(calendar_of(machine), window))
        found += _paused(time, attended or window.seconds)
    return sorted(set(found), key=lambda slot: (abs(slot.start - window.start), slot.start))[:count]


def _paused(time: Free, seconds: int) -> list[Window]:
    """Return, for each free window, the stretch from its start that holds `seconds` of attended time."""
    found = []
    for first, window in enumerate(time.windows):
        left = seconds
        for piece, number in zip(time.windows[first:], time.stretches[first:], strict=True):
            if number != time.stretches[first]:
                break
            if piece.seconds >= left:
                found.append(Window(window.start, piece.start + timedelta(seconds=left)))
                break
            left -= piece.seconds
    return found


def _slots(gap: Window, wanted: datetime, length: timedelta) -> list[Window]:
    """Return up to three windows of a length inside a gap, around the wanted start."""
    last = gap.end - length
    if last < gap.start:
        return []
    nearest = min(max(wanted, gap.start), last)
    starts = {nearest, nearest + length, nearest - length}
    return [Window(start, start + length) for start in starts if gap.start <= start <= last]


def names(keys: Iterable[str]) -> dict[str, str]:
    """Return the names of machines by key; for plans whose reader was shown the machine."""
    with platform():
        return {row.key: row.label for row in Machine.objects.filter(key__in=list(keys)).only("key", "name", "name_en")}


def makers(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the key and name of the firm of each machine, by the machine's key; for those shown the machine."""
    with platform():
        rows = Machine.objects.filter(key__in=list(keys)).select_related("organisation")
        return {row.key: (row.organisation.key, row.organisation.name) for row in rows}
