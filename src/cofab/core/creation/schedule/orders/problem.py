"""Orders over the free windows of many firms' machines, and a set of bookings for them. Times are whole ticks.

- A machine's **stretches** are runs of free windows; work may pause between the windows of one stretch, never from one
  stretch to the next (somebody else's work lies between).
- An order is a chain of operations that begins at `release` or later and is at its `destination` by `due`. What it
  costs is the sum of its ways and of its legs: `load` times the price of carriage from site to site.
- An order that finds no room is **left**, at `leave`: what it costs to have it made elsewhere, later, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine at a site, with the stretches in which it is free."""

    stretches: tuple[tuple[Interval, ...], ...]
    site: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One machine that can do an operation, the working ticks (1 or more) that it takes there, and its price."""

    machine: int
    ticks: int
    cost: int


@dataclass(frozen=True, slots=True)
class Order:
    """`operations[o]` are the ways of operation o; `leave` is at least 0."""

    operations: tuple[tuple[Way, ...], ...]
    release: int
    due: int
    destination: int
    leave: int
    load: int = 1


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Machines, orders, and carriage from site to site in ticks and in price per load."""

    machines: tuple[Machine, ...]
    orders: tuple[Order, ...]
    ticks: tuple[tuple[int, ...], ...] = ((0,),)
    cost: tuple[tuple[int, ...], ...] = ((0,),)


@dataclass(frozen=True, slots=True)
class Row:
    """Operation `op` of order `order` on a machine in [start, end), pauses included."""

    order: int
    op: int
    machine: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Booked:
    """Bookings, the orders left, what all cost together, and the bound: no other bookings cost less."""

    rows: tuple[Row, ...]
    left: tuple[int, ...]
    value: int
    bound: int
    rounds: int = 0

    @property
    def gap_ppm(self) -> int:
        """Return how far above the bound the cost is."""
        return (self.value - self.bound) * 1_000_000 // max(1, self.bound)
