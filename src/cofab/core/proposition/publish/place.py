"""Where things are and what it takes to move them: towns, road kilometres, carriers' tariffs and departures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Town:
    """A town; latitude and longitude in micro-degrees."""

    id: str
    name_zh: str
    name_en: str
    latitude_udeg: int
    longitude_udeg: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """One way a carrier moves goods up to `up_to_km`: base + per kilometre + per kilogram, at least the minimum.

    Leaves at each of `departures` (local time, Monday to Saturday); arrives `travel_s` later, or on
    working day + `arrive_days` at `arrive_at` where `arrive_days` > 0. A vehicle carries up to
    `up_to_kg` (0: any weight); more goes in several vehicles at that many times the price.
    """

    carrier: str
    up_to_km: int
    base_minor: int
    per_km_minor: int
    per_kg_minor: int
    per_kg_km_millionths: int
    minimum_minor: int
    departures: tuple[time, ...]
    travel_s: int = 0
    arrive_days: int = 0
    arrive_at: time = time(8)
    up_to_kg: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """Towns by id, road kilometres by (from, to), the tariffs on offer, the local IANA time zone, days without runs."""

    towns: Mapping[str, Town]
    road_km: Mapping[tuple[str, str], int]
    tariffs: tuple[Tariff, ...]
    zone: str = "Asia/Shanghai"
    holidays: frozenset[date] = frozenset()
