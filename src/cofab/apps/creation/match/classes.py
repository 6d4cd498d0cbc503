"""Classes of factories as their page shows them: criteria, who is in, and what the reader's own firm lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.publish.records import known_records
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.match.classes import LEAST, Miss, classified, misses
from cofab.core.kernel.rules import RuleSet
from cofab.web import words

NAMES = {
    "proven": gettext_noop("Proven"),
    "punctual": gettext_noop("Punctual"),
    "quick": gettext_noop("Quick for small batches"),
    "precise": gettext_noop("Precise"),
    "certified": gettext_noop("Certified"),
    "measured": gettext_noop("Measured by their machines"),
    "starting": gettext_noop("Starting"),
}
FACTS = {
    "credit_ppm": gettext_noop("credit floor"),
    "on_time_ppm": gettext_noop("deliveries on time"),
    "tolerance_um": gettext_noop("tolerance of the best machine"),
    "minimum_pieces": gettext_noop("least batch"),
    "lead_s": gettext_noop("lead"),
    "certificates": gettext_noop("certificates in force"),
    "telemetry_ppm": gettext_noop("machines that report by themselves"),
    "new": gettext_noop("new on the platform"),
}


def shown(viewer: Viewer) -> tuple[list[dict[str, Any]], RuleSet]:
    """Return every class with its criteria, its firms and what the acting firm lacks, and the rules used."""
    rules, records = current("classes"), known_records(now())
    firms = {row.key: row for row in Organisation.objects.filter(key__in=records)}
    mine = records.get(viewer.organisation_key)
    within = classified(rules, records)
    found = [
        {
            "key": name,
            "name": _(NAMES.get(name, name)),
            "criteria": [_criterion(*one) for one in criteria],
            "firms": sorted(firms[key].name for key in within[name] if key in firms),
            "mine": viewer.organisation_key in within[name],
            "lacks": [_lack(one) for one in misses(criteria, mine)] if mine is not None else [],
        }
        for name, criteria in rules.values.items()
    ]
    return found, rules


def _criterion(fact: str, bound: str, value: int) -> str:
    if fact == "new":
        return _(FACTS[fact])
    sentence = _("%(what)s: %(value)s or more") if bound == LEAST else _("%(what)s: %(value)s or less")
    return sentence % {"what": _(FACTS.get(fact, fact)), "value": _amount(fact, value)}


def _lack(miss: Miss) -> str:
    there = _("nothing known") if miss.there is None else _amount(miss.fact, miss.there)
    said = {"criterion": _criterion(miss.fact, miss.bound, miss.asked), "there": there}
    return _("%(criterion)s; there is: %(there)s") % said


def _amount(fact: str, value: int) -> str:
    writes: Mapping[str, Any] = {
        "credit_ppm": lambda v: words.grouped(v / 10_000, 1),
        "on_time_ppm": lambda v: words.percent(v / 1_000_000),
        "telemetry_ppm": lambda v: words.percent(v / 1_000_000),
        "tolerance_um": lambda v: f"{words.millimetres(v)} mm",
        "lead_s": words.length,
        "new": lambda v: _("yes") if v else _("no"),
    }
    return str(writes.get(fact, words.grouped)(value))
