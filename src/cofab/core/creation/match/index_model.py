"""What an index of machines is made of and asked: columns in, numbers in one row, a question as one vector.

Places are points of a sphere in whole metres, so that a distance is the same number wherever it is reckoned: within
d kilometres means a chord of at most 2 R sin(d / 2 R).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, sin

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

BLOCK, LEVELS = 256, 7
RADIUS_M = 6_371_000
NUMBERS = 9
RATE, NEVER = 0, 1
"""Cells of a row: price, tolerance (the greatest number: never), size by three, credit, place by three."""
ANY = 2**31 - 2
DAYS = 128


@dataclass(frozen=True)
class Machines:
    """Columns of machines: `tag[first[n]:first[n + 1]]` are the tags of machine n.

    `rate` in minor units an hour, `tolerance_um`, `size_um` [n, 3] sorted (`ANY` where not stated), `credit_ppm`,
    `place` [n, 3] as `sphere` makes it, `days` [n, 2]: bit d of word d // 64 is set where day d has free time.
    """

    ids: Ints
    first: Ints
    tag: Ints
    rate: Ints
    tolerance_um: Ints
    size_um: Ints
    credit_ppm: Ints
    place: Ints
    days: Words


@dataclass(frozen=True)
class Ask:
    """What is looked for; each number at its default asks nothing.

    `tags` all of them; `days` consecutive free days between `from_day` and `to_day` (at most 64 apart). `place` and
    `within_km` as the crow flies; the order is rate + `per_km_minor` x kilometres, then id; `most` machines.
    """

    tags: tuple[int, ...] = ()
    tolerance_um: int = ANY
    size_um: tuple[int, int, int] = (0, 0, 0)
    credit_ppm: int = 0
    place: tuple[int, int, int] = (0, 0, 0)
    within_km: int = 0
    per_km_minor: int = 0
    from_day: int = 0
    to_day: int = 64
    days: int = 0
    most: int = 20


@dataclass(frozen=True)
class Hits:
    """Ids of machines and what they were ordered by, the best first."""

    ids: Ints
    prices: Ints


def numbers(machines: Machines) -> Ints:
    """Return the numbers of machines as rows [n, 9] of 32 bits."""
    columns = (machines.rate[:, None], machines.tolerance_um[:, None], machines.size_um, machines.credit_ppm[:, None])
    return np.hstack([*columns, machines.place]).astype(np.int32)


def sphere(latitude_udeg: Ints, longitude_udeg: Ints) -> Ints:
    """Return points [n, 3] of the earth as a sphere in whole metres, from micro-degrees."""
    latitude, longitude = np.radians(latitude_udeg / 1e6), np.radians(longitude_udeg / 1e6)
    flat = np.cos(latitude)
    unit = np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=-1)
    return np.asarray(np.rint(RADIUS_M * unit).astype(np.int64))


def chord_m2(km: int) -> int:
    """Return the square of the longest chord in metres whose arc is at most so many kilometres; 0 km is any."""
    if km <= 0 or km * 1000 >= 3.14159 * RADIUS_M:
        return 4 * RADIUS_M * RADIUS_M + 10**9
    return int((2 * RADIUS_M * sin(km * 1000 / (2 * RADIUS_M))) ** 2)


def arc_km(one: Ints, other: Ints) -> float:
    """Return the kilometres between two points of the sphere."""
    chord = float(np.sqrt(((one - other) ** 2).sum()))
    return 2 * RADIUS_M * asin(min(1.0, chord / (2 * RADIUS_M))) / 1000


def ask_vector(ask: Ask) -> Ints:
    """Return a question as the kernel reads it; at most 64 days are looked at."""
    a, b, c = sorted(ask.size_um)
    span = max(0, min(ask.to_day, DAYS, ask.from_day + 64) - ask.from_day)
    return np.array(
        [min(ask.tolerance_um, ANY), a, b, c, ask.credit_ppm, *ask.place, chord_m2(ask.within_km), ask.per_km_minor,
         ask.from_day, span, ask.days], np.int64
    )  # fmt: skip
