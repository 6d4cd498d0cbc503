"""From planned operations to work orders: what is made in one clamping is one work order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cofab.apps.creation.agree.mappers import asks_of
from cofab.core.creation.plan.model import PlannedOperation
from cofab.core.kernel.window import Window

Times = Mapping[str, tuple[int, int]]
"""By operation: planned seconds of one set-up and of one piece."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one machine is to do: its key, the operations' names joined by "+", when, how many, planned seconds."""

    machine: str
    op: str
    lot: int
    window: Window
    quantity: int
    setup_s: int
    piece_s: int


def tasks_of(operations: Sequence[PlannedOperation], times: Times) -> list[Task]:
    """Return the tasks of a plan's operations; without `times` a task's seconds are left 0."""
    tasks = []
    for ask in asks_of(operations):
        names = ask.op.split("+")
        share = [op for op in operations if op.op in names and (op.machine, op.lot) == (ask.machine_key, ask.lot)]
        known = [times[name] for name in names if name in times]
        setup = max((setup for setup, _ in known), default=0)
        piece = sum(piece for _, piece in known)
        quantity = max(op.quantity for op in share)
        tasks.append(Task(ask.machine_key, ask.op, ask.lot, ask.window, quantity, setup, piece))
    return tasks
