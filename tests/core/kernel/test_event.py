"""Canonical bytes are RFC 8785's whichever encoder writes them, and a commitment is the same wherever it is made."""

import hashlib
from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.event import Event, around_time, canonical, commitment
from cofab.core.kernel.window import iso

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_both_encoders_write_the_same(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.5, {"a": [0.0]}, ({"b": {"c": 1e9}},), [{"\u5143": 1}, 1.5]])
def test_floats_are_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@given(WORDS, WORDS, WORDS, st.dictionaries(WORDS, VALUES, max_size=3), st.datetimes(timezones=st.just(UTC)))
def test_the_time_may_come_last(actor, firm, subject, facts, at):
    at = at.replace(year=max(at.year, 1000))
    head, tail = around_time("evt_1", (actor, firm), "ledger.post", subject, canonical(facts).decode())
    told = Event("evt_1", at, actor, firm, "ledger.post", subject, "", "", facts)
    assert hashlib.sha256(b"salt" + f"{head}{iso(at)}{tail}".encode()).hexdigest() == commitment(told, b"salt")
    assert datetime.fromisoformat(iso(at)) == at
