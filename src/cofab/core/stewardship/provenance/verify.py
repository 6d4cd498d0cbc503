"""The offline verifier: is this evidence bundle right, tampered with, or not enough to tell?

Promises: needs nothing but the file; a changed byte in any member is `tampered`, a member that is gone is
`not_enough`. The operator is not trusted: contents are checked against signatures of the parties and the log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from cofab.core.kernel.event import canonical
from cofab.core.stewardship.provenance.bundle import FORMAT, PARTS
from cofab.core.stewardship.provenance.checkpoint import BUNDLE, sealed
from cofab.core.stewardship.provenance.container import pack, unpack
from cofab.core.stewardship.provenance.contents import CHECKS

RIGHT, TAMPERED, NOT_ENOUGH = "right", "tampered", "not_enough"
EXIT = {RIGHT: 0, TAMPERED: 1, NOT_ENOUGH: 4}


def verify(bundle: bytes, trusted: str = "") -> dict[str, Any]:
    """Return {"result", "checks": [{"name", "result"}]} and, where readable, the order, reader and log key.

    `trusted` is the operator's public key (hex) as the reader knows it from elsewhere; a bundle under another key
    is `tampered`. Without it the answer rests on the key inside, which the report names as "log_key".
    """
    members = unpack(bundle)
    if members is None:
        found = TAMPERED if bundle[:2] == b"PK" else NOT_ENOUGH
        return _report([("container", found)], {})
    values, checks = _members(bundle, members)
    worst = _worst(checks)
    if worst == RIGHT:
        checks += _contents(values, trusted)
    return _report(checks, values)


def _members(bundle: bytes, members: dict[str, bytes]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values = {name.removesuffix(".json"): _read(data) for name, data in members.items()}
    wanted = {f"{name}.json" for name in (*PARTS, "manifest", "signature")}
    missing = wanted - set(members)
    extra = set(members) - wanted
    changed = pack(members) != bundle if not missing and _ascii(members) else False
    checks = [
        ("container", TAMPERED if changed or extra else RIGHT),
        ("canonical", TAMPERED if any(value is None for value in values.values()) else RIGHT),
        ("complete", NOT_ENOUGH if missing else RIGHT),
    ]
    if "manifest.json" in members and values["manifest"] is not None:
        checks.append(("manifest", _manifest(values["manifest"], members)))
    if {"manifest", "signature", "keys"} <= set(values) and _worst(checks) != TAMPERED:
        checks.append(("manifest signature", _guarded(_signature, values)))
    return values, checks


def _ascii(members: dict[str, bytes]) -> bool:
    return all(name.isascii() for name in members)


def _read(data: bytes) -> Any:
    try:
        value = json.loads(data)
        return value if canonical(value) == data else None
    except (ValueError, TypeError, RecursionError):
        return None


def _manifest(manifest: Any, members: dict[str, bytes]) -> str:
    listed = manifest.get("members") if isinstance(manifest, dict) else None
    if not isinstance(listed, dict) or manifest.get("format") != FORMAT:
        return TAMPERED
    if set(listed) != {f"{name}.json" for name in PARTS}:
        return TAMPERED
    present = {name: data for name, data in members.items() if name in listed}
    return RIGHT if all(hashlib.sha256(d).hexdigest() == listed[n] for n, d in present.items()) else TAMPERED


def _signature(values: dict[str, Any]) -> str:
    public, signature = values["keys"]["log"], values["signature"]["signature"]
    only = set(values["signature"]) == {"signature"}
    return RIGHT if only and sealed(public, BUNDLE, values["manifest"], signature) else TAMPERED


def _contents(values: dict[str, Any], trusted: str) -> list[tuple[str, str]]:
    checks = [(name, _guarded(check, values)) for name, check in CHECKS]
    if trusted:
        checks.append(("operator key", RIGHT if values["keys"]["log"] == trusted.lower() else TAMPERED))
    return checks


def _guarded(check: Callable[[dict[str, Any]], str], values: dict[str, Any]) -> str:
    try:
        return check(values)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return TAMPERED


def _worst(checks: list[tuple[str, str]]) -> str:
    results = {result for _, result in checks}
    return TAMPERED if TAMPERED in results else NOT_ENOUGH if NOT_ENOUGH in results else RIGHT


def _report(checks: list[tuple[str, str]], values: dict[str, Any]) -> dict[str, Any]:
    manifest, keys = values.get("manifest"), values.get("keys")
    report: dict[str, Any] = {
        "result": _worst(checks),
        "checks": [{"name": name, "result": result} for name, result in checks],
    }
    if isinstance(manifest, dict):
        report |= {"order": manifest.get("order"), "reader": manifest.get("reader"), "at": manifest.get("at")}
    if isinstance(keys, dict):
        report["log_key"] = keys.get("log")
    return report
