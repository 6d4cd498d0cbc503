"""Edits of a routing: undo is exact, no circles, locked steps stay, merging and splitting keep every minute."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.proposition.demand.parts import BRIEF, housing

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.edits import (
    Add,
    Change,
    Choose,
    Lock,
    Merge,
    Move,
    Redo,
    Remove,
    Split,
    Undo,
    Unlock,
    apply,
    from_json,
    to_json,
)
from cofab.core.proposition.demand.edits.graph import before
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.routing import Alternative, Operation, Requirement, Routing

HOUSING = routing_of(housing(), BRIEF)
FAMILIES = ("milling", "drilling", "turning", "deburring", "grinding", "welding", "anodising", "inspection")
IDS = tuple(f"o{n}" for n in range(1, 7))


def op(name, process="milling", after=(), **more):
    return Operation(name, process, Requirement(process), tuple(after), **more)


@st.composite
def routings(draw):
    operations = []
    for n, name in enumerate(IDS[: draw(st.integers(1, 6))]):
        after = draw(st.lists(st.sampled_from(IDS[:n]), max_size=2, unique=True)) if n else []
        times = {"setups": draw(st.integers(1, 4)), "setup_s": draw(st.integers(0, 9_999)),
                 "run_s": draw(st.integers(0, 9_999))}  # fmt: skip
        features = tuple(draw(st.lists(st.sampled_from(("f1", "f2", "f3")), max_size=3, unique=True)))
        operations.append(op(name, draw(st.sampled_from(FAMILIES)), after, features=features, **times))
    other = Alternative("a1", (operations[0].id,), (op("a1.1", "casting"), op("a1.2", "milling", ("a1.1",))))
    return Routing(tuple(operations), (), (other,))


NAMES = st.sampled_from((*IDS, "o1.2", "x.2", "a1.1", "a1.2"))
EDITS = st.one_of(
    st.builds(Change, NAMES, run_s=st.integers(-1, 999), process=st.sampled_from((None, *FAMILIES))),
    st.builds(Merge, st.lists(NAMES, min_size=1, max_size=3).map(tuple)),
    st.builds(Split, NAMES, st.lists(st.sampled_from(("f1", "f2")), max_size=2, unique=True).map(tuple),
              st.integers(0, 1_000_000), st.booleans()),
    st.builds(Move, NAMES, st.lists(NAMES, max_size=2).map(tuple)),
    st.builds(Lock, NAMES), st.builds(Unlock, NAMES), st.builds(Remove, NAMES), st.builds(Choose, st.just("a1")),
    st.builds(Add, st.sampled_from(FAMILIES), st.lists(NAMES, max_size=1).map(tuple), st.integers(0, 99)),
)  # fmt: skip


def standing(routing, edits):
    """Return the edits of which each stands when the ones before it do."""
    kept = []
    for edit in edits:
        try:
            apply(routing, [*kept, edit])
        except Refused:
            continue
        kept.append(edit)
    return kept


@settings(deadline=None, max_examples=150)
@given(routings(), st.lists(EDITS, max_size=8))
def test_precedence_stays_a_graph_without_circles_in_its_order(routing, edits):
    done = apply(routing, standing(routing, edits))
    seen = set()
    for one in done.operations:
        assert seen.issuperset(one.after), "an operation stands before one it comes after"
        seen.add(one.id)
    assert len(seen) == len(done.operations)
    assert set(done.locked) <= seen
    assert all(seen.issuperset(a.replaces) for a in done.alternatives)


@settings(deadline=None, max_examples=100)
@given(routings(), st.lists(EDITS, max_size=6))
def test_undo_takes_back_and_redo_brings_back_exactly(routing, edits):
    kept = standing(routing, edits)
    for n in range(len(kept)):
        some = kept[: n + 1]
        assert apply(routing, [*some, Undo()]) == apply(routing, some[:-1])
        assert apply(routing, [*some, Undo(), Redo()]) == apply(routing, some)
    assert apply(routing, [*kept, *[Undo()] * len(kept)]) == routing


@settings(deadline=None, max_examples=100)
@given(routings(), st.lists(EDITS, max_size=6), EDITS)
def test_a_locked_operation_comes_out_as_it_went_in(routing, edits, last):
    done = apply(routing, standing(routing, edits))
    try:
        after = apply(done, [last])
    except Refused:
        return
    there = {o.id: o for o in after.operations}
    for one in done.operations:
        if one.id in done.locked:
            assert there[one.id] == one


@settings(deadline=None, max_examples=100)
@given(routings(), st.lists(EDITS, max_size=4), EDITS.filter(lambda e: isinstance(e, Merge | Split | Move)))
def test_merging_splitting_and_moving_keep_every_second_and_feature(routing, edits, last):
    done = apply(routing, standing(routing, edits))
    try:
        after = apply(done, [last])
    except Refused:
        return
    for name in ("setup_s", "run_s"):
        assert sum(getattr(o, name) for o in done.operations) == sum(getattr(o, name) for o in after.operations)
    features = [{f for o in r.operations for f in o.features} for r in (done, after)]
    assert features[0] == features[1]


@settings(max_examples=100)
@given(EDITS)
def test_json_carries_every_edit(edit):
    assert from_json(to_json(edit)) == edit


@pytest.mark.parametrize(
    "data",
    [{}, {"kind": "explode"}, {"kind": "move"}, {"kind": "lock", "op": 3}, {"kind": "lock", "op": "o1", "x": 1},
     {"kind": "merge", "ops": "o1"}, {"kind": "change", "op": "o1", "run_s": True}],
)  # fmt: skip
def test_what_is_no_edit_is_refused(data):
    with pytest.raises(Refused) as caught:
        from_json(data)
    assert caught.value.code == "demand.bad_edit"


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([Lock("o1"), Change("o1", run_s=5)], "demand.edit_locked"),
        ([Lock("o2"), Remove("o1")], "demand.edit_locked"),
        ([Change("o9", run_s=5)], "demand.edit_no_operation"),
        ([Change("o1", run_s=-5)], "demand.edit_negative"),
        ([Merge(("o1",))], "demand.edit_too_few"),
        ([Merge(("o1", "o3"))], "demand.edit_apart"),
        ([Merge(("o3", "o4"))], "demand.edit_unlike"),
        ([Move("o2", ("o4",))], "demand.edit_after_film"),
        ([Split("o1", share_ppm=1_000_000)], "demand.edit_share"),
        ([Split("o1", ("f99",))], "demand.edit_not_its"),
        ([Choose("a7")], "demand.edit_no_alternative"),
        ([Undo()], "demand.edit_nothing_back"),
        ([Redo()], "demand.edit_nothing_again"),
        ([Lock("o1"), Undo(), Lock("o2"), Redo()], "demand.edit_nothing_again"),
    ],
)
def test_each_wrong_edit_has_its_code(edits, code):
    with pytest.raises(Refused) as caught:
        apply(HOUSING, edits)
    assert caught.value.code == code


def test_turning_and_milling_merge_on_a_turn_mill():
    done = apply(HOUSING, [Merge(("o1", "o2"))])
    first = done.operations[0]
    assert (first.process, first.requirement.any_of) == ("turning", {"turn-mill-machining"})
    assert first.requirement.tolerance_um == 25
    assert [o.id for o in done.operations] == ["o1", "o3", "o4", "o5"]
    assert done.operations[1].after == ("o1",)


def test_a_step_is_moved_and_all_follow():
    done = apply(HOUSING, [Move("o2", ())])
    assert [o.id for o in done.operations] == ["o2", "o1", "o3", "o4", "o5"]
    assert [o.after for o in done.operations] == [(), ("o2",), ("o1",), ("o3",), ("o4",)]


def test_the_halves_of_a_split_stand_behind_or_beside_each_other():
    behind = apply(HOUSING, [Split("o2", ("f3",), 250_000)])
    assert {o.id: o.after for o in behind.operations}["o2.2"] == ("o2",)
    assert {o.id: o.after for o in behind.operations}["o3"] == ("o2.2",)
    beside = apply(HOUSING, [Split("o2", ("f3",), 250_000, beside=True)])
    assert {o.id: o.after for o in beside.operations}["o2.2"] == ("o1",)
    assert {o.id: o.after for o in beside.operations}["o3"] == ("o2", "o2.2")


def test_an_alternative_replaces_and_can_be_taken_back():
    other = Alternative("a1", ("o1", "o2"), (op("a1.1", "turning", run_s=900),), delta_minor=-700, from_quantity=80)
    routing = replace(HOUSING, alternatives=(other,))
    done = apply(routing, [Choose("a1")])
    assert [o.id for o in done.operations] == ["a1.1", "o3", "o4", "o5"]
    assert done.operations[1].after == ("a1.1",)
    assert done.alternatives[0].delta_minor == 700
    assert apply(routing, [Choose("a1"), Choose("a1")]).operations == HOUSING.operations


def test_before_follows_the_whole_chain():
    assert before(HOUSING.operations, ["o4"]) == {"o1", "o2", "o3"}
