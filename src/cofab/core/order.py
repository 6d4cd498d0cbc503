"""The whole life of an order, as one readable table. Read this file first.

An order is nothing of its own: it is what the steps' lifecycles say together. Each row below is one stop on the way,
with the step that decides it, whose move it is, and how its state follows from what the steps know. Stores nothing.

Promises: every order is at exactly one stop; a stop that is done stays done unless its step takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

DONE, NOW, TROUBLE, AHEAD = "done", "now", "trouble", "ahead"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the steps know of an order.

    `order` and the tuples of states are the steps' own lifecycle states; `payment` is "none", "asked", "secured" or
    "released"; `pieces_done` of `pieces` counts the slowest operation; `machine_down` tells that a machine of an
    open work order is down; `rated` counts the sides that have rated, of `raters`.
    """

    order: str = "draft"
    requests: tuple[str, ...] = ()
    payment: str = "none"
    work: tuple[str, ...] = ()
    pieces_done: int = 0
    pieces: int = 0
    machine_down: bool = False
    inspection: str = ""
    shipments: tuple[str, ...] = ()
    acceptance: str = ""
    rated: int = 0
    raters: int = 2


SIGNED = frozenset({"signed", "running", "delivered", "accepted", "closed"})
FUNDED = frozenset({"running", "delivered", "accepted", "closed"})
ARRIVED = frozenset({"delivered", "accepted", "closed"})
ENDED = frozenset({"cancelled", "lapsed"})


def _settled(states: tuple[str, ...], ends: frozenset[str]) -> bool:
    return bool(states) and all(state in ends for state in states)


def _made(facts: Facts) -> bool:
    return _settled(facts.work, frozenset({"done", "moved", "cancelled"})) or facts.order in ARRIVED


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: its `name`, the `step` that decides it, who moves, and when it is done or in trouble."""

    name: str
    step: str
    mover: str
    done: Callable[[Facts], bool]
    trouble: Callable[[Facts], bool] = lambda facts: False


LIFE: tuple[Stop, ...] = (
    Stop("reserved", "creation.agree", "buyer", lambda f: f.order not in {"draft", *ENDED}),
    Stop(
        "agreed",
        "creation.agree",
        "firms",
        lambda f: f.order in {"agreed", *SIGNED},
        lambda f: any(state in {"declined", "countered"} for state in f.requests),
    ),
    Stop("signed", "creation.agree", "parties", lambda f: f.order in SIGNED),
    Stop("secured", "realisation.ledger", "buyer", lambda f: f.payment in {"secured", "released"}),
    Stop("produced", "creation.produce", "firms", _made, lambda f: f.machine_down),
    Stop(
        "inspected",
        "creation.inspect",
        "inspector",
        lambda f: f.inspection == "passed" or f.order in ARRIVED,
        lambda f: f.inspection == "failed",
    ),
    Stop(
        "delivered",
        "creation.deliver",
        "carrier",
        lambda f: f.order in ARRIVED,
        lambda f: "lost" in f.shipments,
    ),
    Stop(
        "accepted",
        "creation.deliver",
        "buyer",
        lambda f: f.order in {"accepted", "closed"},
        lambda f: f.acceptance == "refused",
    ),
    Stop("paid", "realisation.settle", "custodian", lambda f: f.payment == "released"),
    Stop("rated", "realisation.rate", "both", lambda f: f.order == "closed" or f.rated >= f.raters > 0),
)


@dataclass(frozen=True, slots=True)
class Station:
    """A stop of one order with its state: done, now, trouble or ahead."""

    stop: Stop
    state: str


def life(facts: Facts) -> tuple[Station, ...]:
    """Return every stop with its state. The first that is not done is where the order stands."""
    stations: list[Station] = []
    standing = False
    for stop in LIFE:
        if stop.done(facts):
            stations.append(Station(stop, DONE))
        elif not standing:
            standing = True
            stations.append(Station(stop, TROUBLE if stop.trouble(facts) else NOW))
        else:
            stations.append(Station(stop, AHEAD))
    return tuple(stations)


def standing(facts: Facts) -> Stop | None:
    """Return the stop where the order stands, or None when its life is over (closed, cancelled, lapsed)."""
    if facts.order in ENDED:
        return None
    return next((station.stop for station in life(facts) if station.state in {NOW, TROUBLE}), None)


def progress_ppm(facts: Facts) -> int:
    """Return the share of pieces made by the slowest operation, in parts per million."""
    return facts.pieces_done * 1_000_000 // facts.pieces if facts.pieces else 0
