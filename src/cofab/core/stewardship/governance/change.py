"""A change of rules: the next version of a rule set and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet

SAME_RULES = declare("governance.same_rules", "These values are already in force.")
UNKNOWN_VALUE = declare("governance.unknown_value", "The rules {name} have no value {key}.")


def amended(rules: RuleSet, changes: Mapping[str, Any]) -> RuleSet:
    """Return the next version with `changes` laid over the values; refuses unknown names and no change at all."""
    for key in changes:
        if key not in rules.values:
            raise Refused(UNKNOWN_VALUE, name=rules.name, key=key)
    fresh = RuleSet(rules.name, rules.version + 1, {**rules.values, **changes})
    if dict(fresh.values) == dict(rules.values):
        raise Refused(SAME_RULES)
    return fresh


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return (name, before, after) of every value that differs, by name."""
    return [(key, old.get(key), new.get(key)) for key in sorted({*old, *new}) if old.get(key) != new.get(key)]
