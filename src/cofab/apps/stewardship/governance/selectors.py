"""Which rules hold, held and exist; public to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from cofab.apps.base.clock import now
from cofab.apps.stewardship.governance.mappers import to_core
from cofab.apps.stewardship.governance.models import RuleVersion
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.rules import RuleSet


def current(name: str, at: datetime | None = None) -> RuleSet:
    """Return the rules called `name` in force at a time (now); refused as not found where there are none."""
    rows = RuleVersion.objects.filter(name=name, in_force_from__lte=at or now())
    row = rows.order_by("-in_force_from", "-version").first()
    if row is None:
        raise Refused(NOT_FOUND)
    return to_core(row)


def by_hash(hashes: Iterable[str]) -> list[RuleSet]:
    """Return the versions with these hashes, by name and version; unknown hashes are left out."""
    rows = RuleVersion.objects.filter(hash__in=list(hashes)).order_by("name", "version")
    return [to_core(row) for row in rows]


def versions(name: str) -> QuerySet[RuleVersion]:
    """Return every version of the rules called `name`, the newest first."""
    return RuleVersion.objects.filter(name=name).order_by("-version")


def names() -> list[str]:
    """Return the name of every rule set, sorted."""
    return sorted(RuleVersion.objects.values_list("name", flat=True).distinct())


def in_force() -> list[RuleVersion]:
    """Return the version in force of every rule set, by name."""
    rows = RuleVersion.objects.filter(in_force_from__lte=now()).order_by("name", "-in_force_from", "-version")
    return list(rows.distinct("name"))
