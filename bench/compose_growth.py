"""Time against size: a whole front and up to five plans over 1,000 to 1,000,000 offers, drawn from what is measured.

Run `python bench/compose_growth.py`. Prints one JSON line a size and writes docs/images/compose-growth.svg.
The worlds and the demands are those of `compose_whole.py`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from math import log10
from pathlib import Path

import numpy as np
from compose_whole import answer, demand, taken, world

GROWTH = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
IMAGE = Path(__file__).parent.parent / "docs" / "images" / "compose-growth.svg"


def main() -> int:
    """Measure, print one line a size and write the picture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--demands", type=int, default=4, help="in each of five worlds")
    demands = parser.parse_args().demands
    answer(world(0, 2_000), demand(0), {})
    rows = []
    for size in GROWTH:
        took = taken(size, demands)
        rows.append((size, statistics.median(took.whole), float(np.quantile(took.whole, 0.95))))
        print(json.dumps({"offers": size, "p50": round(rows[-1][1], 4), "p95": round(rows[-1][2], 4)}), flush=True)
    IMAGE.write_text(drawn(rows))
    return 0


def drawn(rows: list[tuple[int, float, float]]) -> str:
    """Return median and 95th percentile against offers as an SVG, both axes in powers of ten."""
    xs, ys = (3, 6), (-3, 0)

    def at(x: float, y: float) -> str:
        return f"{70 + 520 * (log10(x) - xs[0]) / (xs[1] - xs[0]):.1f},{330 - 300 * (log10(y) - ys[0]) / 3:.1f}"

    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 380" font-family="sans-serif" font-size="13">',
             '<title>Seconds for a whole front and up to five plans, against offers</title>',
             '<rect width="640" height="380" fill="#fff"/>']  # fmt: skip
    for e in range(xs[0], xs[1] + 1):
        x = at(10**e, 1).split(",")[0]
        parts.append(
            f'<path d="M{x} 30V330" stroke="#ddd"/><text x="{x}" y="350" text-anchor="middle">{10**e:,}</text>'
        )
    for e in range(ys[0], ys[1] + 1):
        y = at(1_000, 10**e).split(",")[1]
        parts.append(
            f'<path d="M70 {y}H590" stroke="#ddd"/><text x="62" y="{y}" dy="4" text-anchor="end">{10.0**e:g} s</text>'
        )
    for column, colour, name in ((1, "#206bc4", "median"), (2, "#d63939", "95th percentile")):
        dots = [at(row[0], row[column]) for row in rows]
        parts.append(f'<polyline points="{" ".join(dots)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{d.split(",")[0]}" cy="{d.split(",")[1]}" r="4" fill="{colour}"/>' for d in dots]
        parts.append(f'<text x="90" y="{30 + 20 * column}" fill="{colour}">{name}, one thread</text>')
    return "\n".join([*parts, '<text x="330" y="372" text-anchor="middle">offers</text>', "</svg>", ""])


if __name__ == "__main__":
    sys.exit(main())
