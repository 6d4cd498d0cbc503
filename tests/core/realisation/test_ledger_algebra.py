"""The ledger as a value: entries balance, holds resolve once, no account goes where it may not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cofab.core.kernel.refusal import WRONG_STATE, Refused
from cofab.core.realisation.ledger.account import Balance, allowed
from cofab.core.realisation.ledger.book import Book
from cofab.core.realisation.ledger.entry import Entry, Posting, checked, reversal, sums, transfer
from cofab.core.realisation.ledger.hold import HOLD, Hold, resolve

NOW = datetime(2026, 12, 1, tzinfo=UTC)
KINDS = {"bank": "custody", "buyer": "deposit", "a": "payable", "b": "payable"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-9, 9), st.sampled_from(["CNY", "EUR"])), max_size=6))
def test_an_entry_is_accepted_exactly_when_it_balances(raw):
    postings = tuple(Posting(*item) for item in raw)
    fine = len(postings) >= 2 and all(p.amount_minor for p in postings) and not any(sums(postings).values())
    if fine:
        assert checked(Entry("x", "k", postings)).postings == postings
    else:
        with pytest.raises(Refused):
            checked(Entry("x", "k", postings))


@given(st.dictionaries(st.sampled_from("abc"), st.integers(1, 10**9), min_size=1))
def test_a_reversal_undoes_every_posting(targets):
    entry = transfer("move", "k", "source", targets)
    undone = reversal(entry, "k2")
    assert all(total == 0 for total in sums(entry.postings + undone.postings).values())
    assert sorted(p.account for p in undone.postings) == sorted(p.account for p in entry.postings)


def test_a_transfer_of_nothing_is_refused():
    with pytest.raises(Refused, match="too_few"):
        transfer("move", "k", "source", {"a": 0})


@pytest.mark.parametrize("event", HOLD.events)
@pytest.mark.parametrize("state", HOLD.states)
def test_a_hold_resolves_once(state, event):
    hold = Hold("buyer", 5, "m1", state, NOW)
    if state == "held":
        assert resolve(hold, event, NOW).state == HOLD.after("held", event)
    else:
        with pytest.raises(Refused) as refused:
            resolve(hold, event, NOW)
        assert refused.value.code == WRONG_STATE


def test_a_hold_expires_at_its_time_and_not_before():
    hold = Hold("buyer", 5, "m1", "held", NOW)
    with pytest.raises(Refused, match="hold_not_due"):
        resolve(hold, "expire", NOW - timedelta(microseconds=1))
    assert resolve(hold, "expire", NOW).state == "expired"
    with pytest.raises(Refused, match="hold_not_due"):
        resolve(Hold("buyer", 5, "m1"), "expire", NOW)


def test_the_same_key_happens_once_and_never_means_something_else():
    entry = transfer("deposit", "k", "bank", {"buyer": 10})
    book = Book(KINDS).post(entry)
    assert book.post(entry) == book
    with pytest.raises(Refused):
        book.post(transfer("deposit", "k", "bank", {"buyer": 11}))


def test_a_custodian_never_holds_less_than_nothing():
    assert not allowed("custody", Balance(1))
    assert allowed("custody", Balance(-1))
    assert not allowed("payable", Balance(5, 6))
    assert not allowed("deposit", Balance(5, -1))


class Life(RuleBasedStateMachine):
    """Money comes in, is held, moves on or is freed, in any order."""

    @initialize()
    def start(self):
        self.book, self.count, self.funded = Book(KINDS), 0, 0

    @rule(amount=st.integers(1, 1000))
    def fund(self, amount):
        self.count += 1
        self.book = self.book.post(transfer("deposit", f"k{self.count}", "bank", {"buyer": amount}))
        self.funded += amount

    @rule(amount=st.integers(-5, 1500))
    def hold(self, amount):
        self.count += 1
        free = self.book.balance("buyer").available_minor
        if 0 < amount <= free:
            self.book = self.book.hold(f"h{self.count}", "buyer", amount, "m")
        else:
            with pytest.raises(Refused):
                self.book.hold(f"h{self.count}", "buyer", amount, "m")

    @rule(event=st.sampled_from(["post", "void", "expire"]), pick=st.integers(0, 99))
    def resolve(self, event, pick):
        if not self.book.holds:
            return
        name = sorted(self.book.holds)[pick % len(self.book.holds)]
        hold = self.book.holds[name]
        entry = transfer("release", f"post-{name}", "buyer", {"a": hold.amount_minor})
        try:
            self.book = self.book.release(name, event, NOW, entry)
        except Refused:
            assert hold.state != "held" or event == "expire"

    @rule(amount=st.integers(1, 2000))
    def overdraw(self, amount):
        if amount > self.book.balance("buyer").available_minor:
            with pytest.raises(Refused):
                self.book.post(transfer("steal", "never", "buyer", {"b": amount}))

    @invariant()
    def balances_are_sums(self):
        posted = dict.fromkeys(KINDS, 0)
        for entry in self.book.entries.values():
            for posting in entry.postings:
                posted[posting.account] += posting.amount_minor
        assert sum(posted.values()) == 0
        held = sum(h.amount_minor for h in self.book.holds.values() if h.state == "held")
        assert self.book.balance("buyer") == Balance(posted["buyer"], held)
        assert -posted["bank"] == self.funded == posted["buyer"] + posted["a"] + posted["b"]
        assert all(allowed(KINDS[a], self.book.balance(a)) for a in KINDS)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
