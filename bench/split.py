"""How fast the Shapley value of 20 players is exact, given the worth of every coalition.

Run `python bench/split.py`; prints one JSON line a claim, exits 1 if any is not met. The peer adds the marginal worth
of every player to every coalition, one whole-array operation a player; both must give the same fractions. Processor
seconds; compilation is reported apart.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from fractions import Fraction
from math import factorial

import numpy as np

from cofab.core.realisation.share.shapley import Worths, shapley

PLAYERS, SEEDS, BAR_S = 20, range(5), 0.010


def main() -> int:
    """Measure and print; return the exit code."""
    began = time.process_time()
    shapley(table(4, 0))
    warm = time.process_time() - began
    ours, theirs = [], []
    for seed in SEEDS:
        worths = table(PLAYERS, seed)
        began = time.process_time()
        found = shapley(worths)
        middle = time.process_time()
        plain = marginal(worths)
        ours.append(middle - began)
        theirs.append(time.process_time() - middle)
        assert found == plain, f"seed {seed}: values differ"
        assert sum(found) == worths[-1]
    seconds, naive = statistics.median(ours), statistics.median(theirs)
    line = {
        "claim": f"processor seconds for the exact Shapley value of {PLAYERS} players, given the table",
        "ours": round(seconds, 4), "worst": round(max(ours), 4), "peer": "marginal worths, an array a player",
        "theirs": round(naive, 4), "ratio": round(naive / seconds, 1), "bar": BAR_S, "met": seconds <= BAR_S,
        "seeds": len(SEEDS), "warm_s": round(warm, 2),
    }  # fmt: skip
    print(json.dumps(line))
    return 0 if line["met"] else 1


def table(players: int, seed: int) -> Worths:
    """Return seeded worths by bit mask, some below zero; nobody is worth nothing."""
    worths = np.random.default_rng(seed).integers(-(10**6), 10**6, 1 << players)
    worths[0] = 0
    return worths


def marginal(worths: Worths) -> list[Fraction]:
    """Return the values as sums of marginal worths by size of coalition."""
    n = len(worths).bit_length() - 1
    masks = np.arange(len(worths))
    sizes = (
        np.bitwise_count(masks) if hasattr(np, "bitwise_count") else np.array([m.bit_count() for m in range(1 << n)])
    )
    values = []
    for player in range(n):
        without = masks[masks >> player & 1 == 0]
        gains = worths[without | 1 << player] - worths[without]
        sums = [int(gains[sizes[without] == k].sum()) for k in range(n)]
        values.append(sum(Fraction(g * factorial(k) * factorial(n - k - 1), factorial(n)) for k, g in enumerate(sums)))
    return [Fraction(value) for value in values]


if __name__ == "__main__":
    sys.exit(main())
