"""The kinds of edits, as values that JSON can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from cofab.core.kernel.refusal import Refused, declare

BAD_EDIT = declare("demand.bad_edit", "This is not an edit of a routing: {problem}.")


@dataclass(frozen=True, slots=True)
class Change:
    """Change values of an operation; None leaves a value. Seconds and set-ups are whole and not negative."""

    op: str
    setups: int | None = None
    setup_s: int | None = None
    run_s: int | None = None
    tolerance_um: int | None = None
    process: str | None = None
    any_of: tuple[str, ...] | None = None
    skill: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one operation of several that one machine can do; it keeps the first one's id and all minutes."""

    ops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Part `features` and `share_ppm` of an operation's minutes off into a second one, after it or beside it."""

    op: str
    features: tuple[str, ...] = ()
    share_ppm: int = 500_000
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Take an operation out of its place and put it right behind those in `after` (none: to the beginning)."""

    op: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """Fix an operation: no edit may touch it until it is unlocked."""

    op: str


@dataclass(frozen=True, slots=True)
class Unlock:
    """Let an operation be edited again."""

    op: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Take an alternative; what it replaces becomes the alternative of the same id."""

    alternative: str


@dataclass(frozen=True, slots=True)
class Add:
    """Put a new operation of a process family right behind those in `after`."""

    process: str
    after: tuple[str, ...] = ()
    setup_s: int = 0
    run_s: int = 0
    any_of: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """Leave an operation out; what came after it comes after what came before it."""

    op: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last edit that stands."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Make the last edit taken back stand again; an edit after an undo leaves nothing to redo."""


Edit = Change | Merge | Split | Move | Lock | Unlock | Choose | Add | Remove | Undo | Redo
KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (Change, Merge, Split, Move, Lock, Unlock, Choose, Add, Remove, Undo, Redo)
}  # fmt: skip
_LISTS = {"ops", "features", "after", "any_of"}
_COUNTS = {"setups", "setup_s", "run_s", "tolerance_um", "share_ppm"}


def to_json(edit: Edit) -> dict[str, Any]:
    """Return the edit as a JSON object with its `kind`; values that stand at None are left out."""
    said = {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(edit).items() if v is not None}
    return {"kind": type(edit).__name__.lower(), **said}


def from_json(data: Mapping[str, Any]) -> Edit:
    """Return the edit that a JSON object says. Raises Refused(BAD_EDIT) for anything else."""
    kind = KINDS.get(str(data.get("kind", "")))
    if kind is None:
        raise Refused(BAD_EDIT, problem="unknown kind")
    known = {f.name for f in fields(kind)}
    said = {key: _value(key, value) for key, value in data.items() if key != "kind"}
    if said.keys() - known:
        raise Refused(BAD_EDIT, problem="unknown field " + sorted(said.keys() - known)[0])
    try:
        edit: Edit = kind(**said)
    except TypeError as wrong:
        raise Refused(BAD_EDIT, problem="a field is missing") from wrong
    return edit


def _value(key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in _LISTS:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise Refused(BAD_EDIT, problem=f"{key} is no list of names")
        return tuple(value)
    wanted: type[Any] = bool if key == "beside" else int if key in _COUNTS else str
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise Refused(BAD_EDIT, problem=f"{key} has a wrong value")
    return value
