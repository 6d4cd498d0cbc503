"""The rules in words: what each set is called and what it does, as the step that declares it says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.utils.translation import gettext

from cofab.apps.base.registry import modules
from cofab.core.stewardship.governance.defaults import WORDS


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
