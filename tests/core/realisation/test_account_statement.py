"""A statement of account: months join without gap, figures add up, and a late day is counted once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.realisation.ledger.statement import (
    Move,
    Terms,
    account,
    closing_of,
    due_on,
    last_closed,
    opening_of,
)

TERMS = Terms(closing_day=25, due_days=30, late_ppm_per_day=500)
DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def histories(draw):
    """Moves in time in which no order is paid more than it obliged."""
    left = {}
    moves = []
    for on in sorted(draw(st.lists(days, max_size=12))):
        order = draw(st.sampled_from(["a", "b"]))
        owed = left.get(order, 0)
        amount = -draw(st.integers(1, owed)) if owed and draw(st.booleans()) else draw(st.integers(1, 10**9))
        left[order] = owed + amount
        moves.append(Move(on, order, amount))
    return moves


@given(days, st.integers(1, 31))
def test_every_day_is_in_exactly_one_month(on, closing_day):
    closing = closing_of(on, closing_day)
    assert opening_of(closing, closing_day) <= on <= closing
    assert closing_of(closing + DAY, closing_day) > closing
    assert opening_of(closing_of(closing + DAY, closing_day), closing_day) == closing + DAY
    assert last_closed(closing + DAY, closing_day) == closing < closing + DAY


@given(histories(), days)
def test_figures_add_up_and_the_next_opens_where_the_last_closed(moves, on):
    closes = closing_of(on, 25)
    this, after = (account(moves, day, TERMS) for day in (closes, closing_of(closes + DAY, 25)))
    assert this.closing_minor == this.opening_minor + this.obliged_minor - this.paid_minor
    assert after.opening_minor == this.closing_minor >= this.overdue_minor >= 0
    assert this.closing_minor == sum(move.amount_minor for move in moves if move.on <= closes)


@given(histories())
def test_a_late_day_is_counted_once_over_all_months(moves):
    exact = Terms(25, 30, 1_000_000)  # a whole unit a day: nothing is rounded
    closings = [date(2026 + n // 12, n % 12 + 1, 25) for n in range(24)]
    months = sum(account(moves, day, exact).late_minor for day in closings)
    last, by_day, left = closings[-1], 0, {}
    for move in moves:
        queue = left.setdefault(move.order, [])
        if move.amount_minor > 0:
            queue.append([move.amount_minor, due_on(move.on, exact)])
            continue
        paid = -move.amount_minor
        for one in queue:
            part = min(one[0], paid)
            by_day += part * max((move.on - one[1]).days, 0)
            one[0], paid = one[0] - part, paid - part
    by_day += sum(amount * max((last - due).days, 0) for queue in left.values() for amount, due in queue)
    assert months == by_day


def test_ten_days_late_by_the_rule():
    moves = [Move(date(2026, 9, 10), "a", 1_000_000), Move(date(2026, 11, 4), "a", -400_000)]
    assert due_on(date(2026, 9, 10), TERMS) == date(2026, 10, 25)
    november = account(moves, date(2026, 11, 25), TERMS)
    assert (november.opening_minor, november.paid_minor, november.closing_minor) == (1_000_000, 400_000, 600_000)
    assert november.overdue_minor == 600_000
    assert november.late_minor == (400_000 * 10 + 600_000 * 31) * 500 // 1_000_000
    assert account(moves, date(2026, 10, 25), TERMS).late_minor == 0


@pytest.mark.parametrize(("on", "closes"), [("2026-02-10", "2026-02-28"), ("2026-12-31", "2026-12-31")])
def test_a_short_month_closes_with_its_last_day(on, closes):
    assert closing_of(date.fromisoformat(on), 31) == date.fromisoformat(closes)
