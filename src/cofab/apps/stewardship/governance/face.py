"""The rules in words: what each set is called and what it does, as the step that declares it says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext

from cofab.apps.base.registry import modules
from cofab.core.stewardship.governance.defaults import WORDS
from cofab.web import words

PPM = 1_000_000


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    """Return the words of every rule set, once every step has declared its own."""
    for module in modules("rules"):
        import_module(module)
    return WORDS


def title(name: str) -> str:
    """Return what a rule set is called, its own name where no step declares it any more."""
    return gettext(_words()[name][0]) if name in _words() else name


def what(name: str) -> str:
    """Return what a rule set does, in a sentence; empty where no step declares it any more."""
    return gettext(_words()[name][1]) if name in _words() else ""


def value(name: str, raw: Any) -> str:
    """Return a rule's value as people read it; its unit is the end of its name (_ppm, _minor, _s, _days)."""
    if isinstance(raw, bool):
        return gettext("yes") if raw else gettext("no")
    if isinstance(raw, Mapping):
        return " · ".join(f"{key} {value(name, one)}" for key, one in raw.items()) or words.NONE
    if isinstance(raw, list):
        return (", " if not any(isinstance(one, list) for one in raw) else " · ").join(
            value(name, one) if not isinstance(one, list) else " ".join(value("", part) for part in one) for one in raw
        )
    return _number(name, raw) if isinstance(raw, int) else str(raw)


def _number(name: str, raw: int) -> str:
    if name.endswith("_ppm"):
        share = raw / PPM
        if share > 1:
            return words.grouped(share, 0 if share == round(share) else 2)
        return words.percent(share, 0 if round(share, 2) == share else 2)
    if name.endswith("_minor"):
        return words.money(raw)
    return words.length(raw) if name.endswith("_s") else words.grouped(raw)
