"""What would have to change for a machine that is nearly right, in words; where the law forbids, that is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.creation.match.words import Facts
from cofab.apps.proposition.publish.words import certificate_word, material_word, space_word
from cofab.web import words


def _size(facts: Facts) -> str:
    return _("split the part, or make it no larger than %(there)s") % {"there": space_word(facts["there_um"])}


def _tolerance(facts: Facts) -> str:
    return _("allow %(there)s mm, or finish it elsewhere") % {"there": words.millimetres(facts["there_um"])}


def _material(facts: Facts) -> str:
    there = _(", ").join(material_word(one) for one in facts["there"])
    return _("take another material: it works %(there)s") % {"there": there}


def _certificate(facts: Facts) -> str:
    return _("do without %(what)s, or ask the firm to get it") % {"what": certificate_word(facts["needed"])}


def _expired(facts: Facts) -> str:
    return _("ask the firm to renew %(what)s") % {"what": certificate_word(facts["needed"])}


def _licence(facts: Facts) -> str:
    return _("nothing you can change: the law asks for a %(needed)s") % {"needed": certificate_word(facts["needed"])}


def _skill(facts: Facts) -> str:
    return _("ask the firm for people skilled in %(needed)s") % {"needed": facts["needed"]}


def _minimum(facts: Facts) -> str:
    least = facts["least"]
    return ngettext("order %(n)s piece", "order %(n)s pieces", least) % {"n": words.grouped(least)}


def _no_window(facts: Facts) -> str:
    return _("wait for a window: let yourself be told when one opens")


def _too_short(facts: Facts) -> str:
    return _("cut the lot so that one takes at most %(there)s") % {"there": words.hours(facts["there_s"])}


def _far(facts: Facts) -> str:
    return _("look within %(km)s km") % {"km": facts["there_km"]}


REMEDIES: Mapping[str, Callable[[Facts], str]] = {
    "match.size": _size,
    "match.tolerance": _tolerance,
    "match.material": _material,
    "match.certificate": _certificate,
    "match.certificate_expired": _expired,
    "match.licence": _licence,
    "match.skill": _skill,
    "match.minimum": _minimum,
    "match.no_window": _no_window,
    "match.too_short": _too_short,
    "match.far": _far,
}


def remedy(code: str, facts: Facts) -> str:
    """Return what would have to change, as half a sentence; "" where nothing could."""
    return REMEDIES[code](facts) if code in REMEDIES else ""
