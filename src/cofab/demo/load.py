"""Bring the demo region into the database: firms with their people, machines with their work, map and vocabulary.

Promises: loading twice changes nothing; everything is labelled as demo; all of it or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from cofab.apps.base.models import Membership, Organisation, Person
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.publish import actions
from cofab.apps.proposition.publish.reference import Standing
from cofab.core.kernel.window import subtract, union
from cofab.core.proposition.publish.place import Map
from cofab.demo.region import Booking, Firm, Machine, Region, vocabulary

MAIL = "demo.invalid"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What stands in the database, by the region's own keys."""

    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]


def load(region: Region) -> Loaded:
    """Load a region, or find it where it was loaded before; returns organisations and people by the region's keys."""
    with transaction.atomic(), platform():
        organisations = _organisations(region)
        people = _people(region, organisations)
        places = _places(region.map, organisations)
        actions.load_reference(SYSTEM, places, vocabulary().values(), region.holidays)
        _standings(region, organisations)
        _machines(region, organisations)
    return Loaded(organisations, people)


def _organisations(region: Region) -> dict[str, Organisation]:
    known = {row.registration: row for row in Organisation.objects.filter(is_demo=True)}
    fresh = [_organisation(firm) for firm in region.firms if _register(firm.key) not in known]
    Organisation.objects.bulk_create(fresh)
    known |= {row.registration: row for row in fresh}
    return {firm.key: known[_register(firm.key)] for firm in region.firms}


def _register(key: str) -> str:
    return f"DEMO-{key}"


def _organisation(firm: Firm) -> Organisation:
    sides = {firm.kind, *firm.also}
    return Organisation(
        kind=firm.kind,
        is_supplier="supplier" in sides,
        is_demander="demander" in sides,
        name_zh=firm.name_zh,
        name_en=firm.name_en,
        town=firm.town,
        registration=_register(firm.key),
        is_demo=True,
        phone_only=firm.phone_only,
        certificates=[
            {"name": c.code, "number": c.number, "until": c.valid_until.isoformat(), "scope": list(c.scope)}
            for c in firm.certificates
        ],
        vat_ppm=firm.vat_ppm,
        admission="admitted",
    )


def _people(region: Region, organisations: Mapping[str, Organisation]) -> dict[str, Person]:
    known = {row.email: row for row in Person.objects.filter(is_demo=True)}
    fresh, seats = [], []
    for firm in region.firms:
        for one in firm.people:
            if _mail(one.key) not in known:
                person = Person(email=_mail(one.key), name=one.name_zh, is_demo=True)
                fresh.append(person)
                seats.append((person, organisations[firm.key], list(one.roles)))
    Person.objects.bulk_create(fresh)
    Membership.objects.bulk_create(
        Membership(person=person, organisation=firm, roles=roles) for person, firm, roles in seats
    )
    known |= {row.email: row for row in fresh}
    return {one.key: known[_mail(one.key)] for firm in region.firms for one in firm.people}


def _mail(key: str) -> str:
    return f"{key.replace('/', '.')}@{MAIL}"


def _places(places: Map, organisations: Mapping[str, Organisation]) -> Map:
    """Return the map with carriers named by their public keys, as plans name whom they pay."""
    tariffs = tuple(replace(row, carrier=organisations[row.carrier].key) for row in places.tariffs)
    return replace(places, tariffs=tariffs)


def _standings(region: Region, organisations: Mapping[str, Organisation]) -> None:
    known = set(Standing.objects.values_list("organisation_id", flat=True))
    rows = [
        Standing(
            organisation=organisations[firm.key],
            credit_ppm=firm.credit_ppm,
            on_time_ppm=firm.on_time_ppm,
            new_member=firm.new_member,
            operators=firm.operators,
        )
        for firm in region.firms
        if organisations[firm.key].pk not in known
    ]
    actions.tell_standings(SYSTEM, rows)


def _machines(region: Region, organisations: Mapping[str, Organisation]) -> None:
    taken: dict[str, list[Booking]] = defaultdict(list)
    for booking in region.bookings:
        taken[booking.machine].append(booking)
    for firm in region.firms:
        fills = [fill for machine in firm.machines for fill in _fills(machine, taken[machine.key])]
        if firm.machines:
            actions.import_machines(SYSTEM, organisations[firm.key], [_facts(m) for m in firm.machines], fills)


def _fills(machine: Machine, bookings: list[Booking]) -> list[actions.Fill]:
    """Return the taken time of a machine without overlaps; a closure goes before own work."""
    closed = union(b.window for b in bookings if b.kind == "closure")
    own = subtract((b.window for b in bookings if b.kind != "closure"), closed)
    kinds = [*((window, "closure") for window in closed), *((window, "own") for window in own)]
    return [actions.Fill(machine.code, window, kind) for window, kind in kinds]


def _facts(machine: Machine) -> dict[str, Any]:
    x, y, z = machine.envelope_um
    calendar = machine.calendar.as_json()
    same = (
        "model", "code", "tolerance_um", "rate_minor_per_h", "minimum_minor", "unit", "unit_minor", "bulk_units",
        "bulk_unit_minor", "minimum_pieces", "speed_ppm", "lead_s", "carbon_g_per_h", "skill", "visibility",
        "telemetry",
    )  # fmt: skip
    return {
        **{name: getattr(machine, name) for name in same},
        "name": machine.name_zh,
        "name_en": machine.name_en,
        "processes": sorted(machine.processes),
        "families": sorted(machine.families),
        "materials": sorted(machine.materials),
        "envelope_x_um": x,
        "envelope_y_um": y,
        "envelope_z_um": z,
        "shift": {"zone": calendar["zone"], "shifts": calendar["shifts"]},
    }
