"""Ranges of numbers hold what a set holds, in few pieces."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.monitor.numbers import joined, unknown


@given(st.lists(st.lists(st.integers(1, 60), max_size=12), max_size=8), st.sets(st.integers(1, 60)))
def test_ranges_hold_what_a_set_holds(batches, asked):
    kept, held = [], set()
    for batch in batches:
        kept, held = joined(kept, batch), held | set(batch)
    assert {n for first, last in kept for n in range(first, last + 1)} == held
    assert all(a[1] + 1 < b[0] for a, b in pairwise(kept))
    assert unknown(kept, asked) == asked - held
