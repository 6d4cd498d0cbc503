"""Rule sets as files: what `cofab calibrate` writes and `cofab parse --rules` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.estimate import DEFAULTS, Rules

FORMAT = "cofab.rules/1"
BAD_RULES = declare("demand.rules_unreadable", "{path} holds no rules that Cofab knows.")
KINDS = {
    "demand.time": "times", "demand.price": "prices", "demand.materials": "materials", "demand.findings": "findings",
}  # fmt: skip


def rules_json(rules: RuleSet) -> dict[str, Any]:
    """Return a rule set as the JSON object of a rule file."""
    return {"format": FORMAT, "name": rules.name, "version": rules.version, "hash": rules.hash,
            "values": dict(rules.values)}  # fmt: skip


def rules_from(paths: Sequence[Path]) -> Rules:
    """Return the shipped rules with those of the files in their places. Raises Refused(BAD_RULES)."""
    rules = DEFAULTS
    for path in paths:
        found = _read(path)
        rules = replace(rules, **{KINDS[found.name]: found})
    return rules


def _read(path: Path) -> RuleSet:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = RuleSet(data["name"], int(data["version"]), data["values"])
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Refused(BAD_RULES, path=path.name) from wrong
    default = next((getattr(DEFAULTS, k) for name, k in KINDS.items() if name == found.name), None)
    if default is None or default.values.keys() - found.values.keys() or data.get("hash", found.hash) != found.hash:
        raise Refused(BAD_RULES, path=path.name)
    return found
