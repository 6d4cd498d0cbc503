"""The compiled search against the plain one: measuring, moves, sequences."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.creation.schedule.shop.worlds import shop

from cofab.core.creation.schedule.shop import kernels, reference
from cofab.core.creation.schedule.shop.arrays import Line, Net, net_of, placed_of
from cofab.core.creation.schedule.shop.check import faults
from cofab.core.creation.schedule.shop.dispatch import RULES, start
from cofab.core.creation.schedule.shop.problem import Shop

SEEDS = st.integers(0, 1 << 30)


def _measured(world: Shop, seed: int) -> tuple[Net, Line, int]:
    net = net_of(world)
    line, key = start(world, net, seed % len(RULES), 300, np.array([seed + 1]))
    kernels.sequence(net, line, key)
    return net, line, int(kernels.measure(net, line, np.empty_like(key), np.empty_like(key)))


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.integers(1, 3))
def test_heads_tails_and_makespan_are_those_of_plain_python(seed: int, factories: int) -> None:
    world = shop(seed, 6, 5, 4, factories)
    net, line, span = _measured(world, seed)
    assert (span, line.head.tolist(), line.tail.tolist()) == reference.measured(net, line)
    assert not faults(world, placed_of(world, net, line), span)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_the_move_chosen_is_the_best_of_all_moves(seed: int) -> None:
    net, line, span = _measured(shop(seed, 6, 5, 4), seed)
    path, room, pick = np.empty_like(net.job), np.empty_like(net.job), np.empty(10, np.int64)
    dice = np.array([seed + 1])
    n = kernels.critical(net, line, span, path, dice)
    until = np.zeros(len(net.machine), np.int64)
    some = kernels.choose(net, line, span, 0, 1, path, n, until, pick, room, dice)
    every = [move for v in path[:n] for move in reference.moves(net, line, int(v), span)]
    assert some == bool(every)
    if every:
        assert tuple(pick[:4].tolist()) in every
        assert pick[0] == min(every)[0]


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_no_move_closes_a_cycle(seed: int) -> None:
    net, line, span = _measured(shop(seed, 5, 4, 3), seed)
    path = np.empty_like(net.job)
    n = kernels.critical(net, line, span, path, np.array([seed + 1]))
    for v in path[:n].tolist():
        for _, _, x, way in list(reference.moves(net, line, v, span)):
            other = Line(*(column.copy() for column in line))
            kernels.put(net, other, v, x, way)
            found = kernels.measure(net, other, np.empty_like(path), np.empty_like(path))
            assert found == reference.measured(net, other)[0]
            assert found >= 0


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_sequences_are_those_of_plain_python(seed: int) -> None:
    net, line, _ = _measured(shop(seed, 6, 5, 4), seed)
    key = np.random.default_rng(seed).permutation(len(net.job)).astype(np.int32)
    kernels.sequence(net, line, key)
    for place, row in reference.sequenced(net, line, key.tolist()).items():
        assert line.first[place] == row[0]
        assert line.right[row].tolist() == [*row[1:], -1]
        assert line.left[row].tolist() == [-1, *row[:-1]]


def test_work_cut_in_slices_is_the_same_work() -> None:
    world = shop(5, 8, 6, 4)
    found = []
    for steps in (7, 1000):
        net, line, _ = _measured(world, 5)
        kept, state = np.zeros((2, len(net.job)), np.int32), np.array([0, 0, kernels.FAR, 0], np.int64)
        until, dice = np.zeros(len(net.machine), np.int64), np.array([9])
        while state[kernels.NOW] - state[kernels.SINCE] < 300:
            kernels.search(net, line, kept, until, state, dice, steps, 300, 2, 5, 0)
        found.append((state[:3].tolist(), kept.tolist()))
    assert found[0] == found[1]
