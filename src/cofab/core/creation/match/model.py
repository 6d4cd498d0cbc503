"""Why an offer cannot do an operation, and what matching found, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer cannot do an operation: a code and its facts (what was needed, what there is)."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Every reason why `machine` is out for operation `op`."""

    machine: str
    op: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """For each operation the offers that fit, in the order given, and a refusal for each that does not."""

    matched: Mapping[str, tuple[str, ...]]
    refused: tuple[Refusal, ...]

    @property
    def near(self) -> tuple[Refusal, ...]:
        """Return the near misses: refusals for one reason only, and that not the process."""
        return tuple(r for r in self.refused if len(r.reasons) == 1 and r.reasons[0].code != "match.process")
