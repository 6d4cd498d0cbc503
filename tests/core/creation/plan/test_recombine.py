"""Changing a plan by hand gives wishes that never contradict themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.plan.model import Wishes
from cofab.core.creation.plan.recombine import free, leave_out, let_in, pin

MACHINES = {"a1": "a", "a2": "a", "b1": "b", "c1": "c"}
STEPS = st.one_of(
    st.tuples(st.just("pin"), st.sampled_from(["o1", "o2", "o3"]), st.sampled_from([*MACHINES, "a", "b", "c"])),
    st.tuples(st.just("free"), st.sampled_from(["o1", "o2", "o3"]), st.just("")),
    st.tuples(st.just("out"), st.just(""), st.sampled_from(["a", "b", "c"])),
    st.tuples(st.just("in"), st.just(""), st.sampled_from(["a", "b", "c"])),
)


def done(wishes: Wishes, step: tuple[str, str, str]) -> Wishes:
    what, op, to = step
    if what == "pin":
        return pin(wishes, op, to, {}, MACHINES.get(to, to))
    if what == "free":
        return free(wishes, op)
    return leave_out(wishes, to, [m for m, f in MACHINES.items() if f == to]) if what == "out" else let_in(wishes, to)


def test_a_swap_keeps_the_rest_where_it_is_and_what_was_pinned_as_it_was():
    start = Wishes(pinned={"o3": "c1"})
    swapped = pin(start, "o1", "b1", {"o2": "a", "o3": "c"}, "b")
    assert swapped.pinned == {"o1": "b1", "o2": "a", "o3": "c1"}
    assert free(swapped, "o1").pinned == {"o2": "a", "o3": "c1"}


def test_who_is_left_out_loses_its_pins_and_who_is_pinned_is_let_in():
    out = leave_out(Wishes(pinned={"o1": "a1", "o2": "a", "o3": "b"}), "a", ["a1", "a2"])
    assert out.pinned == {"o3": "b"} and out.excluded_firms == {"a"}
    assert pin(out, "o1", "a2", {}, "a").excluded_firms == frozenset()
    assert not let_in(leave_out(Wishes(), "a", []), "a")


@given(st.lists(STEPS, max_size=12))
def test_no_series_of_changes_pins_what_it_leaves_out(steps):
    wishes = Wishes()
    for step in steps:
        wishes = done(wishes, step)
        assert not {MACHINES.get(to, to) for to in wishes.pinned.values()} & wishes.excluded_firms
