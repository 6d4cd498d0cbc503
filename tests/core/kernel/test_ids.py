"""Ids sort by time and tell their type."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.ids import is_id, new_id, uuid7

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.binary(min_size=10, max_size=10))
def test_is_a_version_7_uuid(entropy):
    made = uuid.UUID(int=uuid7(NOW, entropy))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_later_ids_sort_later(first, second):
    assert new_id("ord", NOW, first) < new_id("ord", NOW + timedelta(milliseconds=1), second)


@given(st.binary(min_size=10, max_size=10))
def test_an_id_knows_its_type(entropy):
    made = new_id("ord", NOW, entropy)
    assert is_id(made)
    assert is_id(made, "ord")
    assert not is_id(made, "dem")


def test_other_text_is_no_id():
    assert not any(is_id(text) for text in ("", "ord_", "ord_zz", "1; drop table", "ORD_" + "0" * 26))
