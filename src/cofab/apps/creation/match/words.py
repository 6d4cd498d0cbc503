"""Why a machine is out, in words: sizes in millimetres, processes and papers by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.proposition.demand.selectors import said
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import process_names
from cofab.apps.proposition.publish.words import certificate_word, material_word, space_word
from cofab.web import words

Facts = Mapping[str, Any]


def _process(facts: Facts) -> str:
    exact = [process_names().get(one, one) for one in facts.get("any_of", [])]
    return _("does not do %(what)s") % {"what": _(", ").join(exact) or process_name(facts["needed"])}


def _size(facts: Facts) -> str:
    found = {"there": space_word(facts["there_um"]), "needed": space_word(facts["needed_um"])}
    return _("space %(there)s, the part is %(needed)s") % found


def _tolerance(facts: Facts) -> str:
    found = {"there": words.millimetres(facts["there_um"]), "needed": words.millimetres(facts["needed_um"])}
    return _("holds %(there)s mm, %(needed)s mm is asked for") % found


def _material(facts: Facts) -> str:
    return _("does not work %(what)s") % {"what": material_word(facts["needed"])}


def _certificate(facts: Facts) -> str:
    return _("no certificate %(what)s") % {"what": certificate_word(facts["needed"])}


def _expired(facts: Facts) -> str:
    return _("certificate %(what)s has run out") % {"what": certificate_word(facts["needed"])}


def _licence(facts: Facts) -> str:
    found = {"family": process_name(facts["family"]), "needed": certificate_word(facts["needed"])}
    return _("%(family)s needs a site with a %(needed)s") % found


def _minimum(facts: Facts) -> str:
    least = facts["least"]
    return ngettext("takes %(n)s piece or more", "takes %(n)s pieces or more", least) % {"n": words.grouped(least)}


def _too_short(facts: Facts) -> str:
    found = {"needed": words.hours(facts["needed_s"]), "there": words.hours(facts["there_s"])}
    return _("longest free stretch %(there)s, %(needed)s is needed") % found


def _far(facts: Facts) -> str:
    return _("%(there)s km away, %(asked)s km are asked for") % {"there": facts["there_km"], "asked": facts["asked_km"]}


WHY: Mapping[str, Callable[[Facts], str]] = {
    "match.process": _process,
    "match.size": _size,
    "match.tolerance": _tolerance,
    "match.material": _material,
    "match.certificate": _certificate,
    "match.certificate_expired": _expired,
    "match.licence": _licence,
    "match.minimum": _minimum,
    "match.too_short": _too_short,
    "match.far": _far,
}


def why(code: str, facts: Facts) -> str:
    """Return one reason as half a sentence about the machine."""
    return WHY[code](facts) if code in WHY else said(code, dict(facts))
