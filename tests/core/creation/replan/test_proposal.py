"""Proposals need everybody they touch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.replan.proposal import PROPOSAL, answered, moved_share, outcome
from cofab.core.kernel.refusal import Refused


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.sampled_from(["", "agree", "refuse"]), max_size=4))
def test_one_refusal_ends_it_and_silence_waits(answers):
    event = outcome(answers)
    if "refuse" in answers.values():
        assert event == "refuse"
    elif answers and set(answers.values()) == {"agree"}:
        assert event == "agree"
    else:
        assert event is None


def test_only_the_asked_answer_and_only_with_known_words():
    assert answered({"a": "", "b": ""}, "a", "agree") == {"a": "agree", "b": ""}
    with pytest.raises(Refused, match=r"replan\.not_asked"):
        answered({"a": ""}, "c", "agree")
    with pytest.raises(Refused, match=r"replan\.answer_unknown"):
        answered({"a": ""}, "a", "perhaps")


def test_every_pair_of_state_and_event():
    for state in PROPOSAL.states:
        for event in PROPOSAL.events:
            if (state, event) in PROPOSAL.moves:
                assert PROPOSAL.after(state, event) in PROPOSAL.states
            else:
                with pytest.raises(Refused, match=r"kernel\.wrong_state"):
                    PROPOSAL.after(state, event)


@given(st.integers(0, 10**9), st.integers(1, 5000), st.data())
def test_what_moves_and_what_stays_is_the_whole(amount, quantity, data):
    moved = data.draw(st.integers(0, quantity))
    assert moved_share(amount, quantity, moved) + moved_share(amount, quantity, quantity - moved) in (
        amount - 1,
        amount,
        amount + 1,
    )
    assert 0 <= moved_share(amount, quantity, moved) <= amount
