"""A choice problem: jobs that each have several ways to be done, of which some exclude each other.

A way is a set of bookings with what it costs others: the firms it touches, how late it gets, its price.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Booking:
    """Machine `machine` taken in ticks [start, end)."""

    machine: str
    start: int
    end: int

    def clashes(self, other: Booking) -> bool:
        """Tell whether both want one machine at one time."""
        return self.machine == other.machine and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do a job: its bookings, firms touched, seconds late, and price in minor units."""

    id: str
    bookings: tuple[Booking, ...]
    touches: frozenset[str]
    late_s: int
    cost_minor: int

    def clashes(self, other: Way) -> bool:
        """Tell whether two ways exclude each other."""
        return any(a.clashes(b) for a in self.bookings for b in other.bookings)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done in exactly one of its ways."""

    id: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Jobs to be done together."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The way chosen for each job, by job id; `proven` where nothing better exists among the ways given."""

    chosen: dict[str, Way]
    proven: bool
