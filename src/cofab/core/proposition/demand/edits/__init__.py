"""Edits of a routing by a person: a list that only grows, applied to the routing as it was read.

`apply(routing, edits)` returns the routing after the edits; `to_json` and `from_json` carry an edit.
"""

from cofab.core.proposition.demand.edits.apply import apply, effective
from cofab.core.proposition.demand.edits.kinds import (
    Add,
    Change,
    Choose,
    Edit,
    Lock,
    Merge,
    Move,
    Redo,
    Remove,
    Split,
    Undo,
    Unlock,
    from_json,
    to_json,
)

__all__ = [
    "Add",
    "Change",
    "Choose",
    "Edit",
    "Lock",
    "Merge",
    "Move",
    "Redo",
    "Remove",
    "Split",
    "Undo",
    "Unlock",
    "apply",
    "effective",
    "from_json",
    "to_json",
]
