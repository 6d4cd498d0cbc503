"""Work that moves after a breakdown takes its money along; what it costs more is given out by a fixed order."""

import threading

import pytest
from django.db import connections

from cofab.apps.base.viewer import SYSTEM, acting
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.ledger.models import Account
from cofab.apps.realisation.rate.actions import conclude
from cofab.apps.realisation.settle.actions import cut, fix, reassign, recover, release
from cofab.apps.realisation.settle.models import Cut, Milestone
from cofab.apps.realisation.settle.selectors import agreed_lines, money_of, parties_of, statement_for
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.settle.endings import Line
from cofab.core.realisation.settle.milestones import owed
from cofab.core.realisation.settle.recovery import Claim

pytestmark = pytest.mark.django_db
TRIGGERS = ("started", "made", "carried", "reported", "delivered", "accepted")
POOLS = ("performance", "innovation")
FACTS = {"lot": 0, "ops": ["op10"], "moved": 500, "of": 2_000, "of_minor": 1_130_000}
SHARE = 282_500


def _holds():
    assert [one.name for one in check().checks if one.result != "holds"] == []


def _finish(deal):
    for trigger in TRIGGERS:
        release(SYSTEM, deal.key, trigger)
    conclude(SYSTEM, deal.key)
    deal.pay_outs()
    rows = CustodyTransfer.objects.filter(order_key=deal.key, direction="out", state="confirmed")
    sums = {}
    for row in rows.select_related("organisation"):
        name = row.organisation.name_en.lower()
        sums[name] = sums.get(name, 0) + row.amount_minor
    return sums


def _statement(deal, firm):
    with acting(firm.viewer):
        return statement_for(firm.viewer, deal.key)


@pytest.fixture
def rescuer(make_firm):
    return make_firm("Rescuer", kind="supplier")


def test_the_money_follows_the_pieces_and_both_statements_say_so(make_deal, rescuer, system):
    deal, key = make_deal().secured(), rescuer.organisation.key
    release(SYSTEM, deal.key, "started")
    assert reassign(SYSTEM, deal.key, deal.org("turner"), key, SHARE, FACTS) == 0
    _holds()
    assert parties_of(deal.key)[key] == "maker"
    (row,) = Milestone.objects.filter(order_key=deal.key, payee=rescuer.organisation)
    assert (row.trigger, row.kind, row.amount_minor) == ("made", "base", SHARE - 8_475)
    assert sum(owed(agreed_lines(deal.key)).values()) == deal.facts.price_minor
    assert fix(SYSTEM, deal.facts).order_key == deal.key
    paid = _finish(deal)
    assert sum(paid.values()) == deal.facts.price_minor
    for name, firm in (("turner", deal.firms["turner"]), ("rescuer", rescuer)):
        made = _statement(deal, firm)
        assert made.total_minor == paid[name]
    lines = {line.kind: line for line in made.lines}
    assert lines["taken_over"].amount_minor == SHARE
    assert lines["taken_over"].facts == {**FACTS, "from": deal.org("turner")}
    assert lines["set_aside"].amount_minor == -8_475
    assert lines["performance"].amount_minor > 0
    _holds()


def test_more_than_waits_is_owed_directly_and_nothing_is_lost(make_deal, rescuer, system):
    deal, key = make_deal().secured(), rescuer.organisation.key
    release(SYSTEM, deal.key, "started")
    left = reassign(SYSTEM, deal.key, deal.org("turner"), key, 1_130_000, {**FACTS, "moved": 2_000})
    assert left == 328_830
    assert not Milestone.objects.filter(payee=deal.firms["turner"].organisation, state="waiting").exists()
    owed_ = Account.objects.get(order_key=deal.key, kind="owed", owner=rescuer.organisation)
    assert owed_.posted_minor == left
    paid = _finish(deal)
    turner, other = _statement(deal, deal.firms["turner"]), _statement(deal, rescuer)
    assert turner.total_minor == paid["turner"] - left
    assert other.total_minor == paid["rescuer"] + left
    assert sum(paid.values()) == deal.facts.price_minor
    _holds()


def test_what_was_cut_of_a_firm_is_not_given_away(make_deal, rescuer, system):
    deal = make_deal().secured()
    cut(SYSTEM, deal.key, deal.org("miller"), Line("late", -28_250))
    reassign(SYSTEM, deal.key, deal.org("miller"), rescuer.organisation.key, 565_000, FACTS)
    paid = _finish(deal)
    assert paid.get("miller", 0) >= 0
    assert paid["buyer"] == 56_500 + 28_250
    _holds()


def test_the_reserve_pays_first_then_the_firm_then_the_buyer_who_agreed(make_deal, rescuer, make_firm, system):
    deal, key = make_deal().secured(), rescuer.organisation.key
    van = make_firm("Van", kind="carrier")
    release(SYSTEM, deal.key, "started")
    release(SYSTEM, deal.key, "made", deal.org("miller"))
    claims = [
        Claim(van.organisation.key, "carrier", "carried", 20_000, {"transport": True}),
        Claim(key, "maker", "made", 250_000, {"price_minor": 1}),
    ]
    assert recover(SYSTEM, deal.key, deal.org("miller"), claims, {}, 10_000) == 270_000 - 56_500 - 164_415 - 10_000
    _holds()
    carried = Milestone.objects.get(payee=van.organisation)
    assert (carried.trigger, carried.amount_minor) == ("carried", 20_000)
    assert Cut.objects.get(kind="owed").amount_minor == 10_000
    assert sum(owed(agreed_lines(deal.key)).values()) == deal.facts.price_minor
    paid = _finish(deal)
    shared = sum(line.amount_minor for line in _statement(deal, rescuer).lines if line.kind in POOLS)
    assert (paid["van"], paid["rescuer"] - shared, paid.get("buyer", 0)) == (20_000, 36_500 + 164_415, 0)
    for name, firm, direct in (("van", van, 0), ("rescuer", rescuer, 10_000), ("miller", deal.firms["miller"], 0)):
        assert _statement(deal, firm).total_minor == paid[name] + direct
    _holds()


def test_a_run_that_is_spared_joins_the_reserve_and_goes_back(make_deal, system):
    deal = make_deal().secured()
    assert recover(SYSTEM, deal.key, deal.org("miller"), [], {deal.org("carrier"): 15_200}) == 0
    paid = _finish(deal)
    assert (paid["carrier"], paid["buyer"]) == (30_000, 56_500 + 15_200)
    _holds()


@pytest.mark.parametrize("changes", [{"mode": "lead", "lead": "miller"}, {"way": "direct"}])
def test_other_ways_of_contract_and_payment_move_it_too(make_deal, rescuer, system, changes):
    deal = make_deal(**changes).secured()
    key = rescuer.organisation.key
    assert reassign(SYSTEM, deal.key, deal.org("turner"), key, SHARE, FACTS) == 0
    recover(SYSTEM, deal.key, deal.org("turner"), [Claim(key, "maker", "made", 5_000)])
    for trigger in TRIGGERS:
        release(SYSTEM, deal.key, trigger)
    conclude(SYSTEM, deal.key)
    got = Milestone.objects.filter(payee=rescuer.organisation)
    shares = _statement(deal, rescuer)
    assert sum(got.values_list("paid_minor", flat=True)) == SHARE - 8_475 + 5_000
    assert sum(line.amount_minor for line in shares.lines if line.kind in ("taken_over", "set_aside", "recovery")) == (
        SHARE - 8_475 + 5_000
    )
    _holds()


def test_only_payees_of_a_secured_order_hand_work_over(make_deal, rescuer, system):
    deal = make_deal()
    fix(SYSTEM, deal.facts)
    with pytest.raises(Refused, match="not_secured"):
        reassign(SYSTEM, deal.key, deal.org("turner"), rescuer.organisation.key, 1, {})
    deal.fund()
    deal.secured()
    with pytest.raises(Refused, match="not_found"):
        reassign(SYSTEM, deal.key, rescuer.organisation.key, deal.org("turner"), 1, {})
    with pytest.raises(Refused, match="invalid"):
        reassign(SYSTEM, deal.key, deal.org("turner"), deal.org("turner"), 1, {})


def test_buyer_and_rescuer_see_who_gets_what(make_deal, rescuer, system):
    deal = make_deal().secured()
    reassign(SYSTEM, deal.key, deal.org("turner"), rescuer.organisation.key, SHARE, FACTS)
    buyer = deal.firms["buyer"].viewer
    with acting(buyer):
        seen = money_of(buyer, deal.key)
    agreed = {payee.organisation.name_en: payee.agreed_minor for payee in seen.payees if payee.organisation}
    assert (agreed["Turner"], agreed["Rescuer"]) == (1_130_000 - SHARE, SHARE)
    assert seen.whole.held_minor == deal.facts.price_minor
    with acting(rescuer.viewer):
        mine = money_of(rescuer.viewer, deal.key)
    own = next(payee for payee in mine.payees if payee.mine)
    assert (own.agreed_minor, own.total_minor, mine.waiting_minor) == (SHARE, SHARE - 8_475, SHARE - 8_475)
    assert mine.pools_most_minor > 0


@pytest.mark.django_db(transaction=True)
def test_releasing_and_moving_at_once_moves_each_cent_once(make_deal, rescuer):
    deal, key = make_deal().secured(), rescuer.organisation.key
    works = [lambda t=trigger: len(release(SYSTEM, deal.key, t)) for trigger in ("made", "accepted", "made")]
    works += [lambda: reassign(SYSTEM, deal.key, deal.org("turner"), key, 50_000, FACTS)] * 4
    works += [lambda: recover(SYSTEM, deal.key, deal.org("miller"), [Claim(key, "maker", "made", 9_000)])] * 2
    gate, answers = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            answers.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(works)
    with acting(SYSTEM):
        _holds()
        assert sum(owed(agreed_lines(deal.key)).values()) == deal.facts.price_minor
        paid = _finish(deal)
        assert sum(paid.values()) == deal.facts.price_minor
        lent = sum(Cut.objects.filter(order_key=deal.key, kind="owed").values_list("amount_minor", flat=True))
        assert _statement(deal, rescuer).total_minor == paid.get("rescuer", 0) + lent
        _holds()
