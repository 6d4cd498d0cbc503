"""Lifecycles, refusals, rules and canonical bytes."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.event import Event, canonical, commitment, digest
from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import CODES, Refused, declare, sentence
from cofab.core.kernel.rules import RuleSet

LAMP = Lifecycle("lamp", "off", {("off", "press"): "on", ("on", "press"): "off", ("on", "smash"): "broken"})


def test_a_lifecycle_lists_its_states_and_its_end():
    assert LAMP.states == ("off", "on", "broken")
    assert LAMP.events == ("press", "smash")
    assert LAMP.final == {"broken"}
    assert LAMP.allows("on") == ("press", "smash")


def test_every_pair_moves_or_is_refused():
    for state in LAMP.states:
        for event in LAMP.events:
            if (state, event) in LAMP.moves:
                assert LAMP.after(state, event) == LAMP.moves[state, event]
            else:
                with pytest.raises(Refused) as refused:
                    LAMP.after(state, event)
                assert refused.value.code == "kernel.wrong_state"


def test_a_code_keeps_its_meaning():
    declare("kernel.not_found", CODES["kernel.not_found"])
    with pytest.raises(ValueError, match="taken"):
        declare("kernel.not_found", "something else")
    with pytest.raises(LookupError):
        Refused("kernel.never_declared")


def test_a_sentence_shows_its_facts_and_survives_missing_ones():
    assert sentence("kernel.forbidden", {"needs": "owner"}).endswith("owner.")
    assert "{needs}" in sentence("kernel.forbidden", {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_canonical_bytes_do_not_depend_on_order(value):
    assert canonical(value) == canonical(dict(reversed(value.items())))
    assert digest(value) == hashlib.sha256(canonical(value)).hexdigest()


def test_floats_have_no_canonical_form():
    with pytest.raises(TypeError):
        canonical({"a": [1, {"b": 0.5}]})


def test_a_commitment_binds_event_and_salt():
    event = Event(
        "evt_1", datetime(2026, 1, 1, tzinfo=UTC), "per_1", "org_1", "agree.sign", "ord_1", "a", "b", {"n": 1}
    )
    other = Event(
        "evt_1", datetime(2026, 1, 1, tzinfo=UTC), "per_1", "org_1", "agree.sign", "ord_1", "a", "b", {"n": 2}
    )
    seen = {commitment(event, b"x" * 16), commitment(event, b"y" * 16), commitment(other, b"x" * 16)}
    assert len(seen) == 3


def test_rules_hash_name_version_and_values():
    rules = RuleSet("fees", 1, {"platform_ppm": 25000})
    assert rules["platform_ppm"] == 25000
    hashes = {rules.hash, RuleSet("fees", 2, rules.values).hash, RuleSet("fees", 1, {"platform_ppm": 1}).hash}
    assert len(hashes) == 3
