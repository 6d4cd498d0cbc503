"""The six gates: one after the other, by their owners, on evidence; back with a reason, and replayed from events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.gates import (
    DEFAULT_GATES,
    DONE,
    GATES,
    Assigned,
    Passed,
    Presented,
    SentBack,
    after,
    event_json,
    event_of,
    standing,
)

ASKS = DEFAULT_GATES["asks"]
OWNED = [Assigned(gate, f"org_{gate}") for gate in GATES]


def through(gate, **amounts):
    """Return the events that pass a gate."""
    who = f"org_{gate}"
    return [*(Presented(who, kind, f"fil_{kind}", amounts.get(kind, 0)) for kind in ASKS[gate]), Passed(who)]


def all_through(*gates):
    return [*OWNED, *(event for gate in gates for event in through(gate))]


def test_all_six_gates_are_passed_in_their_order():
    for n, gate in enumerate(GATES):
        assert standing(all_through(*GATES[:n])).gate == gate
    assert standing(all_through(*GATES)).gate == DONE


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([Passed("org_split")], "demand.gate_no_owner"),
        ([*OWNED, Passed("org_market")], "demand.gate_not_owner"),
        ([*OWNED, Passed("org_split")], "demand.gate_lacking"),
        ([*OWNED, Presented("org_split", "report", "fil_1")], "demand.gate_wrong_kind"),
        ([Assigned("seventh", "org_1")], "demand.gate_unknown"),
        ([*OWNED, SentBack("org_split", "market", "why not")], "demand.gate_not_back"),
        ([*OWNED, SentBack("org_split", "seventh", "why not")], "demand.gate_unknown"),
        ([*all_through("split"), SentBack("org_optimise", "split", " ")], "demand.gate_no_reason"),
        ([*all_through(*GATES), Passed("org_market")], "demand.gate_over"),
    ],
)
def test_what_cannot_happen_has_its_code(events, code):
    with pytest.raises(Refused) as caught:
        standing(events)
    assert caught.value.code == code


def test_going_back_asks_for_the_evidence_again_and_counts_the_round():
    now = standing([*all_through("split", "optimise"), SentBack("org_validate", "split", "the load case was missing")])
    assert (now.gate, now.rounds["split"]) == ("split", 2)
    assert now.lacking() == tuple(ASKS["split"])
    assert now.saving_minor() is None


def test_an_optimisation_tells_what_it_saves_and_a_dearer_one_says_why():
    events = [*all_through("split"), *through("optimise", cost_before=12_600, cost_after=9_900)]
    assert standing(events).saving_minor() == 2_700
    dear = [*all_through("split"), *through("optimise", cost_before=9_900, cost_after=12_600)[:-1]]
    with pytest.raises(Refused) as caught:
        standing([*dear, Passed("org_optimise")])
    assert caught.value.code == "demand.gate_costlier"
    assert standing([*dear, Passed("org_optimise", "stronger, as the buyer asked")]).gate == "validate"


EVENTS = st.one_of(
    st.builds(Assigned, st.sampled_from(GATES), st.sampled_from(("org_1", "org_2"))),
    st.builds(Presented, st.sampled_from(("org_1", "org_2")), st.sampled_from([k for a in ASKS.values() for k in a]),
              st.just("fil_1"), st.integers(0, 9)),
    st.builds(Passed, st.sampled_from(("org_1", "org_2")), st.sampled_from(("", "so it is"))),
    st.builds(SentBack, st.sampled_from(("org_1", "org_2")), st.sampled_from(GATES), st.sampled_from(("", "no"))),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(EVENTS, max_size=40))
def test_a_gate_is_never_jumped_and_never_passed_without_its_evidence(events):
    now, kept = standing([]), []
    for event in events:
        try:
            later = after(now, event)
        except Refused:
            continue
        kept.append(event)
        places = [GATES.index(s.gate) if s.gate != DONE else len(GATES) for s in (now, later)]
        assert places[1] <= places[0] + 1
        if places[1] > places[0]:
            assert isinstance(event, Passed)
            assert not now.lacking()
            assert now.owners[now.gate] == event.by
        now = later
    assert standing([event_of(event_json(event)) for event in kept]) == now


@pytest.mark.parametrize(
    "data", [{}, {"event": "flown"}, {"event": "passed"}, {"event": "passed", "by": 3}, {"event": "passed", "x": ""}]
)
def test_what_is_no_event_is_refused(data):
    with pytest.raises(Refused) as caught:
        event_of(data)
    assert caught.value.code == "demand.gate_bad_event"
