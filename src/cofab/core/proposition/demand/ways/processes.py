"""An operation, or a whole chain, of any process of the vocabulary: for a piece whose size, weight and surface are
known, with set-up, seconds, skill and the licence that wet processes need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.core.proposition.demand.ways.table import PROCESSES

DEFAULT_PROCESSES = RuleSet("demand.processes", 1, PROCESSES)
UNKNOWN = declare("demand.unknown_process", "The vocabulary has no process {process}.")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a process needs to know of a piece."""

    size_um: tuple[int, int, int] = (0, 0, 0)
    weight_g: int = 0
    area_mm2: int = 0
    group: str = ""


def family_of(process: str, rules: RuleSet = DEFAULT_PROCESSES) -> str:
    """Return the family that a routing asks for. Raises Refused(UNKNOWN)."""
    return str(_row(process, rules)[0])


def hourly_minor(process: str, rules: RuleSet = DEFAULT_PROCESSES) -> tuple[int, int]:
    """Return what an hour of the process costs, low and high, in fen."""
    row = _row(process, rules)
    return int(row[6]) * 100, int(row[7]) * 100


def operation_of(process: str, piece: Piece, op: str = "o1", after: tuple[str, ...] = (),
                 rules: RuleSet = DEFAULT_PROCESSES) -> Operation:  # fmt: skip
    """Return the operation of a process by its vocabulary id. Raises Refused(UNKNOWN) for an unknown one."""
    row = _row(process, rules)
    family, _, setup, counted, seconds, skill, *_ = row
    each = {"kg": piece.weight_g * seconds // 1000, "dm2": piece.area_mm2 * seconds // 10_000}
    once = 60 * int(setup) + (int(seconds) if counted == "order" else 0)
    run = 0 if counted == "order" else max(1, each.get(counted, int(seconds)))
    need = Requirement(family, frozenset({process}), piece.size_um, 0, piece.group, frozenset(), skill)
    return Operation(op, family, need, after, (), 1, once, run, piece.area_mm2, piece.weight_g)


def chain_of(processes: Sequence[str], piece: Piece, rules: RuleSet = DEFAULT_PROCESSES) -> Routing:
    """Return a routing of processes in the order of their stages, and as given within one stage.

    Processes of one stage that are not the same family come one after the other too: a chain is what nobody refined.
    """
    found: list[Operation] = []
    for process in sorted(processes, key=lambda p: int(_row(p, rules)[1])):
        after = (found[-1].id,) if found else ()
        found.append(operation_of(process, piece, f"o{len(found) + 1}", after, rules))
    return Routing(tuple(found))


def _row(process: str, rules: RuleSet) -> Sequence[Any]:
    if process not in rules.values:
        raise Refused(UNKNOWN, process=process)
    row: Sequence[Any] = rules[process]
    return row
