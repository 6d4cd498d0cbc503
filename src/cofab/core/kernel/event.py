"""One fact of the one history, and its canonical bytes.

Why: audit trail, lifecycle history, outbox, notifications and the transparency log all read the same facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

from cofab.core.kernel.window import iso

_SAFE = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """Return the canonical JSON bytes of a JSON-ready value (RFC 8785); floats are refused by TypeError.

    Python's own encoder writes the same wherever names are ASCII and numbers within 2^53, ten times faster.
    """
    return _encode(value).encode() if _plain(value) else rfc8785.dumps(value)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of a value, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: Any) -> bool:
    """Tell whether both encoders write this value alike; raises TypeError for a float."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_SAFE <= value <= _SAFE)
    if isinstance(value, float):
        raise TypeError("canonical JSON here holds no floats: use integers or strings")
    if isinstance(value, Mapping):
        inner = [_plain(item) for item in value.values()]  # each is looked at, for one may be a float
        return kind is dict and all(inner) and all(type(key) is str and key.isascii() for key in value)
    inner = [_plain(item) for item in value] if isinstance(value, list | tuple) else [False]
    return all(inner)


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


def around_time(id: str, by: tuple[str, str], kind: str, subject: str, facts: str) -> tuple[str, str]:
    """Return the canonical JSON of an event without states or rules, before and after its time.

    `by`: the actor and on whose behalf; `facts`: canonical already. The database adds the time when it writes the
    event, and hashes salt, head, time and tail: the same commitment.
    """
    actor, firm, kind, subject, name = (canonical(text).decode() for text in (*by, kind, subject, id))
    head = f'{{"actor":{actor},"after":"","at":"'
    tail = (
        f'","before":"","facts":{facts},"id":{name},"kind":{kind},"on_behalf":{firm},"rules":"","subject":{subject}}}'
    )
    return head, tail
