"""Reading a flexible job shop as researchers exchange it: the `.fjs` text format.

First line: jobs, machines and, optionally, the mean number of machines an operation. Then a line for each job: its
number of operations and, for each, its number of ways and for each way a machine and its time. Machines are numbered
from 0 or, as most collections do, from 1: a file in which the number of machines occurs and 0 does not is read from 1.
Empty lines and lines that begin with # or // are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from cofab.core.creation.schedule.shop.problem import Operation, Shop, Way
from cofab.core.kernel.refusal import Refused, declare

NOT_FJS = declare("schedule.not_fjs", "Line {line} of the job shop: {problem}.")
TOO_LARGE = declare("schedule.too_large", "The job shop is larger than {limit} ways, or longer than {ticks} ticks.")

WAYS, TICKS = 2_000_000, 1_000_000_000


def shop_of(text: str, factories: int = 1) -> Shop:
    """Return the job shop that a text in the `.fjs` format tells, in so many equal factories, machines from 0.

    Refuses anything else, naming the line (from 1).
    """
    lines = enumerate(text.removeprefix("\ufeff").splitlines(), 1)
    rows = [(n, row.split()) for n, row in lines if row.strip() and not row.lstrip().startswith(("#", "//"))]
    if not rows:
        raise Refused(NOT_FJS, line=1, problem="there is nothing")
    line, words = rows[0]
    if len(words) not in (2, 3):
        raise Refused(NOT_FJS, line=line, problem="the first line holds the numbers of jobs and machines")
    jobs, machines = (_number(word, line, 1) for word in words[:2])
    if len(rows) - 1 != jobs:
        raise Refused(NOT_FJS, line=line, problem=f"{jobs} jobs are named and {len(rows) - 1} lines follow")
    read = [(_job(row, n, machines), n) for n, row in rows[1:]]
    shop = Shop(machines, tuple(_from_zero(read, machines)), factories)
    _refuse_large(shop)
    return shop


def _from_zero(read: list[tuple[tuple[Operation, ...], int]], machines: int) -> Iterator[tuple[Operation, ...]]:
    """Yield the jobs with machines numbered from 0, whichever way the file has it."""
    numbers = {way.machine for job, _ in read for op in job for way in op}
    shift = int(machines in numbers and 0 not in numbers)
    for job, line in read:
        if not shift and any(way.machine >= machines for op in job for way in op):
            raise Refused(NOT_FJS, line=line, problem=f"machines are numbered from 0 to {machines - 1}")
        yield tuple(tuple(Way(way.machine - shift, way.ticks) for way in op) for op in job) if shift else job


def _number(word: str, line: int, least: int) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 10 and int(word) >= least):
        raise Refused(NOT_FJS, line=line, problem=f"{word[:20]!r} is no whole number from {least}")
    return int(word)


def _job(words: list[str], line: int, machines: int) -> tuple[Operation, ...]:
    numbers = iter(_number(word, line, 0) for word in words)
    operations = tuple(_operation(numbers, line, machines) for _ in range(_next(numbers, line)))
    if next(numbers, None) is not None:
        raise Refused(NOT_FJS, line=line, problem="numbers are left over")
    if not operations:
        raise Refused(NOT_FJS, line=line, problem="a job without operations")
    return operations


def _operation(numbers: Iterator[int], line: int, machines: int) -> Operation:
    pairs = [(_next(numbers, line), _next(numbers, line)) for _ in range(_next(numbers, line))]
    if not pairs:
        raise Refused(NOT_FJS, line=line, problem="an operation that no machine can do")
    if any(machine > machines for machine, _ in pairs):
        raise Refused(NOT_FJS, line=line, problem=f"there are {machines} machines")
    quickest: dict[int, int] = {}
    for machine, ticks in pairs:
        quickest[machine] = min(ticks, quickest.get(machine, ticks))
    return tuple(Way(machine, ticks) for machine, ticks in quickest.items())


def _next(numbers: Iterator[int], line: int) -> int:
    found = next(numbers, None)
    if found is None:
        raise Refused(NOT_FJS, line=line, problem="the line ends too early")
    return found


def _refuse_large(shop: Shop) -> None:
    ways = sum(len(op) for job in shop.jobs for op in job) * shop.factories
    ticks = sum(max(way.ticks for way in op) for job in shop.jobs for op in job)
    if ways > WAYS or ticks > TICKS:
        raise Refused(TOO_LARGE, limit=WAYS, ticks=TICKS)
