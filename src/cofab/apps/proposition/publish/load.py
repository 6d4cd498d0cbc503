"""How busy the region is, by trade and area, and which of its machines are down; for the operator.

An area is a busy town with the towns around it, so that enough firms make up a cell.

Promises: a cell that fewer than three firms make up is not told, so that nobody's own load can be read from it.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.reference import Town
from cofab.apps.proposition.publish.selectors import calendar_of, free_time, market, towns
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.calendar import open_windows

LEAST_FIRMS = 3
REACH_KM, KM_A_DEGREE = 45, 111.2


@dataclass(frozen=True)
class Load:
    """What one trade in one area has open and free between two times; `firms` and `machines` make it up.

    `area` is the id of the town in its middle, "" for the whole region.
    """

    family: str
    area: str
    firms: int
    machines: int
    open_s: int
    free_s: int

    @property
    def taken_ppm(self) -> int | None:
        """Return the share of open time that is taken; None where too few firms make it up or nothing is open."""
        if self.firms < LEAST_FIRMS or not self.open_s:
            return None
        return (self.open_s - self.free_s) * 1_000_000 // self.open_s


def loads(viewer: Viewer, start: datetime, end: datetime) -> list[Load]:
    """Return the load of every trade by area and over the region; refuses everybody but the operator."""
    viewer.require("operator")
    between = Window(start.astimezone(UTC), end.astimezone(UTC))
    with platform():
        machines = list(market())
        free = free_time(machines, between)
    cells: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    around = _areas(machines)
    opened: dict[str, int] = {}
    for machine in machines:
        shift = json.dumps(machine.shift, sort_keys=True)
        if shift not in opened:
            opened[shift] = sum(window.seconds for window in open_windows(calendar_of(machine), between))
        idle = min(opened[shift], sum(window.seconds for window in free[machine.pk].windows))
        for family in machine.families:
            for area in ("", around[machine.organisation.town]):
                cells[family, area].append((machine.organisation_id, opened[shift], idle))
    return [_load(family, area, rows) for (family, area), rows in sorted(cells.items())]


def idle_s(viewer: Viewer, start: datetime, end: datetime) -> int:
    """Return the seconds that all machines together stand idle between two times; for the operator."""
    viewer.require("operator")
    with platform():
        machines = list(market())
        free = free_time(machines, Window(start.astimezone(UTC), end.astimezone(UTC)))
    return sum(window.seconds for one in free.values() for window in one.windows)


def _areas(machines: list[Machine]) -> dict[str, str]:
    """Return by town the middle of its area: the busiest town first, then those that no area reaches yet."""
    count = Counter(machine.organisation.town for machine in machines)
    places = {town.id: town for town in towns()}
    found: dict[str, str] = {}
    for middle, _machines in count.most_common():
        if middle not in found:
            reached = [town for town in count if town not in found and _near(places.get(middle), places.get(town))]
            found |= dict.fromkeys([middle, *reached], middle)
    return found


def _near(one: Town | None, other: Town | None) -> bool:
    """Tell whether two towns are less than REACH_KM apart, as the crow flies on a flat map."""
    if one is None or other is None:
        return one is other
    north = (one.latitude_udeg - other.latitude_udeg) / 1e6 * KM_A_DEGREE
    middle = math.radians((one.latitude_udeg + other.latitude_udeg) / 2e6)
    east = (one.longitude_udeg - other.longitude_udeg) / 1e6 * KM_A_DEGREE * math.cos(middle)
    return math.hypot(north, east) < REACH_KM


def _load(family: str, area: str, rows: list[tuple[int, int, int]]) -> Load:
    firms = len({firm for firm, _open, _idle in rows})
    return Load(family, area, firms, len(rows), sum(row[1] for row in rows), sum(row[2] for row in rows))


def machines_down(viewer: Viewer) -> list[Machine]:
    """Return the machines that are down, the longest first; refuses everybody but the operator."""
    viewer.require("operator")
    with platform():
        return list(market().filter(down_since__isnull=False).order_by("down_since"))


def orders_on(machines: list[Machine]) -> set[str]:
    """Return the keys of the orders that still hold time on some machines; for the operator, inside `platform()`."""
    rows = Occupancy.objects.filter(machine__in=machines, state="active", during__endswith__gt=now())
    return set(rows.exclude(order_key="").values_list("order_key", flat=True))


def machine_count(viewer: Viewer) -> int:
    """Return how many machines are in the region; refuses everybody but the operator."""
    viewer.require("operator")
    with platform():
        return market().count()
