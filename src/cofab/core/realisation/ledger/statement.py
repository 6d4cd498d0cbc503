"""The statement of account between two firms: one month of what one owes the other, and what is late of it.

Promises: closing = opening + obliged - paid; the next opening is the last closing; the days that an amount was late are
counted once over all statements. Late interest is shown, never booked.
"""

from __future__ import annotations

from calendar import monthrange
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cofab.core.kernel.lifecycle import Lifecycle

STATEMENT = Lifecycle(
    "statement",
    "draft",
    {
        ("draft", "sign"): "half",
        ("half", "sign"): "signed",
        ("draft", "differ"): "differed",
        ("half", "differ"): "differed",
    },
)
"""`half`: one of the two has signed; `differed`: a side says that it differs, and a new version may be drawn up."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """One entry between the two, on a day: `amount_minor` above zero was obliged under `order`, below zero paid."""

    on: date
    order: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules: the day of the month that closes it, days until what it lists is due, late interest a day in ppm."""

    closing_day: int
    due_days: int
    late_ppm_per_day: int


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of one month, in minor units; `late_minor` is the interest on days of this month alone."""

    opening_minor: int
    obliged_minor: int
    paid_minor: int
    closing_minor: int
    overdue_minor: int
    late_minor: int


def closing_of(on: date, closing_day: int) -> date:
    """Return the last day of the statement month that holds `on`; a short month closes with its last day."""
    closing = _day_of(on.year, on.month, closing_day)
    return closing if on <= closing else _day_of(on.year + on.month // 12, on.month % 12 + 1, closing_day)


def opening_of(closes_on: date, closing_day: int) -> date:
    """Return the first day of the statement month that closes on `closes_on`."""
    before = closes_on.replace(day=1) - DAY
    return _day_of(before.year, before.month, closing_day) + DAY


def last_closed(today: date, closing_day: int) -> date:
    """Return the newest closing day that is over on `today`."""
    return opening_of(closing_of(today, closing_day), closing_day) - DAY


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def due_on(on: date, terms: Terms) -> date:
    """Return the last day to pay in time what was obliged on a day: `due_days` after its statement closes."""
    return closing_of(on, terms.closing_day) + timedelta(days=terms.due_days)


def account(moves: Sequence[Move], closes_on: date, terms: Terms) -> Account:
    """Return the figures of the month that closes on `closes_on`, from all moves between the two in their order.

    A payment settles the oldest obligation of its order first. Moves after the closing day are left out.
    """
    first = opening_of(closes_on, terms.closing_day)
    seen = [move for move in moves if move.on <= closes_on]
    month = [move.amount_minor for move in seen if move.on >= first]
    opening = sum(move.amount_minor for move in seen if move.on < first)
    obliged, paid = sum(a for a in month if a > 0), -sum(a for a in month if a < 0)
    settled, open_ = _matched(seen, terms)
    days = sum(amount * _late(due, on, first, closes_on) for amount, due, on in settled)
    days += sum(amount * _late(due, closes_on, first, closes_on) for amount, due in open_)
    return Account(
        opening_minor=opening,
        obliged_minor=obliged,
        paid_minor=paid,
        closing_minor=opening + obliged - paid,
        overdue_minor=sum(amount for amount, due in open_ if due < closes_on),
        late_minor=(days * terms.late_ppm_per_day + 500_000) // 1_000_000,
    )


def _late(due: date, paid_on: date, first: date, last: date) -> int:
    """Return how many days of the month from `first` to `last` an amount due on a day and paid on another was late."""
    return max((min(paid_on, last) - max(due, first - DAY)).days, 0)


def _matched(moves: Sequence[Move], terms: Terms) -> tuple[list[tuple[int, date, date]], list[tuple[int, date]]]:
    """Return what was paid (amount, due, paid on) and what is open (amount, due): first obliged, first paid."""
    settled: list[tuple[int, date, date]] = []
    waiting: dict[str, deque[tuple[int, date]]] = {}
    for move in moves:
        queue = waiting.setdefault(move.order, deque())
        if move.amount_minor > 0:
            queue.append((move.amount_minor, due_on(move.on, terms)))
        left = max(-move.amount_minor, 0)
        while left and queue:
            amount, due = queue.popleft()
            part = min(amount, left)
            settled.append((part, due, move.on))
            left -= part
            if part < amount:
                queue.appendleft((amount - part, due))
    return settled, [one for queue in waiting.values() for one in queue]
