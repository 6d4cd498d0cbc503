"""Apply edits to a routing, each checked: known operations, no circle, nothing locked, nothing cut after a film.

Promises: the routing read from the file is never changed; the same edits on the same routing give the same result;
minutes are conserved by merging and splitting; a locked operation comes out exactly as it went in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.edits import kinds
from cofab.core.proposition.demand.edits.graph import before, into, ordered, out_of, renamed
from cofab.core.proposition.demand.edits.kinds import Edit
from cofab.core.proposition.demand.routing import Alternative, Operation, Requirement, Routing

NO_OPERATION = declare("demand.edit_no_operation", "The routing has no operation {op}.")
NO_ALTERNATIVE = declare("demand.edit_no_alternative", "The routing has no alternative {alternative}.")
LOCKED = declare("demand.edit_locked", "Operation {op} is locked.")
TOO_FEW = declare("demand.edit_too_few", "Merging takes two operations or more.")
APART = declare("demand.edit_apart", "{between} stands between the operations to be merged.")
UNLIKE = declare("demand.edit_unlike", "No machine does {one} and {other} in one operation.")
NOT_ITS = declare("demand.edit_not_its", "Operation {op} does not have the feature {feature}.")
NO_SHARE = declare("demand.edit_share", "The share must lie between nothing and all.")
NEGATIVE = declare("demand.edit_negative", "{field} cannot be negative.")
AFTER_FILM = declare("demand.edit_after_film", "{op} would cut through the film that {film} puts on.")
LAST = declare("demand.edit_last", "A routing needs at least one operation.")
NOTHING_BACK = declare("demand.edit_nothing_back", "There is nothing to undo.")
NOTHING_AGAIN = declare("demand.edit_nothing_again", "There is nothing to redo.")

CUTTING = frozenset({"turning", "milling", "drilling", "boring", "cutting", "sawing", "deburring", "gear", "broaching"})
FILMS = frozenset({"anodising", "plating", "coating", "painting", "conversion"})
TOGETHER = {
    frozenset({"milling", "drilling"}): ("milling", frozenset[str]()),
    frozenset({"milling", "boring"}): ("milling", frozenset[str]()),
    frozenset({"turning", "drilling"}): ("turning", frozenset[str]()),
    frozenset({"turning", "milling"}): ("turning", frozenset({"turn-mill-machining"})),
    frozenset({"turning", "milling", "drilling"}): ("turning", frozenset({"turn-mill-machining"})),
}
"""Families that one machine does in one operation: under which of them, and with which processes."""


def apply(routing: Routing, edits: Sequence[Edit]) -> Routing:
    """Return the routing after the edits. Raises Refused with a `demand.edit_*` code for one that cannot stand."""
    for edit in effective(edits):
        routing = _one(routing, edit)
    return routing


def effective(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that stand once undo and redo are followed."""
    stand: list[Edit] = []
    back: list[Edit] = []
    for edit in edits:
        if isinstance(edit, kinds.Undo):
            if not stand:
                raise Refused(NOTHING_BACK)
            back.append(stand.pop())
        elif isinstance(edit, kinds.Redo):
            if not back:
                raise Refused(NOTHING_AGAIN)
            stand.append(back.pop())
        else:
            stand.append(edit)
            back.clear()
    return tuple(stand)


def _one(routing: Routing, edit: Edit) -> Routing:
    """Apply one edit and check what came out."""
    if isinstance(edit, kinds.Lock | kinds.Unlock):
        _find(routing, edit.op)
        rest = tuple(one for one in routing.locked if one != edit.op)
        return replace(routing, locked=(*rest, edit.op) if isinstance(edit, kinds.Lock) else rest)
    fresh = _edited(routing, edit)
    fresh = replace(fresh, operations=ordered(fresh.operations))
    _check_locked(routing, fresh)
    _check_films(routing, fresh)
    return fresh


def _edited(routing: Routing, edit: Edit) -> Routing:
    if isinstance(edit, kinds.Choose):
        return _choose(routing, edit)
    if isinstance(edit, kinds.Change):
        done = [_changed(o, edit) if o.id == _find(routing, edit.op).id else o for o in routing.operations]
    elif isinstance(edit, kinds.Merge):
        done = _merge(routing, edit)
    elif isinstance(edit, kinds.Split):
        done = _split(routing, edit)
    elif isinstance(edit, kinds.Move):
        done = _move(routing, edit)
    elif isinstance(edit, kinds.Add):
        done = _add(routing, edit)
    elif isinstance(edit, kinds.Remove):
        done = out_of(routing.operations, _find(routing, edit.op))
        if not done:
            raise Refused(LAST)
    else:
        raise Refused(kinds.BAD_EDIT, problem="unknown kind")
    whole = {o.id for o in done} - {*(edit.ops if isinstance(edit, kinds.Merge) else ()), *_parted(edit)}
    kept = tuple(a for a in routing.alternatives if whole.issuperset(a.replaces))
    return replace(routing, operations=tuple(done), alternatives=kept)


def _parted(edit: Edit) -> tuple[str, ...]:
    return (edit.op,) if isinstance(edit, kinds.Split) else ()


def _find(routing: Routing, op: str) -> Operation:
    found = next((o for o in routing.operations if o.id == op), None)
    if found is None:
        raise Refused(NO_OPERATION, op=op)
    return found


def _changed(operation: Operation, edit: kinds.Change) -> Operation:
    """Return the operation with new values; minutes set by hand lose the terms that explained them."""
    counts = {"setups": edit.setups, "setup_s": edit.setup_s, "run_s": edit.run_s, "tolerance_um": edit.tolerance_um}
    for name, value in counts.items():
        if value is not None and value < 0:
            raise Refused(NEGATIVE, field=name)
    need = operation.requirement
    process = operation.process if edit.process is None else edit.process
    any_of = need.any_of if process == operation.process else frozenset[str]()
    need = replace(
        need, process=process, any_of=any_of if edit.any_of is None else frozenset(edit.any_of),
        tolerance_um=need.tolerance_um if edit.tolerance_um is None else edit.tolerance_um,
        skill=need.skill if edit.skill is None else edit.skill,
    )  # fmt: skip
    return replace(
        operation, process=process, requirement=need,
        setups=operation.setups if edit.setups is None else edit.setups,
        setup_s=operation.setup_s if edit.setup_s is None else edit.setup_s,
        run_s=operation.run_s if edit.run_s is None else edit.run_s,
        terms=operation.terms if edit.run_s is None else (),
        note=operation.note if edit.note is None else edit.note,
    )  # fmt: skip


def _merge(routing: Routing, edit: kinds.Merge) -> list[Operation]:
    ops = [o for o in routing.operations if o.id in {_find(routing, one).id for one in edit.ops}]
    if len(ops) < 2:
        raise Refused(TOO_FEW)
    ids = {o.id for o in ops}
    first = ops[0]
    for other in routing.operations:
        if other.id not in ids and ids & before(routing.operations, [other.id]) and other.id in before(
            routing.operations, ids
        ):  # fmt: skip
            raise Refused(APART, between=other.id)
    family, any_of = _family(ops)
    after = tuple(dict.fromkeys(a for o in ops for a in o.after if a not in ids))
    merged = replace(
        first, process=family, requirement=_needs(ops, family, any_of), after=after,
        features=tuple(dict.fromkeys(f for o in ops for f in o.features)), setups=sum(o.setups for o in ops),
        setup_s=sum(o.setup_s for o in ops), run_s=sum(o.run_s for o in ops), terms=_terms(ops),
        note="; ".join(dict.fromkeys(o.note for o in ops if o.note)),
    )  # fmt: skip
    rest = [renamed(o, ids, (first.id,)) for o in routing.operations if o.id not in ids]
    place = next(n for n, o in enumerate(routing.operations) if o.id == first.id)
    return [*rest[:place], merged, *rest[place:]]


def _family(ops: Sequence[Operation]) -> tuple[str, frozenset[str]]:
    """Return the family that does all of them in one operation, and the processes that can."""
    families = frozenset(o.process for o in ops)
    if len(families) == 1:
        asked = [o.requirement.any_of for o in ops if o.requirement.any_of]
        common = frozenset.intersection(*asked) if asked else frozenset()
        if asked and not common:
            raise Refused(UNLIKE, one=min(asked[0]), other=min(asked[-1]))
        return next(iter(families)), common
    if families not in TOGETHER:
        one, other, *_ = sorted(families)
        raise Refused(UNLIKE, one=one, other=other)
    return TOGETHER[families]


def _needs(ops: Sequence[Operation], family: str, any_of: frozenset[str]) -> Requirement:
    """Return what the merged operation asks: the largest size, the tightest tolerance, every certificate."""
    needs = [o.requirement for o in ops]
    size = [max(n.size_um[k] for n in needs) for k in range(3)]
    return replace(
        needs[0], process=family, any_of=any_of, size_um=(size[0], size[1], size[2]),
        tolerance_um=min((n.tolerance_um for n in needs if n.tolerance_um), default=0),
        certificates=frozenset[str]().union(*(n.certificates for n in needs)),
        skill=next((n.skill for n in needs if n.skill), ""),
    )  # fmt: skip


def _terms(ops: Sequence[Operation]) -> tuple[tuple[str, int], ...]:
    """Return the terms added up, none where one of the operations has none or the families differ."""
    if len({o.process for o in ops}) > 1 or not all(o.terms for o in ops):
        return ()
    total: Counter[str] = Counter()
    for operation in ops:
        total.update(dict(operation.terms))
    return tuple(total.items())


def _split(routing: Routing, edit: kinds.Split) -> list[Operation]:
    whole = _find(routing, edit.op)
    for feature in edit.features:
        if feature not in whole.features:
            raise Refused(NOT_ITS, op=whole.id, feature=feature)
    if not 0 < edit.share_ppm < 1_000_000:
        raise Refused(NO_SHARE)
    run, setup = (s * edit.share_ppm // 1_000_000 for s in (whole.run_s, whole.setup_s))
    second_setups = max(1, whole.setups // 2)
    rest = tuple(f for f in whole.features if f not in edit.features)
    first = replace(whole, features=rest, run_s=whole.run_s - run, setup_s=whole.setup_s - setup,
                    setups=max(1, whole.setups - second_setups), terms=())  # fmt: skip
    second = replace(whole, id=_fresh(routing, whole.id), features=edit.features, run_s=run, setup_s=setup,
                     setups=second_setups, terms=(), after=whole.after if edit.beside else (whole.id,))  # fmt: skip
    follow = (first.id, second.id) if edit.beside else (second.id,)
    done: list[Operation] = []
    for one in routing.operations:
        done += [first, second] if one.id == whole.id else [renamed(one, {whole.id}, follow)]
    return done


def _fresh(routing: Routing, stem: str) -> str:
    """Return the first of stem.2, stem.3, ... that neither an operation nor an alternative has."""
    taken = {o.id for o in routing.operations} | {o.id for a in routing.alternatives for o in a.operations}
    return next(name for n in range(2, len(taken) + 3) if (name := f"{stem}.{n}") not in taken)


def _move(routing: Routing, edit: kinds.Move) -> list[Operation]:
    moved = _find(routing, edit.op)
    for one in edit.after:
        _find(routing, one)
    if edit.op in edit.after:
        raise Refused(kinds.BAD_EDIT, problem="an operation cannot follow itself")
    return into(out_of(routing.operations, moved), replace(moved, after=tuple(dict.fromkeys(edit.after))))


def _add(routing: Routing, edit: kinds.Add) -> list[Operation]:
    for one in edit.after:
        _find(routing, one)
    for name, value in (("setup_s", edit.setup_s), ("run_s", edit.run_s)):
        if value < 0:
            raise Refused(NEGATIVE, field=name)
    like = routing.operations[0]
    need = Requirement(edit.process, frozenset(edit.any_of), like.requirement.size_um, 0, like.requirement.material)
    return into(routing.operations, Operation(
        _fresh(routing, "x"), edit.process, need, tuple(dict.fromkeys(edit.after)), (), 1, edit.setup_s, edit.run_s,
        like.area_mm2, like.weight_g, edit.note))  # fmt: skip


def _choose(routing: Routing, edit: kinds.Choose) -> Routing:
    """Swap the alternative in; the others that replaced one of the operations gone are no longer open."""
    taken = next((a for a in routing.alternatives if a.id == edit.alternative), None)
    if taken is None:
        raise Refused(NO_ALTERNATIVE, alternative=edit.alternative)
    gone = {_find(routing, one).id: _find(routing, one) for one in taken.replaces}
    outside = tuple(dict.fromkeys(a for o in gone.values() for a in o.after if a not in gone))
    inner = {o.id for o in taken.operations}
    heads = [o if set(o.after) & inner else replace(o, after=outside) for o in taken.operations]
    ends = tuple(o.id for o in heads if not any(o.id in other.after for other in heads))
    rest = [renamed(o, gone, ends) for o in routing.operations if o.id not in gone]
    place = min(n for n, o in enumerate(routing.operations) if o.id in gone)
    swapped = Alternative(
        taken.id, tuple(o.id for o in heads), tuple(gone.values()), taken.code, taken.facts, -taken.delta_minor
    )
    others = tuple(a for a in routing.alternatives if a.id != taken.id and not set(a.replaces) & gone.keys())
    return replace(routing, operations=(*rest[:place], *heads, *rest[place:]), alternatives=(*others, swapped))


def _check_locked(old: Routing, new: Routing) -> None:
    there = {o.id: o for o in new.operations}
    for one in old.locked:
        if there.get(one) != _find(old, one):
            raise Refused(LOCKED, op=one)


def _check_films(old: Routing, new: Routing) -> None:
    """Refuse an edit that puts cutting behind a film, where it did not stand before."""
    for found in sorted(_cut_films(new) - _cut_films(old)):
        raise Refused(AFTER_FILM, op=found[0], film=found[1])


def _cut_films(routing: Routing) -> set[tuple[str, str]]:
    films = {o.id for o in routing.operations if o.process in FILMS}
    return {(o.id, film) for o in routing.operations if o.process in CUTTING
            for film in before(routing.operations, [o.id]) & films}  # fmt: skip
