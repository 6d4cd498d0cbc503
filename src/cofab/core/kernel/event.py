"""One fact of the one history, and its canonical bytes.

Why: audit trail, lifecycle history, outbox, notifications and the transparency log all read the same facts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

from cofab.core.kernel.window import iso


def canonical(value: Any) -> bytes:
    """Return the canonical JSON bytes of a JSON-ready value (RFC 8785); floats are refused by TypeError."""
    _no_floats(value)
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of a value, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _no_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON here holds no floats: use integers or strings")
    if isinstance(value, Mapping):
        for item in value.values():
            _no_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _no_floats(item)


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to which thing, from which state to which, when, under which rules.

    `actor` and `on_behalf` are ids of a person and an organisation; `kind` is "step.verb";
    `facts` is JSON-ready without floats; `rules` is the hash of the rules used, or "".
    """

    id: str
    at: datetime
    actor: str
    on_behalf: str
    kind: str
    subject: str
    before: str
    after: str
    facts: Mapping[str, Any]
    rules: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the JSON-ready value that is hashed, logged and exported."""
        return {
            "id": self.id,
            "at": iso(self.at),
            "actor": self.actor,
            "on_behalf": self.on_behalf,
            "kind": self.kind,
            "subject": self.subject,
            "before": self.before,
            "after": self.after,
            "facts": dict(self.facts),
            "rules": self.rules,
        }


def commitment(event: Event, salt: bytes) -> str:
    """Return the salted commitment to an event: SHA-256 of the salt and the canonical JSON, in hex.

    The log publishes commitments; who holds event and salt can show what was committed to.
    """
    return hashlib.sha256(salt + canonical(event.as_json())).hexdigest()
