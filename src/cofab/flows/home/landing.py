"""What strangers read about a site: who takes part and how much machine time waits, as sums that name nobody."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.proposition.publish.selectors import machines_for, region_map, town_names
from cofab.web import words
from cofab.web.figures.places import Sketch, Stop

FRESH_S, LEAST = 600, 3


def page(demo: bool) -> dict[str, Any]:
    """Return what the page for strangers shows; figures at most ten minutes old."""
    counts = cache.get_or_set("home.landing", _counts, FRESH_S)
    return {"demo": demo, "figures": _figures(counts), "sketch": _sketch(counts["towns"])}


def _counts() -> dict[str, Any]:
    """Return how many firms, machines and processes there are, and the firms by town."""
    admitted = Organisation.objects.filter(admission="admitted")
    towns = admitted.exclude(town="").values_list("town").annotate(count=Count("id")).order_by("town")
    with platform() as system:
        machines = machines_for(system).filter(active=True)
        kinds = {process for row in machines.values_list("processes", flat=True) for process in row}
        return {
            "workshops": admitted.filter(is_supplier=True).count(),
            "machines": machines.count(),
            "processes": len(kinds),
            "towns": dict(towns),
        }


def _figures(counts: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": _("Workshops"), "value": words.grouped(counts["workshops"])},
        {"label": _("Machines on sale"), "value": words.grouped(counts["machines"])},
        {"label": _("Processes"), "value": words.grouped(counts["processes"])},
        {"label": _("Towns"), "value": words.grouped(len(counts["towns"]))},
    ]


def _sketch(towns: dict[str, int]) -> Sketch | None:
    """Return the towns with how many firms are there; towns with fewer than LEAST are left out and name nobody."""
    places, names = region_map().towns, town_names()
    stops = [
        Stop(
            places[town].latitude_udeg / 1e6,
            places[town].longitude_udeg / 1e6,
            f"{names.get(town, town).split(',')[0]} {count}",
            size=6 + min(8, count),
        )
        for town, count in towns.items()
        if town in places and count >= LEAST
    ]
    return Sketch(stops, title=_("Firms by town")) if stops else None
