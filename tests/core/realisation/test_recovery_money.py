"""When work moves the money follows the pieces, to the cent."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.agree.facts import Due
from cofab.core.creation.plan.model import Leg, PlannedOperation
from cofab.core.creation.plan.replan import Move, Proposal
from cofab.core.realisation.settle.milestones import owed
from cofab.core.realisation.settle.recovery import (
    Transport,
    claims,
    handed,
    paid_more,
    set_aside,
    shares,
    spared,
    take,
)
from cofab.core.stewardship.governance.defaults import AGREE

AT = datetime(2026, 12, 1, tzinfo=UTC)
RULES = {
    "vat_leg_ppm": 90_000,
    "vat_service_ppm": 60_000,
    "handover_inspection_minor": 6_000,
    "sampled_families": ["inspection"],
}
RUN = Due("run", "a", 100_000, 13_000, {"lot": 0, "machine": "m1", "ops": ["op10", "op20"]})
AMOUNT = st.integers(0, 10**9)
TRANSPORTS = st.lists(st.builds(Transport, st.sampled_from("cde"), st.just(0), AMOUNT), max_size=6)


def _move(quantity, giver="a", taker="b", op="op10", machine="m2"):
    return Move(0, op, "m1", machine, giver, taker, quantity)


def _proposal(moves, price=0, legs=(), dropped=()):
    made = tuple(PlannedOperation(m.op, m.to_firm, m.to_machine, AT, AT, m.quantity, price) for m in moves)
    return Proposal("market", made, (), tuple(moves), legs, dropped, 0, AT, 0, (), True)


def _leg(carrier, price, to="b"):
    return Leg("a", to, "x", "y", carrier, AT, AT, price)


@given(st.lists(AMOUNT, min_size=1, max_size=6), st.lists(st.integers(1, 3_000), min_size=1, max_size=8))
def test_shares_move_and_never_make_or_lose_money(amounts, quantities):
    dues = [Due("run", "a", amount, 0, {"lot": 0, "ops": ["op10"]}) for amount in amounts[:1]]
    dues += [Due("leg", "c", amount) for amount in amounts[1:]]
    moves = [_move(quantity, machine=f"m{n}") for n, quantity in enumerate(quantities, 2)]
    made = shares(dues, moves, {0: 3_000})
    after = [*dues, *(due for share in made for due in handed(share))]
    assert sum(due.gross_minor for due in after) == sum(due.gross_minor for due in dues)
    assert all(amount >= 0 for amount in owed(after).values())
    pieces = sum(share.facts["moved"] for share in made)
    assert pieces <= 3_000
    if pieces == 3_000:
        assert owed(after)["a"] == 0


@given(AMOUNT, st.integers(1, 5_000), st.data())
def test_moving_pieces_back_brings_the_money_back(amount, quantity, data):
    dues = [Due("run", "a", amount, 0, {"lot": 0, "ops": ["op10"]})]
    moved = data.draw(st.integers(1, quantity))
    (there,) = shares(dues, [_move(moved)], {0: quantity}) or (None,)
    if there is None:
        assert amount == 0
        return
    dues += handed(there)
    back = shares(dues, [_move(moved, "b", "a")], {0: quantity})
    assert sum(share.amount_minor for share in back) == there.amount_minor


def test_a_block_moves_as_one_and_the_own_shop_moves_nothing():
    both = [_move(600), _move(600, op="op20")]
    (share,) = shares([RUN], both, {0: 2_000})
    assert share.amount_minor == 113_000 * 600 // 2_000
    assert share.facts == {
        "lot": 0,
        "machine": "m2",
        "ops": ["op10", "op20"],
        "moved": 600,
        "of": 2_000,
        "of_minor": 113_000,
    }
    assert shares([RUN], [_move(600, taker="a")], {0: 2_000}) == ()
    assert shares([RUN], [Move(1, "op10", "m1", "m2", "a", "b", 600)], {0: 2_000, 1: 2_000}) == ()


def test_a_dearer_firm_its_inspection_and_extra_runs_are_claimed_transport_first():
    moves = [_move(1_000)]
    given_ = shares([RUN], moves, {0: 2_000})
    proposal = _proposal(moves, 60_000, (_leg("c", 2_000), _leg("d", 1_000)), (_leg("c", 500), _leg("e", 700)))
    made = claims(given_, proposal, {"op10": "milling"}, {"b": 130_000}, RULES)
    assert [(one.payee, one.kind, one.trigger, one.amount_minor) for one in made] == [
        ("c", "carrier", "carried", 2_180 - 545),
        ("d", "carrier", "carried", 1_090),
        ("b", "maker", "made", 6_360),
        ("b", "maker", "made", 67_800 - 56_500),
    ]
    cheap = claims(given_, _proposal(moves, 10_000), {"op10": "milling"}, {"b": 130_000}, RULES)
    assert cheap == ()


@given(TRANSPORTS, TRANSPORTS)
def test_runs_that_fall_away_pay_for_those_of_the_same_carrier(new, dropped):
    more, less = paid_more(new, dropped), spared(new, dropped)
    for carrier in "cde":
        change = sum(t.amount_minor for t in new if t.carrier == carrier)
        change -= sum(t.amount_minor for t in dropped if t.carrier == carrier)
        assert more.get(carrier, 0) - less.get(carrier, 0) == change
    assert not more.keys() & less.keys()


@given(st.lists(AMOUNT, max_size=8), AMOUNT)
def test_what_is_taken_is_there_and_in_order(sources, amount):
    taken, left = take(sources, amount)
    assert sum(taken) + left == amount
    assert all(0 <= part <= source for part, source in zip(taken, sources, strict=True))
    assert not left or taken == sources
    short = next((n for n, part in enumerate(taken) if part < sources[n]), len(sources))
    assert not any(taken[short + 1 :])


def test_what_waits_in_the_pools_is_the_rules_share():
    assert set_aside(1_130_000, AGREE.values) == 33_900
