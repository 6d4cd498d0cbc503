"""Own work of the firms in the demo region: bookings in half-days that leave the rest of the calendar free.

Promises: never more machines at work than the firm has operators; the load of those operators lies between 45 and
80 %, less in February, March, July and August, and falls with distance from today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cofab.core.kernel.window import Window

MORNING, NOON, NIGHT = time(8), time(12), time(20, 30)
MEAN_HALF_DAYS = 4
QUIET_MONTHS = frozenset({2, 3, 7, 8})


def own_work(
    random: Random, machines: Sequence[str], operators: int, today: date, days: int, zone: str
) -> list[tuple[str, Window]]:
    """Return (machine, window) for every booking of a firm's own work in `days` from `today`."""
    if not machines:
        return []
    load, slots = random.uniform(0.45, 0.80), 2 * days
    used, idle_from = [0] * (slots + 60), dict.fromkeys(machines, 0)
    found: list[tuple[str, Window]] = []
    for first in range(slots):
        wanted = _wanted(random, load * operators, today, first)
        for machine in random.sample(machines, len(machines)):
            if used[first] < min(wanted, operators) and idle_from[machine] <= first:
                last = min(slots, first + 1 + int(random.expovariate(1 / MEAN_HALF_DAYS)))
                used[first:last] = [n + 1 for n in used[first:last]]
                idle_from[machine] = last + 1
                found.append((machine, _window(today, first, last, zone)))
    return sorted(found)


def _wanted(random: Random, mean: float, today: date, slot: int) -> int:
    """Return how many machines should be at work in a half-day: whole, with the mean kept by chance."""
    day = today + timedelta(days=slot // 2)
    season = 0.85 if day.month in QUIET_MONTHS else 1.0
    near = 1.1 if slot < 14 else max(0.5, 1.05 - slot / 240)
    return int(mean * season * near + random.random())


def _window(today: date, first: int, last: int, zone: str) -> Window:
    local = ZoneInfo(zone)
    begin = MORNING if first % 2 == 0 else NOON
    end_day, end_at = divmod(last - 1, 2)
    until = NOON if end_at == 0 else NIGHT
    return Window(
        datetime.combine(today + timedelta(days=first // 2), begin, local).astimezone(UTC),
        datetime.combine(today + timedelta(days=end_day), until, local).astimezone(UTC),
    )
