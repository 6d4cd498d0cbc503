"""Rules that an operator or a committee may change, as versioned, hashed data.

Promises: a decision made under a `RuleSet` can be replayed from its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cofab.core.kernel.event import digest


@dataclass(frozen=True)
class RuleSet:
    """Version `version` of the rules called `name`; `values` is JSON-ready without floats."""

    name: str
    version: int
    values: Mapping[str, Any]

    @property
    def hash(self) -> str:
        """Return the hash that decisions store."""
        return digest({"name": self.name, "version": self.version, "values": dict(self.values)})

    def __getitem__(self, key: str) -> Any:
        """Return one value; raises KeyError."""
        return self.values[key]
