"""Many at once, on connections of their own: money moves once."""

import threading
from collections import Counter

import pytest
from django.db import connections

from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.realisation.ledger.actions import Of, Resolution, Want, open_accounts, place, post, resolve
from cofab.apps.realisation.ledger.custody.actions import ask_deposit, deposit_confirmed
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.ledger.models import Account
from cofab.apps.realisation.settle.actions import fix, release, secure
from cofab.apps.realisation.settle.models import Milestone
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.entry import transfer

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 16


def at_once(*works):
    """Run every work at the same moment; return what each gave or the code it was refused with."""
    gate, answers = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            answers.append(work())
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(works)
    return answers


def figures(key):
    with platform():
        row = Account.objects.get(key=key)
        return row.posted_minor, row.held_minor


def holds():
    assert [one for one in check().checks if one.result != "holds"] == []


@pytest.fixture
def book(make_firm):
    buyer, maker = make_firm("Buyer"), make_firm("Maker")
    wanted = [Of("custody", custodian="test"), Of("deposit", buyer.id, "ord_x"), Of("payable", maker.id, "ord_x")]
    bank, deposit, payable = (account.key for account in open_accounts(wanted))
    post(SYSTEM, transfer("deposit", "fund", bank, {deposit: 1000}))
    return bank, deposit, payable


def test_one_key_at_once_is_one_entry(book):
    bank, deposit, _ = book
    entry = transfer("deposit", "same", bank, {deposit: 10})
    rows = at_once(*[lambda: post(SYSTEM, entry).key] * CLIENTS)
    assert len(set(rows)) == 1
    assert figures(deposit) == (1010, 0)
    holds()


def test_a_hold_that_many_resolve_at_once_is_resolved_once(book):
    _, deposit, payable = book
    hold = place(SYSTEM, [Want(deposit, 400, "m", "h")])[0]
    pay = [Resolution(hold.key, "post", "release", ((payable, 400),))]
    free = [Resolution(hold.key, "void")]
    works = [(lambda w=what: resolve(SYSTEM, w)[0].state) for what in (pay, free) * (CLIENTS // 2)]
    answers = Counter(at_once(*works))
    assert answers["kernel.wrong_state"] == CLIENTS - 1
    state = "posted" if answers["posted"] else "voided"
    assert answers[state] == 1
    assert figures(deposit) == ((600, 0) if state == "posted" else (1000, 0))
    holds()


def test_no_more_is_held_than_there_is(book):
    _, deposit, _ = book
    works = [(lambda n=n: place(SYSTEM, [Want(deposit, 300, "m", f"h{n}")])[0].state) for n in range(CLIENTS)]
    assert Counter(at_once(*works)) == {"held": 3, "ledger.short": CLIENTS - 3}
    assert figures(deposit) == (1000, 900)


def test_transfers_both_ways_between_the_same_accounts_do_not_deadlock(book, make_firm):
    _, deposit, payable = book
    other = open_accounts([Of("payable", make_firm("Third").id, "ord_x")])[0].key
    for account in (payable, other):
        post(SYSTEM, transfer("seed", f"seed-{account}", deposit, {account: 300}))
    works = [
        (
            lambda n=n: (
                post(
                    SYSTEM, transfer("swap", f"s{n}", *((payable, {other: 5}) if n % 2 else (other, {payable: 5})))
                ).fresh
            )
        )
        for n in range(CLIENTS)
    ]
    assert Counter(at_once(*works)) == {True: CLIENTS}
    assert figures(payable) == figures(other) == (300, 0)
    holds()


def test_a_bank_that_calls_back_many_times_at_once_is_heard_once(make_deal):
    deal = make_deal()
    fix(SYSTEM, deal.facts)
    asked = ask_deposit(deal.firms["buyer"].viewer, deal.key, deal.facts.price_minor)
    call = lambda: deposit_confirmed("test", asked.reference, deal.facts.price_minor, "bank-7").state  # noqa: E731
    assert Counter(at_once(*[call] * CLIENTS)) == {"confirmed": CLIENTS}
    with platform():
        assert Account.objects.get(pk=asked.account_id).posted_minor == deal.facts.price_minor
    holds()


def test_the_money_of_an_order_is_fixed_once_whoever_follows_its_contract(make_deal):
    deal = make_deal()
    assert len(set(at_once(*[lambda: fix(SYSTEM, deal.facts).pk] * CLIENTS))) == 1
    with platform():
        assert Event.objects.filter(subject=deal.key, kind="settle.fix").count() == 1


def test_an_order_is_secured_and_released_once_however_many_ask(make_deal):
    deal = make_deal()
    fix(SYSTEM, deal.facts)
    deal.fund()
    assert at_once(*[lambda: secure(SYSTEM, deal.key)] * CLIENTS) == [True] * CLIENTS
    counts = at_once(*[lambda: len(release(SYSTEM, deal.key, "started"))] * CLIENTS)
    assert sorted(counts) == [0] * (CLIENTS - 1) + [2]
    with platform():
        assert Milestone.objects.filter(order_key=deal.key, state="released").count() == 2
    holds()
