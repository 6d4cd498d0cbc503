"""The statement a named person signs: what was checked, how, with what result, and for what they are accredited.

Promises: who holds the statement, the signature and the public key can check them without the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cofab.core.kernel.event import canonical, digest
from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import Refused, declare

NO_PERSON = declare("inspect.no_person", "An inspection is signed by a named person.")
OUT_OF_SCOPE = declare("inspect.out_of_scope", "The accreditation of {person} covers {scope}, not {method}.")
NOT_VALID = declare("inspect.not_valid", "The accreditation of {person} holds from {since} to {until}, not on {day}.")

INSPECTION = Lifecycle(
    "inspection",
    "planned",
    {
        ("planned", "receive"): "received",
        ("planned", "record"): "recorded",
        ("received", "record"): "recorded",
        ("recorded", "record"): "recorded",
        ("recorded", "pass"): "passed",
        ("recorded", "fail"): "failed",
        ("planned", "cancel"): "cancelled",
        ("received", "cancel"): "cancelled",
    },
)
"""Signing the results passes or fails the lot; nothing leaves a signed inspection."""

CONTEXT = b"cofab inspection 1\n"
"""Before every signed statement, so that such a signature serves no other purpose."""


@dataclass(frozen=True, slots=True)
class Accreditation:
    """For which methods (`scope`) and from when to when (both days included) a person may sign."""

    scope: tuple[str, ...]
    since: date
    until: date
    number: str = ""


def may_sign(person: str, accreditation: Accreditation, method: str, day: date) -> None:
    """Refuse a nameless signer, a method outside the scope and a day outside the validity."""
    if not person.strip():
        raise Refused(NO_PERSON)
    if method not in accreditation.scope:
        raise Refused(OUT_OF_SCOPE, person=person, scope=", ".join(accreditation.scope), method=method)
    if not accreditation.since <= day <= accreditation.until:
        since, until = accreditation.since.isoformat(), accreditation.until.isoformat()
        raise Refused(NOT_VALID, person=person, since=since, until=until, day=day.isoformat())


def report_number(key: str, day: date) -> str:
    """Return the number printed on paper: year, month, and eight digits that follow from the inspection's id."""
    return f"IR-{day:%y%m}-{digest({'report': key})[:8].upper()}"


def sign(statement: Mapping[str, Any], private_key: bytes) -> bytes:
    """Return the Ed25519 signature (64 bytes) over the canonical JSON of the statement."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(CONTEXT + canonical(statement))


def holds(statement: Mapping[str, Any], signature: bytes, public_key: bytes) -> bool:
    """Tell whether the signature over the statement is that of the public key (32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, CONTEXT + canonical(statement))
    except (InvalidSignature, ValueError):
        return False
    return True
