"""The ten disputes of practice, each played through the API to its end: the sums, and the ledger after each."""

import pytest

from cofab.apps.base.clock import advance
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.realisation.dispute.actions import expire
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.settle.actions import cut, release
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.selectors import money_of, statement_for, whole_of
from cofab.core.realisation.settle.endings import Line

pytestmark = pytest.mark.django_db
JSON = "application/json"
TURNER = 1_130_000
DAY = 86_400


class Case:
    """A secured order and what its parties say to each other over HTTP."""

    def __init__(self, deal, client_for, make_firm):
        self.deal, self.client_for = deal, client_for
        self.judges = {"operator": deal.firms["platform"], "committee": make_firm("Committee", kind="committee")}

    def client(self, who):
        return self.client_for(self.judges.get(who) or self.deal.firms[who])

    def raised(self, by, against, kind, **said):
        body = {"against": self.deal.org(against), "kind": kind, "text": "It is not what we agreed on.", **said}
        answer = self.client(by).post(f"/api/v1/orders/{self.deal.key}/disputes", body, content_type=JSON)
        assert answer.status_code == 201, answer.content
        self.key = answer.json()["key"]
        return answer.json()

    def does(self, who, verb, expect=200, **said):
        body = {"text": "Because of what the photos show.", **said}
        answer = self.client(who).post(f"/api/v1/disputes/{self.key}/{verb}", body, content_type=JSON)
        assert answer.status_code == expect, answer.content
        return answer.json()

    def proposed(self, by, takers, cause, remedy, **said):
        offer = self.does(by, "proposals", 201, cause=cause, remedy=remedy, **said)
        for who in takers:
            last = self.does(who, f"proposals/{offer['key']}/consent")
        return last

    def paid(self, name):
        return statement_for(self.deal.firms[name].viewer, self.deal.key).total_minor

    def runs(self):
        for trigger in ("started", "made", "carried", "reported", "delivered", "accepted"):
            release(SYSTEM, self.deal.key, trigger)


@pytest.fixture
def case(make_deal, client_for, make_firm, system):
    made = Case(make_deal().secured(), client_for, make_firm)
    yield made
    whole = whole_of(money_of(SYSTEM, made.deal.key).row)
    assert whole.funded_minor == whole.released_minor + whole.refunded_minor + whole.held_minor
    assert [one.name for one in check().checks if one.result != "holds"] == []


def test_1_coating_and_tolerance_is_mediated_to_a_rework(case):
    said = case.raised("buyer", "turner", "coating_tolerance", pieces=400, remedy="refund")
    assert said["claimed_minor"] == TURNER * 400 // 2000 == said["held_minor"]
    case.does("turner", "answer")
    ended = case.proposed("operator", ["buyer", "turner"], "respondent", "rework")
    assert (ended["state"], ended["award_minor"]) == ("mending", 0)
    assert case.does("buyer", "mended")["state"] == "closed"
    case.runs()
    assert case.paid("turner") == TURNER - TURNER * 3 // 100, "mended: nothing is taken off"


def test_2_shades_between_baths_are_kept_at_a_lower_price(case):
    case.raised("buyer", "miller", "shade", pieces=1000, remedy="keep")
    case.does("miller", "answer")
    ended = case.proposed("miller", ["buyer"], "respondent", "keep")
    assert (ended["state"], ended["award_minor"]) == ("closed", 565_000 * 15 // 200)
    case.runs()
    assert whole_of(money_of(SYSTEM, case.deal.key).row).refunded_minor == 56_500 + 42_375


def test_3_scrap_by_material_is_not_the_shops(case):
    case.raised("buyer", "turner", "scrap", pieces=100, remedy="refund", goods_minor=500)
    case.does("turner", "answer")
    case.does("buyer", "escalate")
    ruled = case.does("operator", "rule", cause="material", remedy="refund")
    assert (ruled["state"], ruled["outcome"]["award_minor"]) == ("ruled", 0)


def test_4_a_short_count_that_nobody_answers_stands(case):
    said = case.raised("buyer", "miller", "short", pieces=20, remedy="refund")
    case.runs()
    held = Milestone.objects.get(order_key=case.deal.key, state="contested")
    assert held.amount_minor == said["claimed_minor"] == 5_650, "the rest was released"
    advance(3 * DAY - 60)
    assert expire() == 0
    advance(120)
    assert expire() == 1
    assert case.client("buyer").get(f"/api/v1/disputes/{case.key}").json()["dispute"]["award_minor"] == 5_650
    held.refresh_from_db()
    assert (held.state, held.returned_minor) == ("returned", 5_650)


def test_5_scratches_of_a_carrier_without_insurance_cost_three_freights(case):
    said = case.raised("buyer", "carrier", "scratched", pieces=2000, remedy="refund", insured=False)
    assert said["claimed_minor"] == 3 * 45_200
    assert said["held_minor"] == 45_200, "no more of its money waits"
    assert case.does("carrier", "concede")["award_minor"] == 3 * 45_200
    case.runs()
    assert case.paid("carrier") == -2 * 45_200, "what was not held back is owed directly"


def test_6_lateness_of_given_material_gives_the_cut_back(case):
    cut(SYSTEM, case.deal.key, case.deal.org("turner"), Line("late", -40_000, {"days": 8}))
    said = case.raised("turner", "buyer", "material_late", waited_days=6, remedy="refund")
    assert (said["claimed_minor"], said["held_minor"]) == (30_000, 0)
    case.does("buyer", "concede")
    lines = {
        line.kind: line.amount_minor for line in statement_for(case.deal.firms["turner"].viewer, case.deal.key).lines
    }
    assert (lines["late"], lines["owed"]) == (-40_000, 30_000)


def test_7_burrs_are_ruled_on_appealed_and_decided_by_somebody_else(case):
    case.raised("buyer", "turner", "burrs", pieces=200, remedy="refund")
    case.does("turner", "answer")
    case.does("turner", "escalate")
    case.does("operator", "rule", cause="respondent", remedy="refund")
    case.does("turner", "appeal")
    assert case.does("operator", "decide", 403, cause="claimant", remedy="keep")["code"] == "kernel.forbidden"
    ended = case.does("committee", "decide", cause="respondent", remedy="elsewhere")
    assert (ended["state"], ended["award_minor"]) == ("closed", TURNER * 200 // 2000 // 4)


def test_8_a_wrong_revision_is_made_again_or_else_paid(case):
    case.raised("buyer", "miller", "revision", pieces=500, remedy="remake")
    assert case.does("miller", "concede")["state"] == "mending"
    case.runs()
    advance(14 * DAY + 60)
    assert expire() == 1
    found = case.client("miller").get(f"/api/v1/disputes/{case.key}").json()["dispute"]
    assert (found["state"], found["award_minor"]) == ("closed", 565_000 // 4)


def test_9_a_missing_certificate_is_brought_and_the_complaint_taken_back(case):
    case.raised("buyer", "turner", "certificate", pieces=2000, remedy="keep")
    case.runs()
    assert Milestone.objects.filter(order_key=case.deal.key, state="contested").exists()
    assert case.does("buyer", "withdraw")["state"] == "closed"
    assert not Milestone.objects.filter(order_key=case.deal.key, state="contested").exists()
    assert case.paid("turner") == TURNER - TURNER * 3 // 100


def test_10_a_buyer_that_does_not_answer_is_told_by_the_clock(case):
    said = case.raised("turner", "buyer", "no_answer", remedy="none")
    assert said["claimed_minor"] == 0
    advance(3 * DAY + 60)
    assert expire() == 1
    assert case.client("turner").get(f"/api/v1/disputes/{case.key}").json()["dispute"]["outcome"]["by"] == "silence"


def test_a_ruling_stands_when_nobody_appeals(case):
    case.raised("buyer", "turner", "burrs", pieces=200, remedy="keep")
    case.does("turner", "answer")
    advance(7 * DAY + 60)
    assert expire() == 1, "talks over: a ruling is asked for by itself"
    case.does("operator", "rule", cause="nobody", remedy="keep")
    advance(7 * DAY + 60)
    assert expire() == 1
    found = case.client("buyer").get(f"/api/v1/disputes/{case.key}").json()["dispute"]
    assert (found["outcome"]["by"], found["award_minor"]) == ("confirm", TURNER * 200 * 15 // 2000 // 200)


def test_nobody_moves_out_of_turn_or_twice(case):
    case.raised("buyer", "turner", "burrs", pieces=10)
    again = {"against": case.deal.org("turner"), "kind": "burrs", "text": "again", "pieces": 1}
    url = f"/api/v1/orders/{case.deal.key}/disputes"
    assert case.client("buyer").post(url, again, content_type=JSON).status_code == 409
    assert case.does("buyer", "answer", 422)["code"] == "dispute.not_your_move"
    assert case.does("operator", "rule", 404, cause="nobody", remedy="keep")["code"] == "kernel.not_found"
    case.does("turner", "answer")
    offer = {"cause": "nobody", "remedy": "keep"}
    assert case.does("turner", "proposals", 422, **offer, award_minor=10**9)["code"] == "dispute.too_much"
    made = case.does("turner", "proposals", 201, **offer)
    assert case.does("turner", f"proposals/{made['key']}/consent", 422)["code"] == "dispute.own_proposal"
    assert case.does("miller", "answer", 404)["code"] == "kernel.not_found"
    assert case.does("buyer", "answer", 422, text=" ")["code"] == "dispute.not_your_move"


def test_money_in_dispute_is_not_let_go_by_hand(case):
    case.raised("buyer", "turner", "burrs", pieces=100)
    held = Milestone.objects.get(order_key=case.deal.key, state="contested")
    for who in ("buyer", "operator"):
        answer = case.client(who).post(f"/api/v1/milestones/{held.key}/settle", content_type=JSON)
        assert (answer.status_code, answer.json()["code"]) == (422, "settle.in_dispute")


def test_the_menu_counts_the_moves_that_the_list_shows(case):
    def waits(who):
        from cofab.apps.realisation.dispute.selectors import waiting

        return waiting((case.judges.get(who) or case.deal.firms[who]).viewer)

    case.raised("buyer", "turner", "burrs", pieces=10)
    assert (waits("buyer"), waits("turner"), waits("operator")) == (0, 1, 0)
    case.does("turner", "answer")
    assert (waits("buyer"), waits("turner"), waits("operator")) == (1, 1, 0)
    case.does("buyer", "escalate")
    assert (waits("buyer"), waits("turner"), waits("operator")) == (0, 0, 1)
    assert b"your turn" in case.client("operator").get("/disputes/").content
