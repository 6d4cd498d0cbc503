"""Rule versions between the database and the core."""

from __future__ import annotations

from cofab.apps.stewardship.governance.models import RuleVersion
from cofab.core.kernel.rules import RuleSet


def to_core(row: RuleVersion) -> RuleSet:
    """Return a stored version as the value that decisions use."""
    return RuleSet(row.name, row.version, row.values)
