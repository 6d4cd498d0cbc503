"""Which edits stand on a routing: those that fit; one that a later change left without ground is set aside."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.edits import Edit, apply, effective
from cofab.core.proposition.demand.routing import Routing


def standing(routing: Routing, edits: Sequence[Edit]) -> tuple[Routing, tuple[Edit, ...]]:
    """Return the routing after every edit that fits, and the edits that no longer do."""
    aside: list[Edit] = []
    for edit in effective(edits):
        try:
            routing = apply(routing, [edit])
        except Refused:
            aside.append(edit)
    return routing, tuple(aside)


def undoable(edits: Sequence[Edit]) -> bool:
    """Tell whether an edit stands that could be taken back."""
    return bool(effective(edits))


def redoable(edits: Sequence[Edit]) -> bool:
    """Tell whether an edit was taken back that could stand again."""
    from cofab.core.proposition.demand.edits import Redo

    try:
        effective([*edits, Redo()])
    except Refused:
        return False
    return True
