"""Every pair of state and event of an order and of a request."""

import itertools

import pytest

from cofab.core.creation.agree.lifecycle import ORDER, REQUEST, outcome
from cofab.core.kernel.refusal import WRONG_STATE, Refused


@pytest.mark.parametrize("life", [ORDER, REQUEST], ids=lambda life: life.name)
def test_every_pair_moves_or_is_refused(life):
    for state, event in itertools.product(life.states, life.events):
        if (state, event) in life.moves:
            assert life.after(state, event) in life.states
        else:
            with pytest.raises(Refused) as refused:
                life.after(state, event)
            assert refused.value.code == WRONG_STATE


@pytest.mark.parametrize("life", [ORDER, REQUEST], ids=lambda life: life.name)
def test_every_state_is_reached_from_the_start_and_can_end(life):
    after = {state: {b for (a, _), b in life.moves.items() if a == state} for state in life.states}
    reached, todo = set(), [life.start]
    while todo:
        state = todo.pop()
        if state not in reached:
            reached.add(state)
            todo.extend(after[state])
    assert reached == set(life.states)
    ending = set(life.final)
    for _ in life.states:
        ending |= {state for state in life.states if after[state] & ending}
    assert ending == set(life.states)


def test_money_may_come_after_the_reservation_lapsed():
    assert ORDER.after("lapsed", "rebook") == "signed"
    assert ORDER.after("lapsed", "cancel") == "cancelled"


@pytest.mark.parametrize(
    ("states", "event"),
    [
        ([], None),
        (["asked", "accepted"], None),
        (["accepted", "accepted"], "agree"),
        (["accepted", "withdrawn"], "agree"),
        (["accepted", "declined"], "replan"),
        (["countered", "accepted"], None),
        (["withdrawn"], None),
    ],
)
def test_requests_decide_the_order(states, event):
    assert outcome(states) == event
