"""Both sides rate unseen, credit follows, pools are shared."""

from datetime import timedelta

import pytest

from cofab.apps.base.clock import advance
from cofab.apps.base.viewer import SYSTEM, acting
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.rate.actions import close_due, note_record, open_round, rate, recompute
from cofab.apps.realisation.rate.models import Rating
from cofab.apps.realisation.rate.selectors import credit_card, credits, new_credit, ratings
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.selectors import statement_for
from cofab.apps.realisation.share.selectors import decision
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
GOOD = {"quality": 5, "on_time": 5, "communication": 5}
FAIR = {"quality": 3, "on_time": 3, "communication": 3}
BUYER = {"clear_demand": 4, "pays": 5, "communication": 4}


@pytest.fixture
def deal(make_deal):
    made = make_deal().secured()
    open_round(SYSTEM, made.key)
    return made


def _seen(firm, order):
    with acting(firm.viewer):
        return [(row.rater.key, row.rated.key) for row in ratings(firm.viewer, order)]


def test_nobody_sees_a_rating_before_both_are_in(deal):
    buyer, turner = deal.firms["buyer"], deal.firms["turner"]
    rate(buyer.viewer, deal.key, deal.org("turner"), GOOD)
    assert _seen(turner, deal.key) == []
    assert credits([deal.org("turner")]) == {}
    assert rate(turner.viewer, deal.key, deal.org("buyer"), BUYER).state == "open"
    both = [(deal.org("buyer"), deal.org("turner")), (deal.org("turner"), deal.org("buyer"))]
    assert _seen(turner, deal.key) == _seen(buyer, deal.key) == both
    assert _seen(deal.firms["miller"], deal.key) == []
    assert set(credits([deal.org("turner"), deal.org("buyer")])) == {deal.org("turner"), deal.org("buyer")}


def test_pools_are_shared_when_every_maker_and_the_buyer_have_rated(deal, system):
    buyer = deal.firms["buyer"].viewer
    for name, scores in (("turner", GOOD), ("miller", FAIR)):
        rate(buyer, deal.key, deal.org(name), scores)
        assert decision(SYSTEM, deal.key) is None
        rate(deal.firms[name].viewer, deal.key, deal.org("buyer"), BUYER)
    made = decision(SYSTEM, deal.key)
    assert made.performance_minor == 22_600 + 11_300
    assert [s["performance_minor"] for s in made.shares] == [27_120, 6_780]
    assert sum(s["innovation_minor"] for s in made.shares) == made.innovation_minor == 16_950
    assert not Milestone.objects.filter(order_key=deal.key, trigger="rated", state="waiting").exists()
    with acting(deal.firms["miller"].viewer):
        statement = statement_for(deal.firms["miller"].viewer, deal.key)
    assert {line.kind: line.amount_minor for line in statement.lines}["performance"] == 6_780
    assert check().holds


def test_time_opens_what_the_other_side_never_answered(deal, system):
    rate(deal.firms["buyer"].viewer, deal.key, deal.org("turner"), FAIR)
    assert close_due() == 0
    advance(int(timedelta(days=14).total_seconds()))
    assert close_due() == 1
    assert Rating.objects.get(order_key=deal.key).state == "open"
    assert decision(SYSTEM, deal.key) is not None
    assert close_due() == 0
    with pytest.raises(Refused, match="too_late"):
        rate(deal.firms["turner"].viewer, deal.key, deal.org("buyer"), BUYER)


def test_who_may_rate_whom(deal, make_firm):
    buyer, turner, stranger = deal.firms["buyer"].viewer, deal.firms["turner"].viewer, make_firm("Stranger")
    rate(buyer, deal.key, deal.org("turner"), GOOD)
    for viewer, rated, scores, code in (
        (buyer, deal.org("turner"), GOOD, "wrong_state"),
        (buyer, deal.org("buyer"), GOOD, "self"),
        (turner, deal.org("miller"), GOOD, "not_found"),
        (stranger.viewer, deal.org("buyer"), BUYER, "not_found"),
        (buyer, stranger.organisation.key, GOOD, "not_found"),
        (buyer, deal.org("miller"), BUYER, "invalid"),
    ):
        with pytest.raises(Refused, match=code):
            rate(viewer, deal.key, rated, scores)


def test_ratings_wait_for_their_round(make_deal):
    deal = make_deal().secured()
    with pytest.raises(Refused, match="wrong_state"):
        rate(deal.firms["buyer"].viewer, deal.key, deal.org("turner"), GOOD)


def test_records_move_credit_and_only_their_firm_reads_them(make_firm):
    mill, other = make_firm("Mill"), make_firm("Other")
    for i in range(8):
        partner = make_firm(f"P{i}").organisation.key
        note_record(SYSTEM, mill.organisation.key, "on_time", 1_000_000, f"shp_{i}", partner)
    note_record(SYSTEM, mill.organisation.key, "on_time", 0, "shp_late", other.organisation.key)
    note_record(SYSTEM, mill.organisation.key, "on_time", 0, "shp_late", other.organisation.key)
    row = recompute(SYSTEM, mill.organisation.key)
    assert (row.count, row.lower_ppm > new_credit()) == (9, True)
    assert sum(part["points_ppm"] for part in row.parts) == row.lower_ppm
    with acting(mill.viewer):
        own = credit_card(mill.viewer, mill.organisation.key)
    assert own.records[0][0].evidence == "shp_late"
    assert own.records[0][1] < 0
    with acting(other.viewer):
        assert credit_card(other.viewer, mill.organisation.key).records == []
    with pytest.raises(Refused, match="not_found"):
        credit_card(other.viewer, "org_nobody")
