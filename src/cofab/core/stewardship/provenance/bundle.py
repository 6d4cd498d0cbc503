"""An evidence bundle: all that an outsider needs to check one order offline, in one file.

Members: order.json events.json contracts.json ledger.json rules.json keys.json checkpoint.json, each canonical
JSON, named with their SHA-256 in manifest.json, which the operator's key signs in signature.json.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cofab.core.kernel.event import Event, canonical, commitment
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import iso
from cofab.core.stewardship.provenance.checkpoint import BUNDLE, LOG, Checkpoint, seal
from cofab.core.stewardship.provenance.container import pack

FORMAT = "cofab.evidence/1"
PARTS = ("order", "events", "contracts", "ledger", "rules", "keys", "checkpoint")


@dataclass(frozen=True, slots=True)
class Logged:
    """An event as the log holds it: its salt, its place, the audit path (hex) under the bundle's checkpoint."""

    event: Event
    salt: bytes
    index: int
    proof: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the event with everything that shows it stands in the log."""
        return {
            "event": self.event.as_json(),
            "salt": self.salt.hex(),
            "commitment": commitment(self.event, self.salt),
            "index": self.index,
            "proof": list(self.proof),
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What goes into a bundle. `contracts`: {"terms", "hash", "signatures": [{"organisation", "public_key",
    "signature", "at"}]}; `entries`: an entry's content with "id", "at" and "hash"; `keys`: public keys (hex) by
    organisation; `reader`: for whom it was made, since a reader gets what it may see.
    """

    order: Mapping[str, Any]
    events: Sequence[Logged]
    contracts: Sequence[Mapping[str, Any]]
    entries: Sequence[Mapping[str, Any]]
    rules: Sequence[RuleSet]
    keys: Mapping[str, Sequence[str]]
    checkpoint: Checkpoint
    reader: str
    at: datetime


def assemble(evidence: Evidence, private: bytes, public: str) -> bytes:
    """Return the bundle's bytes, its checkpoint and manifest signed with the operator's key."""
    parts: dict[str, Any] = {
        "order": dict(evidence.order),
        "events": [logged.as_json() for logged in evidence.events],
        "contracts": [dict(contract) for contract in evidence.contracts],
        "ledger": {"entries": [dict(entry) for entry in evidence.entries]},
        "rules": [rules_json(rules) for rules in evidence.rules],
        "keys": {"log": public, "organisations": {k: list(v) for k, v in evidence.keys.items()}},
        "checkpoint": _signed_checkpoint(evidence.checkpoint, private),
    }
    members = {f"{name}.json": canonical(value) for name, value in parts.items()}
    return sealed_bundle(members, evidence, private)


def rules_json(rules: RuleSet) -> dict[str, Any]:
    """Return a rule set as bundles and rule cards carry it."""
    return {"name": rules.name, "version": rules.version, "values": dict(rules.values), "hash": rules.hash}


def sealed_bundle(members: Mapping[str, bytes], evidence: Evidence, private: bytes) -> bytes:
    """Return the archive of members with their manifest and the signature over it."""
    manifest = {
        "format": FORMAT,
        "order": evidence.order["id"],
        "reader": evidence.reader,
        "at": iso(evidence.at),
        "members": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
    }
    signature = {"signature": seal(private, BUNDLE, manifest)}
    return pack({**members, "manifest.json": canonical(manifest), "signature.json": canonical(signature)})


def _signed_checkpoint(checkpoint: Checkpoint, private: bytes) -> dict[str, Any]:
    value = checkpoint.as_json()
    return {"checkpoint": value, "signature": seal(private, LOG, value)}
