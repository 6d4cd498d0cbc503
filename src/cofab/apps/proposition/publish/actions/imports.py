"""Many rows at once: the map and vocabulary of a region, the machines of a firm with the work they already have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.mappers import range_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.reference import Holiday, Process, Road, Standing, Tariff, Town
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish import place
from cofab.core.proposition.publish.legal_days import LegalDay
from cofab.core.proposition.publish.vocabulary import Process as Word

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Fill:
    """Time of a machine, named by its identity code, that is taken from the start: `kind` own or closure."""

    code: str
    window: Window
    kind: str = "own"
    label: str = ""


@action
def load_reference(viewer: Viewer, places: place.Map, words: Iterable[Word], off: Iterable[date]) -> None:
    """Enter towns, roads, tariffs, vocabulary and holidays of a region; tariffs are renewed, the rest stays."""
    viewer.require("operator")
    names = ("id", "name_zh", "name_en", "latitude_udeg", "longitude_udeg")
    towns = [Town(**{name: getattr(town, name) for name in names}) for town in places.towns.values()]
    Town.objects.bulk_create(towns, ignore_conflicts=True)
    roads = [Road(origin_id=a, destination_id=b, km=km) for (a, b), km in places.road_km.items()]
    Road.objects.bulk_create(roads, ignore_conflicts=True)
    Tariff.objects.filter(carrier__in={row.carrier for row in places.tariffs}).delete()
    Tariff.objects.bulk_create([_tariff(row) for row in places.tariffs])
    Process.objects.bulk_create([_process(word) for word in words], ignore_conflicts=True)
    Holiday.objects.bulk_create([Holiday(day=day) for day in off], ignore_conflicts=True)
    facts = {"towns": len(towns), "roads": len(roads), "tariffs": len(places.tariffs)}
    remember(viewer, "publish.load_reference", subject="region", facts=facts, audience=[])


@action
def enter_days(viewer: Viewer, days: Iterable[LegalDay]) -> int:
    """Enter days off and days worked in their place, over what was said of them before; for the operator."""
    viewer.require("operator")
    rows = [Holiday(day=one.day, works=one.works, name=one.name[:60]) for one in days]
    Holiday.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["calendar", "day"], update_fields=["works", "name"]
    )
    facts = {"days": [[row.day.isoformat(), row.works] for row in rows]}
    seen = [viewer.organisation_id] if viewer.organisation_id else []
    remember(viewer, "publish.enter_days", subject="calendar", facts=facts, audience=seen)
    return len(rows)


def _tariff(row: place.Tariff) -> Tariff:
    return Tariff(
        carrier=row.carrier,
        up_to_km=row.up_to_km,
        up_to_kg=row.up_to_kg,
        base_minor=row.base_minor,
        per_km_minor=row.per_km_minor,
        per_kg_minor=row.per_kg_minor,
        per_kg_km_millionths=row.per_kg_km_millionths,
        minimum_minor=row.minimum_minor,
        departures=[at.strftime("%H:%M") for at in row.departures],
        travel_s=row.travel_s,
        arrive_days=row.arrive_days,
        arrive_at=row.arrive_at.strftime("%H:%M"),
    )


def _process(word: Word) -> Process:
    return Process(
        id=word.id,
        families=sorted(word.families),
        trade_zh=word.trade_zh,
        trade_en=word.trade_en,
        name_zh=word.name_zh,
        name_en=word.name_en,
        din_group=";".join(word.din8580),
        machine_zh=word.machine_zh,
        machine_en=word.machine_en,
    )


@action
def import_machines(
    viewer: Viewer, firm: Organisation, machines: Sequence[Mapping[str, Any]], fills: Iterable[Fill] = ()
) -> list[Machine]:
    """Put many machines of a firm on sale with the work they already have; one event tells of all.

    Machines whose identity code stands already are left as they are, their fills too.
    """
    with platform():
        known = set(Machine.objects.filter(organisation=firm).values_list("code", flat=True))
        rows = [Machine(organisation=firm, audience=[firm.pk], **m) for m in machines if m["code"] not in known]
        Machine.objects.bulk_create(rows, BATCH)
        by_code = {row.code: row for row in rows}
        claims = [
            Occupancy(
                machine=by_code[fill.code],
                during=range_of(fill.window),
                kind=fill.kind,
                label=fill.label,
                audience=[firm.pk],
            )
            for fill in fills
            if fill.code in by_code
        ]
        Occupancy.objects.bulk_create(claims, BATCH)
        if rows:
            facts = {"machines": len(rows), "claims": len(claims)}
            remember(viewer, "publish.import_machines", subject=firm.key, facts=facts, audience=[firm.pk])
    return rows


@action
def tell_standings(viewer: Viewer, rows: Iterable[Standing]) -> None:
    """Record what matching may know of many firms at once."""
    viewer.require("operator")
    names = ["credit_ppm", "on_time_ppm", "new_member", "operators", "rules"]
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["organisation"], update_fields=names)
