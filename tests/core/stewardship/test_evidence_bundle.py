"""An evidence bundle tells right from tampered from not enough, offline, whoever made it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.kernel.event import Event, canonical, commitment, digest
from cofab.core.stewardship.governance.defaults import AGREE, SETTLE
from cofab.core.stewardship.provenance.bundle import Evidence, Logged, assemble, sealed_bundle
from cofab.core.stewardship.provenance.checkpoint import Checkpoint, public_of, seal
from cofab.core.stewardship.provenance.container import pack, unpack
from cofab.core.stewardship.provenance.merkle import inclusion_proof, leaf_hash, root
from cofab.core.stewardship.provenance.verify import verify

NOW = datetime(2026, 12, 1, tzinfo=UTC)
OPERATOR = bytes(range(32))
PUBLIC = public_of(OPERATOR)
PARTIES = {"org_b": b"b" * 32, "org_s": b"s" * 32}


def _terms():
    two = ["org_b", "org_s"]
    return {
        "order": "ord_1",
        "parties": {"contract": two, "invoice": two, "payment": two},
        "rules": {"agree": dict(AGREE.values), "hashes": {"agree": AGREE.hash}},
    }


def _contract(terms):
    made = digest(terms)
    signatures = [
        {"organisation": k, "public_key": public_of(v), "signature": _sign(v, made), "at": "2026-12-01T00:00:00Z"}
        for k, v in PARTIES.items()
    ]
    return {"terms": terms, "hash": made, "signatures": signatures}


def _sign(private, contract):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(b"cofab contract 1\n" + bytes.fromhex(contract)).hex()


def _entry(kind, key, postings, n):
    accounts = {
        "acc_c": ["custody", "", "CNY"],
        "acc_d": ["deposit", "org_b", "CNY"],
        "acc_p": ["payable", "org_s", "CNY"],
    }
    content = {"kind": kind, "key": key, "order": "ord_1", "facts": {"accounts": accounts}, "postings": postings}
    return {**content, "id": f"ent_{n}", "at": f"2026-12-0{n}T00:00:00Z", "hash": digest(content)}


ENTRIES = [
    _entry("deposit", "k1", [["acc_c", -100, "CNY"], ["acc_d", 100, "CNY"]], 1),
    _entry("release", "k2", [["acc_d", -70, "CNY"], ["acc_p", 70, "CNY"]], 2),
]


def _events():
    states = ["draft", "reserved", "agreed", "signed", "running"]
    life = [("ord_1", a, b, {}) for a, b in pairwise(states)]
    money = [("ord_1", "", "", {"entry_hash": entry["hash"]}) for entry in ENTRIES]
    return [
        Event(
            f"evt_{i}", NOW + timedelta(minutes=i), "per_1", "org_b", "x.y", subject, before, after, facts, SETTLE.hash
        )
        for i, (subject, before, after, facts) in enumerate(life + money)
    ]


def evidence(**changes):
    """Return the evidence of a small order in a log of nine leaves; `changes` replace fields."""
    events = changes.pop("raw_events", _events())
    salts = [bytes([i]) * 16 for i in range(len(events))]
    leaves = [leaf_hash(bytes.fromhex(commitment(e, s))) for e, s in zip(events, salts, strict=True)]
    leaves = [leaf_hash(b"other"), *leaves, leaf_hash(b"more"), leaf_hash(b"last")]
    logged = [
        Logged(event, salt, i, tuple(step.hex() for step in inclusion_proof(leaves, i)))
        for i, (event, salt) in enumerate(zip(events, salts, strict=True), 1)
    ]
    whole = Evidence(
        order={"id": "ord_1", "title": "FBH-047"},
        events=logged,
        contracts=[_contract(_terms())],
        entries=ENTRIES,
        rules=[AGREE, SETTLE],
        keys={name: [public_of(private)] for name, private in PARTIES.items()},
        checkpoint=Checkpoint("https://cofab.test", len(leaves), root(leaves).hex(), NOW),
        reader="org_b",
        at=NOW,
    )
    return replace(whole, **changes)


BUNDLE = assemble(evidence(), OPERATOR, PUBLIC)
MEMBERS = unpack(BUNDLE)


def failing(report):
    """Return the names of the checks that are not right."""
    return {check["name"] for check in report["checks"] if check["result"] != "right"}


def test_a_whole_bundle_is_right_and_names_what_it_rests_on():
    report = verify(BUNDLE)
    assert (report["result"], failing(report)) == ("right", set())
    assert (report["order"], report["reader"], report["log_key"]) == ("ord_1", "org_b", PUBLIC)
    assert len(report["checks"]) == 16
    assert pack(MEMBERS) == BUNDLE


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_one_changed_byte_anywhere_is_never_right(data):
    place = data.draw(st.integers(0, len(BUNDLE) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = bytearray(BUNDLE)
    changed[place] ^= flip
    assert verify(bytes(changed))["result"] != "right"


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_one_changed_byte_in_any_member_is_tampered(name):
    data = MEMBERS[name]
    for place in range(0, len(data), max(1, len(data) // 150)):
        for flip in (1, 0x20, 0x80):
            changed = bytearray(data)
            changed[place] ^= flip
            assert verify(pack({**MEMBERS, name: bytes(changed)}))["result"] == "tampered", (name, place, flip)


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_a_byte_more_or_less_in_any_member_is_tampered(name):
    for changed in (MEMBERS[name] + b" ", MEMBERS[name][:-1], b"", MEMBERS[name].replace(b",", b", ")):
        if changed != MEMBERS[name]:
            assert verify(pack({**MEMBERS, name: changed}))["result"] == "tampered"


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_a_member_that_is_gone_is_not_enough(name):
    rest = {k: v for k, v in MEMBERS.items() if k != name}
    assert verify(pack(rest))["result"] == "not_enough"


def test_a_member_that_does_not_belong_is_tampered():
    assert verify(pack({**MEMBERS, "extra.json": b"{}"}))["result"] == "tampered"


@pytest.mark.parametrize(
    ("bundle", "result"), [(b"", "not_enough"), (b"hello", "not_enough"), (BUNDLE[:-9], "tampered")]
)
def test_what_is_no_bundle_is_not_right(bundle, result):
    assert verify(bundle)["result"] == result


def test_another_operators_key_is_tampered_for_who_knows_the_right_one():
    assert verify(BUNDLE, PUBLIC)["result"] == "right"
    forged = assemble(evidence(), b"f" * 32, public_of(b"f" * 32))
    assert verify(forged)["result"] == "right"
    assert failing(verify(forged, PUBLIC)) == {"operator key"}


def forged(name, change):
    """Return a bundle in which the operator itself changed one member and signed everything again."""
    value = json.loads(MEMBERS[name])
    change(value)
    members = {k: v for k, v in MEMBERS.items() if k not in ("manifest.json", "signature.json")}
    return sealed_bundle({**members, name: canonical(value)}, evidence(), OPERATOR)


def _set(path, new):
    def change(value):
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = new

    return change


def _drop(path):
    def change(value):
        for step in path[:-1]:
            value = value[step]
        del value[path[-1]]

    return change


@pytest.mark.parametrize(
    ("name", "change", "check", "result"),
    [
        ("order.json", _set(["id"], "ord_2"), "order", "tampered"),
        ("events.json", _set([0, "event", "actor"], "per_2"), "log", "tampered"),
        ("events.json", _set([0, "index"], 2), "log", "tampered"),
        ("events.json", _set([0, "salt"], "00"), "log", "tampered"),
        ("events.json", _drop([1]), "history", "not_enough"),
        ("events.json", _drop([5]), "ledger in the log", "not_enough"),
        ("checkpoint.json", _set(["checkpoint", "size"], 99), "checkpoint", "tampered"),
        ("contracts.json", _set([0, "terms", "order"], "ord_2"), "contracts", "tampered"),
        ("contracts.json", _set([0, "signatures", 0, "signature"], "00" * 64), "signatures", "tampered"),
        ("contracts.json", _drop([0, "signatures", 1]), "signatures", "not_enough"),
        ("contracts.json", _drop([0]), "signatures", "not_enough"),
        ("keys.json", _set(["organisations", "org_b"], [PUBLIC]), "signatures", "tampered"),
        ("ledger.json", _set(["entries", 0, "postings", 0, 1], -90), "ledger balances", "tampered"),
        ("ledger.json", _set(["entries", 0, "kind"], "gift"), "ledger in the log", "tampered"),
        ("ledger.json", _drop(["entries", 1]), "ledger in the log", "not_enough"),
        ("rules.json", _set([1, "values", "rating_days"], 99), "rules", "tampered"),
        ("rules.json", _drop([0]), "rules", "not_enough"),
        ("rules.json", _set([0], "nonsense"), "rules", "tampered"),
    ],
)
def test_the_operator_itself_cannot_change_what_happened(name, change, check, result):
    report = verify(forged(name, change))
    assert report["result"] in (result, "tampered")
    assert {"name": check, "result": result} in report["checks"]


def test_money_that_left_before_it_came_is_tampered():
    late = [{**ENTRIES[0], "at": "2026-12-09T00:00:00Z"}, ENTRIES[1]]
    report = verify(assemble(evidence(entries=late), OPERATOR, PUBLIC))
    assert failing(report) == {"ledger secured"}


def test_a_payee_who_sees_no_deposit_still_has_enough():
    seen = [event for event in _events() if event.facts.get("entry_hash") != ENTRIES[0]["hash"]]
    report = verify(assemble(evidence(entries=ENTRIES[1:], raw_events=seen, reader="org_s"), OPERATOR, PUBLIC))
    assert report["result"] == "right"


def test_a_signature_for_one_purpose_serves_no_other():
    checkpoint = evidence().checkpoint.as_json()
    assert seal(OPERATOR, b"a\n", checkpoint) != seal(OPERATOR, b"b\n", checkpoint)


def test_a_zip_that_grows_when_unpacked_is_not_read():
    import io
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("order.json", b"0" * 50_000_000)
    assert unpack(bomb.getvalue()) is None
