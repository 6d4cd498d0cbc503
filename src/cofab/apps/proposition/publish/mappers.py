"""Between rows and core values: machine to offer, range to window, reference rows to map."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, time
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.reference import Road, Standing, Tariff, Town
from cofab.core.kernel.window import Window, iso
from cofab.core.proposition.publish import place
from cofab.core.proposition.publish.calendar import Free
from cofab.core.proposition.publish.offer import Offer


def window_of(during: DateTimeTZRange) -> Window:
    """Return a stored range as a window in UTC."""
    return Window(during.lower.astimezone(UTC), during.upper.astimezone(UTC))


def range_of(window: Window) -> DateTimeTZRange:
    """Return a window as the half-open range that is stored."""
    return DateTimeTZRange(window.start, window.end, "[)")


def window_json(window: Window) -> list[str]:
    """Return [start, end] as ISO texts, for facts and the API."""
    return [iso(window.start), iso(window.end)]


def certificates_of(certificates: Iterable[Any], day: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the certificates in force on `day` (ISO date) and of those out of date.

    A certificate is a name, or a mapping with "name" and the last day of its validity "until".
    """
    rows = [item if isinstance(item, dict) else {"name": item} for item in certificates]
    late = frozenset(row["name"] for row in rows if row.get("until") and row["until"] < day)
    return frozenset(row["name"] for row in rows) - late, late


def offer_of(machine: Machine, free: Free, standing: Standing | None, day: str) -> Offer:
    """Return the offer of a machine with its free windows on `day`; the firm is named by its public key."""
    firm = machine.organisation
    standing = standing or Standing()
    valid, expired = certificates_of(firm.certificates, day)
    return Offer(
        id=machine.key,
        firm=firm.key,
        town=firm.town,
        processes=frozenset(machine.processes),
        families=frozenset(machine.families),
        envelope_um=(machine.envelope_x_um, machine.envelope_y_um, machine.envelope_z_um),
        tolerance_um=machine.tolerance_um,
        materials=frozenset(machine.materials),
        certificates=valid,
        expired=expired,
        rate_minor_per_h=machine.rate_minor_per_h,
        minimum_minor=machine.minimum_minor,
        windows=free.windows,
        stretches=free.stretches,
        hands=free.hands,
        unit=machine.unit,
        unit_minor=machine.unit_minor,
        bulk_units=machine.bulk_units,
        bulk_unit_minor=machine.bulk_unit_minor,
        minimum_pieces=machine.minimum_pieces,
        vat_ppm=firm.vat_ppm,
        speed_ppm=machine.speed_ppm,
        lead_s=machine.lead_s,
        carbon_g_per_h=machine.carbon_g_per_h,
        skill=machine.skill,
        operator_owned=firm.kind == "operator",
        answered_by_phone=firm.phone_only,
        credit_ppm=standing.credit_ppm,
        on_time_ppm=standing.on_time_ppm,
        new_member=standing.new_member,
    )


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def tariff_of(row: Tariff) -> place.Tariff:
    """Return a stored tariff as its core value."""
    return place.Tariff(
        carrier=row.carrier,
        up_to_km=row.up_to_km,
        up_to_kg=row.up_to_kg,
        base_minor=row.base_minor,
        per_km_minor=row.per_km_minor,
        per_kg_minor=row.per_kg_minor,
        per_kg_km_millionths=row.per_kg_km_millionths,
        minimum_minor=row.minimum_minor,
        departures=tuple(_clock(text) for text in row.departures),
        travel_s=row.travel_s,
        arrive_days=row.arrive_days,
        arrive_at=_clock(row.arrive_at),
    )


def map_of(
    towns: Iterable[Town], roads: Iterable[Road], tariffs: Iterable[Tariff], zone: str, off: Iterable[date]
) -> place.Map:
    """Return the reference rows as the map that planning reads."""
    return place.Map(
        towns={
            row.id: place.Town(row.id, row.name_zh, row.name_en, row.latitude_udeg, row.longitude_udeg) for row in towns
        },
        road_km={(row.origin_id, row.destination_id): row.km for row in roads},
        tariffs=tuple(tariff_of(row) for row in tariffs),
        zone=zone,
        holidays=frozenset(off),
    )
