"""The precedence of a routing as a graph: what comes before what, and an order that respects it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.routing import Operation

CYCLE = declare("demand.edit_cycle", "Then {op} would have to come before itself.")


def before(operations: Sequence[Operation], ids: Iterable[str]) -> set[str]:
    """Return all operations that come before any of `ids`, directly or not."""
    by_id = {o.id: o for o in operations}
    found: set[str] = set()
    edge = [a for i in ids for a in by_id[i].after]
    while edge:
        one = edge.pop()
        if one not in found:
            found.add(one)
            edge += by_id[one].after
    return found


def ordered(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return the operations so that each comes after its predecessors, else as they stand; refuses a circle."""
    left, done, found = list(operations), set[str](), list[Operation]()
    while left:
        ready = next((o for o in left if done.issuperset(o.after)), None)
        if ready is None:
            raise Refused(CYCLE, op=left[0].id)
        left.remove(ready)
        done.add(ready.id)
        found.append(ready)
    return tuple(found)


def renamed(operation: Operation, gone: Iterable[str], fresh: Sequence[str]) -> Operation:
    """Return the operation with `fresh` where any of `gone` stood among what it comes after, each once."""
    lost = set(gone)
    if not lost & set(operation.after):
        return operation
    after: list[str] = []
    for one in operation.after:
        after += fresh if one in lost else [one]
    return replace(operation, after=tuple(one for one in dict.fromkeys(after) if one != operation.id))


def out_of(operations: Sequence[Operation], gone: Operation) -> list[Operation]:
    """Return the operations without `gone`: what came after it comes after what came before it."""
    return [renamed(o, {gone.id}, gone.after) for o in operations if o.id != gone.id]


def into(operations: Sequence[Operation], new: Operation) -> list[Operation]:
    """Return the operations with `new` right behind its predecessors: what followed them follows it."""
    earlier = before(operations, new.after) | set(new.after)
    follows = set(new.after)
    found = []
    for one in operations:
        if one.id not in earlier and (follows & set(one.after) if follows else not one.after):
            kept = tuple(a for a in one.after if a not in follows)
            found.append(replace(one, after=(*kept, new.id)))
        else:
            found.append(one)
    place = max((n + 1 for n, o in enumerate(operations) if o.id in follows), default=0)
    return [*found[:place], new, *found[place:]]
