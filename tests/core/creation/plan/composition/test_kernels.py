"""The compiled steps of folding against the plain ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.creation.plan.composition import kernels, reference
from cofab.core.creation.plan.composition.kernels import Table

LABEL = st.tuples(st.integers(0, 30), st.integers(0, 30))
ROW = st.lists(LABEL, min_size=1, max_size=6).map(reference.unbeaten)
LIMIT = 1000


def rows(count: int) -> st.SearchStrategy[reference.Rows]:
    return st.lists(ROW, min_size=count, max_size=count)


def table(given: reference.Rows) -> Table:
    flat = np.array([label for row in given for label in row], np.int64).reshape(-1, 2)
    first = np.cumsum([0, *map(len, given)]).astype(np.int64)
    none = np.full(len(flat), -1, np.int64)
    return Table(first, flat[:, 0].copy(), flat[:, 1].copy(), none, none)


def plain(found: Table) -> reference.Rows:
    pairs = list(zip(found.cost.tolist(), found.time.tolist(), strict=True))
    return [pairs[a:b] for a, b in zip(found.first[:-1], found.first[1:], strict=True)]


@settings(max_examples=100, deadline=None)
@given(rows(6), rows(3), rows(6), st.booleans())
def test_joined_put_through_and_met(
    left: reference.Rows, node: reference.Rows, right: reference.Rows, longest: bool
) -> None:
    one, two = table(left), table(right)
    assert plain(kernels.join(one, table(node), 1.0, LIMIT)) == reference.joined(left, node)
    assert plain(kernels.through(one, two, 3, 1.0, LIMIT)) == reference.put_through(left, right, 3)
    assert plain(kernels.meet(one, two, longest, 1.0, LIMIT)) == reference.met(left, right, longest)


@settings(max_examples=100, deadline=None)
@given(rows(6), st.integers(0, 1 << 30))
def test_carried_with_times_and_without(left: reference.Rows, seed: int) -> None:
    random = np.random.default_rng(seed)
    cost, time = random.integers(0, 30, (2, 5, 5))
    here, there = random.integers(0, 5, 3), random.integers(0, 5, 4)
    found = kernels.carry(table(left), here, there, cost, time, 1.0, LIMIT)
    assert plain(found) == reference.carried(left, here, there, cost.tolist(), time.tolist())
    single = [[(row[0][0], 0)] for row in left]
    found = kernels.cheapest(table(single), here, there, cost)
    assert plain(found) == reference.carried(single, here, there, cost.tolist(), np.zeros((5, 5), int).tolist())


@settings(max_examples=60, deadline=None)
@given(rows(2), rows(2))
def test_labels_name_what_they_are_made_of(left: reference.Rows, right: reference.Rows) -> None:
    one, two = table(left), table(right)
    found = kernels.meet(one, two, False, 1.0, LIMIT)
    assert (found.cost == one.cost[found.one] + two.cost[found.two]).all()
    assert (found.time == one.time[found.one] + two.time[found.two]).all()


@settings(max_examples=60, deadline=None)
@given(rows(2), rows(2))
def test_thinned_rows_stay_within_the_ratio(left: reference.Rows, right: reference.Rows) -> None:
    whole, thinned = (
        reference.met(left, right, False),
        plain(kernels.meet(table(left), table(right), False, 1.2, LIMIT)),
    )
    for row, few in zip(whole, thinned, strict=True):
        assert set(few) <= set(row)
        assert all(any(c <= 1.2 * cost and t <= time for c, t in few) for cost, time in row)


def test_a_table_over_the_limit_ends_the_work() -> None:
    row = [(n, 10 - n) for n in range(10)]
    assert kernels.meet(table([row] * 3), table([row] * 3), False, 1.0, 12).first[-1] == -1
