"""What the API of rules writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from cofab.apps.stewardship.governance.models import RuleVersion


class RulesOut(Schema):
    """One version of a rule set; decisions store its hash."""

    name: str
    version: int
    values: dict[str, Any]
    hash: str
    in_force_from: datetime
    amended: bool

    @staticmethod
    def of(row: RuleVersion) -> RulesOut:
        """Return a version as the API shows it."""
        return RulesOut(
            name=row.name,
            version=row.version,
            values=row.values,
            hash=row.hash,
            in_force_from=row.in_force_from,
            amended=row.amended,
        )


class RuleListOut(Schema):
    """Versions of rule sets."""

    items: list[RulesOut]
    next: str | None = None
