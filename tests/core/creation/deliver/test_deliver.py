"""Handover and acceptance."""

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.deliver import acceptance
from cofab.core.creation.deliver.shipment import SHIPMENT, Handover, check_handover, compare
from cofab.core.kernel.refusal import Refused

ARRIVED = datetime(2026, 3, 2, tzinfo=UTC)


def test_goods_are_not_handed_over_uncounted_or_without_proof():
    check_handover(Handover(50, bag="B-17"))
    check_handover(Handover(50, photo="fil_1"))
    with pytest.raises(Refused, match="no_count"):
        check_handover(Handover(0, bag="B-17"))
    with pytest.raises(Refused, match="no_proof"):
        check_handover(Handover(50))


def test_a_short_count_and_another_seal_are_seen():
    assert compare(Handover(50, bag="B-17"), Handover(50, bag="B-17")).clean
    assert compare(Handover(50, bag="B-17"), Handover(48)).missing == 2
    assert compare(Handover(50, bag="B-17"), Handover(50, bag="B-18")).seal_broken


def test_shipments_end_arrived_lost_or_cancelled():
    assert SHIPMENT.final == {"arrived", "lost", "cancelled"}
    with pytest.raises(Refused):
        SHIPMENT.after("planned", "arrive")


def test_seven_days_of_silence_accept_and_not_a_second_less():
    until = acceptance.answer_until(ARRIVED)
    assert until == ARRIVED + timedelta(days=7)
    with pytest.raises(Refused, match="not_yet_silent"):
        acceptance.silence("waiting", until, until - timedelta(seconds=1))
    assert acceptance.silence("waiting", until, until) == "silent"
    with pytest.raises(Refused):
        acceptance.silence("refused", until, until)


def test_a_refusal_says_why_and_can_still_become_acceptance():
    with pytest.raises(Refused, match="no_reason"):
        acceptance.answer("waiting", "refuse", " ")
    assert acceptance.answer("waiting", "refuse", "12 scratched") == "refused"
    assert acceptance.answer("refused", "accept") == "accepted"
