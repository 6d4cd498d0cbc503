"""What the verifier checks inside a bundle: log, history, contracts, signatures, ledger, rules.

Why it computes everything again here: a verifier that shared the ledger's code would share its mistakes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cofab.core.kernel.event import canonical, digest
from cofab.core.stewardship.provenance.checkpoint import LOG, sealed, unhex
from cofab.core.stewardship.provenance.merkle import included, leaf_hash

_RIGHT, _TAMPERED, _NOT_ENOUGH = "right", "tampered", "not_enough"
_CONTRACT = b"cofab contract 1\n"


def _verdict(right: bool, otherwise: str = _TAMPERED) -> str:
    return _RIGHT if right else otherwise


def _order(values: dict[str, Any]) -> str:
    return _verdict(values["order"]["id"] == values["manifest"]["order"])


def _checkpoint(values: dict[str, Any]) -> str:
    given = values["checkpoint"]
    return _verdict(sealed(values["keys"]["log"], LOG, given["checkpoint"], given["signature"]))


def _log(values: dict[str, Any]) -> str:
    """Every event opens its commitment, and every commitment stands in the log under the signed root."""
    checkpoint = values["checkpoint"]["checkpoint"]
    size, top = checkpoint["size"], unhex(checkpoint["root"])
    for item in values["events"]:
        opened = hashlib.sha256(unhex(item["salt"]) + canonical(item["event"])).hexdigest()
        if opened != item["commitment"]:
            return _TAMPERED
        proof = [unhex(step) for step in item["proof"]]
        if not included(leaf_hash(unhex(opened)), item["index"], size, proof, top):
            return _TAMPERED
    return _verdict(bool(values["events"]), _NOT_ENOUGH)


def _history(values: dict[str, Any]) -> str:
    """The order's states follow each other: a state that nothing led to means that events were left out."""
    own = sorted(
        (i for i in values["events"] if i["event"]["subject"] == values["order"]["id"]), key=lambda i: i["index"]
    )
    moves = [(item["event"]["before"], item["event"]["after"]) for item in own]
    states = [move for move in moves if any(move)]
    gap = any(second[0] != first[1] for first, second in pairwise(states))
    return _verdict(bool(own) and not gap, _NOT_ENOUGH)


def _contracts(values: dict[str, Any]) -> str:
    hashes_right = all(digest(contract["terms"]) == contract["hash"] for contract in values["contracts"])
    return _verdict(hashes_right and all(c["terms"]["order"] == values["order"]["id"] for c in values["contracts"]))


def _parties(values: dict[str, Any]) -> str:
    """Contract, invoice and payment name the same parties."""
    named = [contract["terms"]["parties"] for contract in values["contracts"]]
    return _verdict(all(p["contract"] == p["invoice"] == p["payment"] for p in named))


def _signatures(values: dict[str, Any]) -> str:
    if not values["contracts"]:
        return _NOT_ENOUGH
    keys = values["keys"]["organisations"]
    for contract in values["contracts"]:
        for signature in contract["signatures"]:
            known = signature["public_key"] in keys.get(signature["organisation"], [])
            if not known or not _signed(signature, contract["hash"]):
                return _TAMPERED
    complete = all(
        {s["organisation"] for s in contract["signatures"]} >= set(contract["terms"]["parties"]["contract"])
        for contract in values["contracts"]
    )
    return _verdict(complete, _NOT_ENOUGH)


def _signed(signature: dict[str, Any], contract: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(unhex(signature["public_key"]))
        key.verify(unhex(signature["signature"]), _CONTRACT + unhex(contract))
    except InvalidSignature:
        return False
    return True


def _balanced(values: dict[str, Any]) -> str:
    for entry in values["ledger"]["entries"]:
        sums: dict[str, int] = defaultdict(int)
        for _, amount, currency in entry["postings"]:
            sums[currency] += amount
        if any(sums.values()) or len(entry["postings"]) < 2:
            return _TAMPERED
    return _RIGHT


def _anchored(values: dict[str, Any]) -> str:
    """Every entry's hash is its content's, and an event of the log names it."""
    named = {item["event"]["facts"].get("entry_hash") for item in values["events"]} - {None}
    entries = values["ledger"]["entries"]
    content = ("kind", "key", "order", "facts", "postings")
    if any(digest({part: entry[part] for part in content}) != entry["hash"] for entry in entries):
        return _TAMPERED
    hashes = {entry["hash"] for entry in entries}
    if len(hashes) != len(entries):
        return _TAMPERED
    return _verdict(hashes == named, _NOT_ENOUGH)


def _secured(values: dict[str, Any]) -> str:
    """Nothing more left the reader's own accounts than came in, at any moment (others' entries are not all here)."""
    entries, reader = values["ledger"]["entries"], values["manifest"]["reader"]
    about = {account: told for entry in entries for account, told in entry["facts"].get("accounts", {}).items()}
    own = {account for account, told in about.items() if told[0] in ("deposit", "payable") and told[1] == reader}
    sums: dict[str, int] = defaultdict(int)
    for entry in sorted(entries, key=lambda e: (e["at"], e["id"])):
        for account, amount, _ in entry["postings"]:
            sums[account] += amount
        if any(sums[account] < 0 for account in own):
            return _TAMPERED
    return _RIGHT


def _rules(values: dict[str, Any]) -> str:
    given = values["rules"]
    if any(digest({k: r[k] for k in ("name", "version", "values")}) != r["hash"] for r in given):
        return _TAMPERED
    used = {item["event"]["rules"] for item in values["events"]} - {""}
    for contract in values["contracts"]:
        used |= set(contract["terms"]["rules"]["hashes"].values())
    return _verdict(used <= {rules["hash"] for rules in given}, _NOT_ENOUGH)


CHECKS: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
    ("order", _order),
    ("checkpoint", _checkpoint),
    ("log", _log),
    ("history", _history),
    ("contracts", _contracts),
    ("parties", _parties),
    ("signatures", _signatures),
    ("ledger balances", _balanced),
    ("ledger in the log", _anchored),
    ("ledger secured", _secured),
    ("rules", _rules),
)
"""Each check by name, in the order of the report."""
