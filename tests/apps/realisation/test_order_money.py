"""The money of an order from its contract to the last cent."""

import pytest

from cofab.apps.base.viewer import SYSTEM, acting
from cofab.apps.realisation.ledger.custody.actions import deposit_confirmed, payout_answered, send
from cofab.apps.realisation.ledger.custody.direct import confirm_paid, say_paid
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.ledger.models import Account
from cofab.apps.realisation.settle.actions import contest, cut, drop, end_early, fix, release, secure, use_reserve
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.selectors import money_of, statement_for, whole_of
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.settle.endings import Line, Work, late

pytestmark = pytest.mark.django_db
TRIGGERS = ("started", "made", "carried", "reported", "delivered", "accepted")


def _run(deal):
    for trigger in TRIGGERS:
        release(SYSTEM, deal.key, trigger)


def _paid(deal):
    """Return what the bank paid to each party of an order."""
    rows = CustodyTransfer.objects.filter(order_key=deal.key, direction="out", state="confirmed")
    sums = {}
    for row in rows.select_related("organisation"):
        sums[row.organisation.name_en.lower()] = sums.get(row.organisation.name_en.lower(), 0) + row.amount_minor
    return sums


def _holds():
    failing = [one.name for one in check().checks if one.result != "holds"]
    assert failing == []


def test_every_payee_gets_its_money_and_the_reserve_goes_back(make_deal, system):
    deal = make_deal().secured()
    _run(deal)
    deal.pay_outs()
    gross = {"turner": 1_130_000, "miller": 565_000}
    set_aside = {name: amount * 3 // 100 for name, amount in gross.items()}
    paid = _paid(deal)
    assert {name: paid[name] for name in gross} == {name: gross[name] - set_aside[name] for name in gross}
    assert (paid["carrier"], paid["inspector"], paid["platform"], paid["buyer"]) == (45_200, 33_900, 42_375, 56_500)
    whole = whole_of(money_of(SYSTEM, deal.key).row)
    assert whole.held_minor == sum(set_aside.values())
    assert whole.funded_minor == deal.facts.price_minor
    _holds()


def test_a_custodian_that_repeats_itself_is_heard_once(make_deal, system):
    deal = make_deal()
    fix(SYSTEM, deal.facts)
    asked = deal.fund(times=3)
    account = Account.objects.get(pk=asked.account_id)
    assert account.posted_minor == deal.facts.price_minor
    assert secure(SYSTEM, deal.key)
    assert secure(SYSTEM, deal.key)
    release(SYSTEM, deal.key, "started")
    row = CustodyTransfer.objects.filter(order_key=deal.key, direction="out").first()
    for _ in range(3):
        send(row.reference)
        payout_answered("test", row.reference, "again", paid=False)
    row.refresh_from_db()
    assert (row.state, Account.objects.get(pk=row.account_id).posted_minor) == ("confirmed", 0)
    _holds()


def test_half_the_money_does_not_secure_an_order(make_deal, system):
    deal = make_deal()
    fix(SYSTEM, deal.facts)
    from cofab.apps.realisation.ledger.custody.actions import ask_deposit

    asked = ask_deposit(deal.firms["buyer"].viewer, deal.key, deal.facts.price_minor)
    deposit_confirmed("test", asked.reference, deal.facts.price_minor - 1, f"first-{deal.key}")
    assert not secure(SYSTEM, deal.key)
    with pytest.raises(Refused, match="not_secured"):
        release(SYSTEM, deal.key, "started")
    deposit_confirmed("test", asked.reference, 1, f"second-{deal.key}")
    assert secure(SYSTEM, deal.key)


def test_releasing_twice_pays_once(make_deal, system):
    deal = make_deal().secured()
    assert len(release(SYSTEM, deal.key, "started")) == 2
    assert release(SYSTEM, deal.key, "started") == []


def test_one_payee_may_be_released_before_the_others(make_deal, system):
    deal = make_deal().secured()
    (row,) = release(SYSTEM, deal.key, "made", deal.org("turner"))
    assert row.payee.key == deal.org("turner")
    assert Milestone.objects.filter(order_key=deal.key, trigger="made", state="waiting").count() == 1


def test_money_that_comes_after_all_is_cancelled_goes_back_whole(make_deal, system):
    deal = make_deal()
    fix(SYSTEM, deal.facts)
    deal.fund()
    assert drop(SYSTEM, deal.key) == deal.facts.price_minor
    deal.pay_outs()
    assert _paid(deal) == {"buyer": deal.facts.price_minor}
    assert not Milestone.objects.filter(order_key=deal.key).exclude(state="returned").exists()
    _holds()


def test_being_late_costs_the_late_firm_and_its_statement_says_why(make_deal, system):
    deal = make_deal().secured()
    line = late(565_000, 3, deal.facts.rules)
    cut(SYSTEM, deal.key, deal.org("miller"), line)
    _run(deal)
    deal.pay_outs()
    assert line.amount_minor == -5_085
    paid = _paid(deal)
    assert (paid["miller"], paid["buyer"]) == (565_000 - 16_950 - 5_085, 56_500 + 5_085)
    with acting(deal.firms["miller"].viewer):
        made = statement_for(deal.firms["miller"].viewer, deal.key)
    assert [(one.kind, one.amount_minor) for one in made.lines] == [
        ("run", 500_000),
        ("vat", 65_000),
        ("set_aside", -16_950),
        ("late", -5_085),
    ]
    assert made.total_minor == paid["miller"]


def test_the_reserve_pays_an_extra_transport_and_no_more_than_it_has(make_deal, system):
    deal = make_deal().secured()
    use_reserve(SYSTEM, deal.key, deal.org("carrier"), 12_000, {"why": "moved half-made parts"})
    with pytest.raises(Refused, match="reserve_short"):
        use_reserve(SYSTEM, deal.key, deal.org("carrier"), 44_501, {})
    _run(deal)
    deal.pay_outs()
    assert (_paid(deal)["carrier"], _paid(deal)["buyer"]) == (45_200 + 12_000, 44_500)
    _holds()


def test_a_disputed_milestone_waits_and_the_rest_flows(make_deal, system):
    deal = make_deal().secured()
    row = Milestone.objects.get(order_key=deal.key, trigger="accepted", payee=deal.firms["turner"].organisation)
    with acting(deal.firms["buyer"].viewer):
        contest(deal.firms["buyer"].viewer, row.key)
    released = release(SYSTEM, deal.key, "accepted")
    assert row.pk not in {one.pk for one in released}
    assert len(released) == 3
    with pytest.raises(Refused, match="not_found"):
        contest(deal.firms["carrier"].viewer, row.key)


def test_an_order_that_ends_early_pays_what_was_made(make_deal, system):
    deal = make_deal().secured()
    release(SYSTEM, deal.key, "started")
    works = {deal.org("turner"): Work(2000, 2000), deal.org("miller"): Work(2000, 1200, 100, 500_000)}
    settled = end_early(SYSTEM, deal.key, works, "nobody")
    deal.pay_outs()
    assert {line.kind for line in settled[deal.org("miller")]} == {"good", "half_made"}
    paid = _paid(deal)
    assert (paid["turner"], paid["miller"]) == (1_130_000, 565_000 * 1_250 // 2_000)
    assert sum(paid.values()) == deal.facts.price_minor
    _holds()


def test_a_lead_contractor_passes_the_money_on_by_name(make_deal, system):
    deal = make_deal(mode="lead", lead="turner").secured()
    _run(deal)
    deal.pay_outs()
    assert _paid(deal)["miller"] == 565_000 - 16_950
    lead = deal.firms["turner"]
    with acting(lead.viewer):
        seen = money_of(lead.viewer, deal.key)
    assert any(len(entry.postings.all()) == 4 for entry in seen.entries)
    assert whole_of(seen.row).funded_minor == deal.facts.price_minor
    _holds()


def test_direct_payment_counts_when_both_confirm(make_deal, system):
    deal = make_deal(way="direct").secured()
    release(SYSTEM, deal.key, "started")
    turner, buyer = deal.firms["turner"], deal.firms["buyer"]
    owed = Account.objects.get(order_key=deal.key, kind="owed", owner=turner.organisation)
    due = owed.posted_minor
    assert due == 328_830
    payment = say_paid(buyer.viewer, deal.key, deal.org("turner"), due)
    owed.refresh_from_db()
    assert owed.posted_minor == due
    with pytest.raises(Refused, match="not_found"):
        confirm_paid(buyer.viewer, payment.key)
    for _ in range(2):
        confirm_paid(turner.viewer, payment.key)
    owed.refresh_from_db()
    assert owed.posted_minor == 0
    assert not Account.objects.filter(kind="custody", posted_minor__lt=0, custodian=deal.key).exists()
    _holds()


def test_each_sees_its_own_money_and_strangers_nothing(make_deal, make_firm):
    deal = make_deal().secured()
    miller, buyer, stranger = deal.firms["miller"].viewer, deal.firms["buyer"].viewer, make_firm("Stranger").viewer
    with acting(miller):
        seen = money_of(miller, deal.key)
    assert [payee.kind for payee in seen.payees] == ["maker", "others"]
    assert sum(payee.agreed_minor for payee in seen.payees) == deal.facts.price_minor
    assert (seen.waiting_minor, seen.pools_most_minor, seen.whole) == (548_050, 50_850, None)
    with acting(buyer):
        whole = money_of(buyer, deal.key)
    assert len(whole.payees) == 6
    assert whole.whole.held_minor == deal.facts.price_minor
    with acting(stranger), pytest.raises(Refused, match="not_found"):
        money_of(stranger, deal.key)


def test_the_figures_of_an_order_are_fixed_once(make_deal, system):
    from dataclasses import replace

    deal = make_deal()
    first = fix(SYSTEM, deal.facts)
    assert fix(SYSTEM, deal.facts).pk == first.pk
    with pytest.raises(Refused, match="fixed_conflict"):
        fix(SYSTEM, replace(deal.facts, title="Other"))


def test_nothing_can_be_cut_from_somebody_who_is_not_paid(make_deal, system):
    deal = make_deal().secured()
    with pytest.raises(Refused, match="not_found"):
        cut(SYSTEM, deal.key, deal.org("buyer"), Line("late", -1))
