"""From signatures to the last cent: what each event of an order sets in motion, and what happens when it comes late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cofab.apps.base.clock import advance, now
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.tasks import lapse as lapse_due
from cofab.apps.creation.deliver import actions as deliver
from cofab.apps.creation.deliver.models import Shipment
from cofab.apps.creation.inspect import actions as inspect
from cofab.apps.creation.inspect.models import Inspection
from cofab.apps.creation.produce import actions as produce
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.proposition.publish.actions import Ask, reserve_many
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Occupancy
from cofab.apps.realisation.ledger.custody import direct
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.ledger.models import Account, Posting
from cofab.apps.realisation.rate import actions as rating
from cofab.apps.realisation.settle.models import Milestone, OrderMoney
from cofab.apps.realisation.settle.selectors import whole_of
from cofab.core.kernel.refusal import Refused
from cofab.flows import order_to_cash
from cofab.flows.life import facts_of

pytestmark = pytest.mark.django_db
HELD = timedelta(days=3, hours=1)


def sound() -> bool:
    """Tell whether every invariant of the ledger holds."""
    return {one.result for one in check().checks} == {"holds"}


def whole(story):
    """Return the order's money as the ledger has it: (secured, released, refunded, held)."""
    found = whole_of(OrderMoney.objects.get(order_key=story.key))
    return found.funded_minor, found.released_minor, found.refunded_minor, found.held_minor


def claims(story, **wanted):
    return Occupancy.objects.filter(order_key=story.key, **wanted)


def lapse(story):
    """Let the reservation run out."""
    advance(int(HELD.total_seconds()))
    lapse_due(timestamp=0)
    story.run_jobs()
    assert (story.state, claims(story, state="active").count()) == ("lapsed", 0)


def make(story):
    """Let the mill make the pieces."""
    mill = story.firms["mill"].viewer
    for work in WorkOrder.objects.filter(order_key=story.key):
        produce.start(mill, work.key)
        produce.report(mill, work.key, done=work.quantity)
        produce.finish(mill, work.key)
    story.run_jobs()


def bring(story, *, to_buyer):
    """Let the carrier take the goods over one leg."""
    carrier = story.firms["carrier"].viewer
    leg = Shipment.objects.get(order_key=story.key, to_buyer=to_buyer)
    deliver.pick_up(carrier, leg.key, 50, bag="S1")
    deliver.arrive(carrier, leg.key, 50, bag="S1")
    story.run_jobs()


def inspected(story):
    """Let an inspector measure a good sample and sign."""
    row = Inspection.objects.get(order_key=story.key)
    inspector = story.firms["house"].viewer
    inspect.register_key(inspector, "Inspector 3", [row.method], date(2020, 1, 1), date(2099, 1, 1), "CNAS L0000")
    sheet = {item["name"]: (item["low_um"] + item["high_um"]) // 2 for item in row.characteristics}
    inspect.record(inspector, row.key, [{"number": str(n), "values_um": sheet} for n in range(row.plan["sample"])])
    assert inspect.sign(inspector, row.key).accepted
    story.run_jobs()


def rate_each_other(story):
    buyer, mill = story.firms["buyer"], story.firms["mill"]
    rating.rate(buyer.viewer, story.key, mill.organisation.key, {"quality": 5, "on_time": 5, "communication": 5})
    rating.rate(mill.viewer, story.key, buyer.organisation.key, {"clear_demand": 5, "pays": 5, "communication": 5})
    story.run_jobs()


def test_signatures_fix_the_money_and_nothing_is_paid_before(make_story, make_firm):
    story = make_story()
    with pytest.raises(Refused, match="wrong_state"):
        order_to_cash.pay(story.firms["buyer"].viewer, story.key)
    story.sign()
    money = OrderMoney.objects.get(order_key=story.key)
    planned = Milestone.objects.filter(order_key=story.key)
    assert story.state == "signed" and money.secured_at is None
    assert sum(planned.values_list("amount_minor", flat=True)) == money.price_minor == story.order.price_minor
    with pytest.raises(Refused, match="not_found"):
        order_to_cash.pay(make_firm("Stranger").viewer, story.key)


def test_a_deposit_secures_and_starts_the_order(make_story):
    story = make_story()
    story.sign()
    asked = story.deposit(share=2, event="half")
    assert (story.state, whole(story)[3]) == ("signed", asked.amount_minor // 2)
    story.deposit(event="rest")
    assert story.state == "running"
    assert set(claims(story, state="active").values_list("kind", flat=True)) == {"booking"}
    assert WorkOrder.objects.get(order_key=story.key).state == "ready"
    assert Shipment.objects.filter(order_key=story.key).count() == 2
    assert Inspection.objects.get(order_key=story.key).organisation == story.firms["house"].organisation
    order_to_cash.secured(SYSTEM, story.order, None)
    assert WorkOrder.objects.filter(order_key=story.key).count() == 1
    assert sound()


def test_a_late_deposit_takes_the_same_windows_again(make_story):
    story = make_story()
    story.sign()
    order_to_cash.pay(story.firms["buyer"].viewer, story.key)
    before = claims(story).get().during
    lapse(story)
    story.deposit(share=3, event="some")
    assert story.state == "lapsed"
    story.deposit()
    assert story.state == "running"
    assert claims(story, state="active", kind="booking").get().during == before
    assert sound()


def test_a_deposit_for_a_window_that_is_gone_goes_back_in_full(make_story, make_firm):
    story = make_story()
    story.sign()
    order_to_cash.pay(story.firms["buyer"].viewer, story.key)
    lapse(story)
    rival = make_firm("Rival", kind="demander")
    window = window_of(claims(story).get().during)
    reserve_many(rival.viewer, [Ask(story.machine.key, window)], "ord_rival", now() + timedelta(days=1))
    paid = story.deposit().amount_minor
    assert story.state == "cancelled"
    assert whole(story) == (paid, 0, paid, 0)
    buyer = Posting.objects.filter(account__kind="payable", account__owner=story.firms["buyer"].organisation)
    assert sum(buyer.values_list("amount_minor", flat=True)) == 0
    assert Posting.objects.filter(account__kind="custody").count() == 2
    assert not WorkOrder.objects.filter(order_key=story.key).exists()
    story.deposit(event="again")
    assert whole(story)[2:] == (2 * paid, 0)
    assert sound()


def test_parties_who_pay_each_other_start_at_once_and_confirm(make_story):
    story = make_story(way="direct")
    story.sign()
    assert story.state == "running"
    buyer, mill = story.firms["buyer"], story.firms["mill"]
    assert order_to_cash.pay(buyer.viewer, story.key) is None
    make(story)
    owed = Account.objects.get(order_key=story.key, kind="owed", owner=mill.organisation).posted_minor
    assert owed > 0 and not Account.objects.filter(order_key=story.key, kind="deposit").exists()
    said = direct.say_paid(buyer.viewer, story.key, mill.organisation.key, owed)
    direct.confirm_paid(mill.viewer, said.key)
    assert Account.objects.get(order_key=story.key, kind="owed", owner=mill.organisation).posted_minor == 0
    assert sound()


def test_from_delivery_to_the_last_cent(make_story):
    story = make_story()
    story.sign()
    paid = story.deposit().amount_minor
    make(story)
    bring(story, to_buyer=False)
    inspected(story)
    bring(story, to_buyer=True)
    assert story.state == "delivered"
    deliver.accept(story.firms["buyer"].viewer, story.key)
    story.run_jobs()
    assert story.state == "accepted"
    rate_each_other(story)
    assert story.state == "closed"
    secured, released, refunded, held = whole(story)
    assert (secured, held, released + refunded) == (paid, 0, paid)
    got = Milestone.objects.filter(order_key=story.key).values_list("state", flat=True)
    assert set(got) <= {"released", "returned"}
    assert refunded == Milestone.objects.get(order_key=story.key, kind="reserve").amount_minor
    assert sum(Account.objects.filter(order_key=story.key).values_list("posted_minor", flat=True)) == 0
    facts = facts_of(story.order)
    assert (facts.payment, facts.rated, facts.raters, facts.inspection) == ("released", 2, 2, "passed")
    assert sound()


def test_following_an_event_again_changes_nothing(make_story):
    from cofab.apps.base.models import Event

    story = make_story()
    story.sign()
    story.deposit()
    make(story)
    before = whole(story)
    for event in Event.objects.filter(kind__in=order_to_cash.FOLLOWERS).order_by("pk"):
        order_to_cash.follow(event.key)
    story.run_jobs()
    assert (story.state, whole(story)) == ("running", before)
    assert sound()


def test_a_buyer_who_cancels_pays_for_what_was_made(make_story):
    story = make_story()
    story.sign()
    paid = story.deposit().amount_minor
    mill = story.firms["mill"].viewer
    work = WorkOrder.objects.get(order_key=story.key)
    produce.start(mill, work.key)
    produce.report(mill, work.key, done=30)
    story.run_jobs()
    agree.cancel(story.firms["buyer"].viewer, story.key)
    story.run_jobs()
    work.refresh_from_db()
    secured, released, refunded, held = whole(story)
    assert (work.state, secured, held, released + refunded) == ("cancelled", paid, 0, paid)
    assert released > 565_000 * 30 // 50 > 0 < refunded
    assert set(Shipment.objects.filter(order_key=story.key).values_list("state", flat=True)) == {"cancelled"}
    assert not claims(story, state="active").exists()
    assert sound()


def test_an_order_cancelled_before_it_is_paid_owes_nothing(make_story):
    story = make_story()
    story.sign()
    agree.cancel(story.firms["buyer"].viewer, story.key)
    story.run_jobs()
    paid = story.deposit().amount_minor
    assert (story.state, whole(story)) == ("cancelled", (paid, 0, paid, 0))
    assert sound()
