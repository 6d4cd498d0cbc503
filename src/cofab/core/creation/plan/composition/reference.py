"""What the kernels of folding do, in plain Python: rows of labels (cost, time), nobody in a row beaten by another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Label = tuple[int, int]
Rows = list[list[Label]]


def unbeaten(labels: Iterable[Label]) -> list[Label]:
    """Return the labels that no other beats, costs up and times down."""
    kept: list[Label] = []
    for cost, time in sorted(set(labels)):
        if not kept or time < kept[-1][1]:
            kept.append((cost, time))
    return kept


def joined(left: Rows, node: Rows) -> Rows:
    """Return rows [i, v] worked on by the candidates of site v."""
    return [unbeaten((a + c, b + d) for a, b in row for c, d in node[r % len(node)]) for r, row in enumerate(left)]


def carried(
    left: Rows, here: Sequence[int], there: Sequence[int], cost: Sequence[Sequence[int]], time: Sequence[Sequence[int]]
) -> Rows:
    """Return rows [i, v] carried to rows [i, w]."""
    parts = [left[n : n + len(here)] for n in range(0, len(left), len(here))]
    return [
        unbeaten((a + cost[s][t], b + time[s][t]) for row, s in zip(part, here, strict=True) for a, b in row)
        for part in parts
        for t in there
    ]


def put_through(left: Rows, right: Rows, sites: int) -> Rows:
    """Return rows [i, v] and [v, w] put together."""
    width = len(right) // sites
    return [
        unbeaten((a + c, b + d) for v in range(sites) for a, b in left[i * sites + v] for c, d in right[v * width + w])
        for i in range(len(left) // sites)
        for w in range(width)
    ]


def met(left: Rows, right: Rows, longest: bool) -> Rows:
    """Return two tables side by side."""
    return [
        unbeaten((a + c, max(b, d) if longest else b + d) for a, b in one for c, d in two)
        for one, two in zip(left, right, strict=True)
    ]
