"""How soon a job shop can end at best: the longest job, and the work that machines must share.

On every machine, and for any earliest head H and least tail T: the makespan is at least H + T + the work of the
operations with such heads and tails that go to it. A linear programme shares the work out as well as can be (GLOP);
its prices, rounded, give the bound again in whole numbers, so that no rounding error gets into it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from cofab.core.creation.schedule.shop.arrays import Longs, Net
from cofab.core.creation.schedule.shop.problem import Shop

ROUNDS, PRICES = 6, 1_000_000
Cut = tuple[int, int, Longs]
"""A machine, the head and tail left free around its work, and the ways (rows of the net) that count."""


def longest_job(net: Net) -> int:
    """Return the length of the longest job with every operation on its quickest machine."""
    head, tail, least = _least(net)
    return int((head + least + tail).max())


def bound(shop: Shop, net: Net, over: Callable[[], bool] = lambda: False) -> int:
    """Return the best bound found in a few rounds of adding cuts; none is begun when it is `over`."""
    head, tail, least = _least(net)
    best = int((head + least + tail).max())
    operation = np.repeat(np.arange(len(net.job)), np.diff(net.way))
    cuts = [_cut(net, operation, head, tail, machine, 0, 0) for machine in np.unique(net.machine)]
    for _ in range(ROUNDS):
        if over():
            break
        solved = _share(shop, net, operation, cuts)
        if solved is None:
            return best
        share, prices = solved
        best = max(best, _exact(shop, net, operation, cuts, prices))
        more = [_worst(shop, net, operation, head, tail, m, share, best) for m in np.unique(net.machine)]
        fresh = [cut for cut in more if cut is not None]
        if not fresh:
            break
        cuts += fresh
    return best


def _least(net: Net) -> tuple[Longs, Longs, Longs]:
    """Return each operation's least work before it in its job, after it, and its own."""
    least = np.minimum.reduceat(net.ticks, net.way[:-1]).astype(np.int64)
    head, tail = np.zeros_like(least), np.zeros_like(least)
    for o in range(len(least)):
        if net.before[o] >= 0:
            head[o] = head[o - 1] + least[o - 1]
    for o in range(len(least) - 1, -1, -1):
        if net.after[o] >= 0:
            tail[o] = tail[o + 1] + least[o + 1]
    return head, tail, least


def _cut(net: Net, operation: Longs, head: Longs, tail: Longs, machine: int, h: int, t: int) -> Cut:
    ways = np.flatnonzero((net.machine == machine) & (head[operation] >= h) & (tail[operation] >= t))
    return machine, int(head[operation[ways]].min() + tail[operation[ways]].min()), ways


def _share(shop: Shop, net: Net, operation: Longs, cuts: list[Cut]) -> tuple[list[float], list[float]] | None:
    """Return how the ways are shared out at best under the cuts, and the price of each cut."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    span = solver.NumVar(0, solver.infinity(), "")
    share = [solver.NumVar(0, 1, "") for _ in net.machine]
    for o in range(len(net.job)):
        whole = solver.Constraint(1, 1)
        for way in range(net.way[o], net.way[o + 1]):
            whole.SetCoefficient(share[way], 1)
    rows = []
    for _, free, ways in cuts:
        row = solver.Constraint(free, solver.infinity())
        row.SetCoefficient(span, 1)
        for way in ways:
            row.SetCoefficient(share[way], -int(net.ticks[way]) / shop.factories)
        rows.append(row)
    solver.Minimize(span)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    return [x.solution_value() for x in share], [row.dual_value() for row in rows]


def _exact(shop: Shop, net: Net, operation: Longs, cuts: list[Cut], prices: list[float]) -> int:
    """Return the bound that any prices of the cuts prove, in whole numbers (Lagrange)."""
    whole = [max(0, round(price * PRICES)) for price in prices]
    total = sum(whole)
    if total == 0:
        return 0
    cost = np.zeros(len(net.machine), np.int64)
    for price, (_, _, ways) in zip(whole, cuts, strict=True):
        cost[ways] += price
    work = int(np.minimum.reduceat(cost * net.ticks, net.way[:-1]).sum())
    free = sum(price * cut[1] for price, cut in zip(whole, cuts, strict=True)) * shop.factories
    return -(-(free + work) // (total * shop.factories))


def _worst(
    shop: Shop, net: Net, operation: Longs, head: Longs, tail: Longs, machine: int, share: list[float], best: int
) -> Cut | None:
    """Return the cut of a machine that the shares break most, or None where they break none."""
    ways = np.flatnonzero(net.machine == machine)
    heads, tails = head[operation[ways]], tail[operation[ways]]
    work = net.ticks[ways] * np.asarray(share)[ways] / shop.factories
    most, found = best + 0.01, None
    for h in np.unique(heads):
        late = heads >= h
        for t in np.unique(tails[late]):
            end = h + t + work[late & (tails >= t)].sum()
            if end > most:
                most, found = float(end), (int(h), int(t))
    return None if found is None else _cut(net, operation, head, tail, int(machine), *found)
