"""How time grows with size: a first schedule, a replan, and many orders together; written as a plot with its numbers.

Run `python bench/growth.py [--out docs/images/growth-schedule.svg] [--largest N]`. Processor seconds of one thread,
kernels loaded; the least of three runs. Shops: operations with up to five of 20 machines each, until every rule of
dispatch was tried and the bound is known. Replans: operations running over 40 firms when a machine breaks, until a
checked schedule is there (up to 1,000: more is not done in the days that the calendars hold). Orders: until all are
booked at prices, searched for one round, and the bound is known. One JSON line a claim: with each doubling of the size,
time grows at most fourfold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from math import log10
from pathlib import Path
from time import process_time

from orders import portfolio
from replan import broken, plant
from schedule import large

from cofab.core.creation.schedule.orders.solve import solve as book
from cofab.core.creation.schedule.plant.solve import solve as place
from cofab.core.creation.schedule.shop.arrays import net_of
from cofab.core.creation.schedule.shop.portfolio import Board, Limits, dispatched
from cofab.planner.jobshop import warm

SIZES = (125, 250, 500, 1000, 2000, 4000)
COLOURS = {"a first schedule": "#206bc4", "a replan": "#d63939", "orders together": "#2fb344"}
WIDE, HIGH, LEFT, TOP, RIGHT, BELOW = 720, 420, 80, 40, 170, 50


def schedules(size: int) -> float:
    """Return the seconds to the best of all rules of dispatch for so many operations, with a bound."""
    shop = large(1, max(1, size // 20), 20, 20)
    begun = process_time()
    net = net_of(shop)
    board = Board(Limits(1e9, 1, lambda: 0.0, lambda tasks: None), 0)
    dispatched(shop, net, board)
    took = process_time() - begun
    sys.stderr.write(f"{board.span} within {board.span / board.bound - 1:.3f} of the bound\n")
    return took


def replans(size: int) -> float:
    """Return the seconds to a first checked schedule after a machine broke."""
    world = plant(1, size // 4)
    before = place(world, lambda rounds: rounds >= 1, 1)
    assert before is not None
    hurt, hint = broken(world, before.rows, 96)
    begun = process_time()
    assert place(hurt, lambda rounds: True, 1, hint) is not None
    return process_time() - begun


def orders(size: int) -> float:
    """Return the seconds to bookings of so many orders, at prices, with a bound."""
    world = portfolio(1, size)
    begun = process_time()
    book(world, lambda rounds: rounds >= 1 or process_time() - begun > 60)
    return process_time() - begun


def measured(largest: int) -> dict[str, list[tuple[int, float]]]:
    """Return (size, seconds) by what was measured."""
    ways: dict[str, Callable[[int], float]] = dict(zip(COLOURS, (schedules, replans, orders), strict=True))
    warm()
    found: dict[str, list[tuple[int, float]]] = {}
    for name, way in ways.items():
        way(SIZES[0])
        found[name] = []
        most = min(largest, 1000) if name == "a replan" else largest
        for size in (s for s in SIZES if s <= most):
            seconds = min(way(size) for _ in range(3))
            found[name].append((size, max(seconds, 0.0005)))
            sys.stderr.write(f"{name} {size}: {seconds:.4f} s\n")
    return found


def drawn(found: dict[str, list[tuple[int, float]]]) -> str:
    """Return the plot, both axes by powers of ten, each point with its number."""
    high, low = 2.0, -3.5

    def x(size: float) -> float:
        return LEFT + (log10(size) - log10(100)) / (log10(5000) - log10(100)) * (WIDE - LEFT - RIGHT)

    def y(seconds: float) -> float:
        return TOP + (high - log10(seconds)) / (high - low) * (HIGH - TOP - BELOW)

    title = "Processor seconds of one thread against size"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="11">',
        f'<title>{title}</title><rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-size="14">{title}</text>',
    ]
    for power in range(-3, 3):
        at = y(10.0**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDE - RIGHT}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')  # fmt: skip
    for size in SIZES:
        parts.append(f'<text x="{x(size):.1f}" y="{HIGH - BELOW + 18}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{LEFT}" y="{HIGH - 10}">operations (schedule, replan) or orders</text>')
    for name, points in found.items():
        line = " ".join(f"{x(size):.1f},{y(seconds):.1f}" for size, seconds in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        for size, seconds in points:
            parts.append(f'<circle cx="{x(size):.1f}" cy="{y(seconds):.1f}" r="3" fill="{COLOURS[name]}"/>'
                         f'<text x="{x(size):.1f}" y="{y(seconds) - 7:.1f}" text-anchor="middle" '
                         f'fill="{COLOURS[name]}">{seconds:.3g}</text>')  # fmt: skip
        size, seconds = points[-1]
        parts.append(f'<text x="{x(size) + 22:.1f}" y="{y(seconds) + 4:.1f}" fill="{COLOURS[name]}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> int:
    """Print every claim and write the plot; return 1 where time grows faster."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    args = parser.parse_args()
    found, met = measured(args.largest), True
    for name, points in found.items():
        (first, begun), (last, ended) = points[0], points[-1]
        doublings = max(1.0, (log10(last) - log10(first)) / log10(2))
        each = (ended / begun) ** (1 / doublings)
        text = f"{name}: time by each doubling, {first} to {last}"
        line = {"claim": text, "ours": round(each, 3), "peer": "fourfold",
                "theirs": 4.0, "ratio": round(4 / each, 3), "bar": 4.0, "met": each <= 4, "seeds": 1}  # fmt: skip
        print(json.dumps(line), flush=True)
        met = met and each <= 4
    if args.out:
        args.out.write_text(drawn(found))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
