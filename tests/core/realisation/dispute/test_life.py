"""Every state of a dispute ends, by a person or by its clock."""

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.dispute.life import CLOCKS, DISPUTE, WHEN_OVER, check_appeal_judge, check_raised, until
from cofab.core.realisation.dispute.rules import DEFAULTS as RULES

AT = datetime(2026, 12, 1, tzinfo=UTC)


def test_what_a_clock_ends_its_state_allows():
    assert set(CLOCKS) == set(WHEN_OVER)
    for state, event in WHEN_OVER.items():
        assert DISPUTE.after(state, event)
    assert set(CLOCKS) <= set(DISPUTE.states)
    assert DISPUTE.final == {"closed"}


def test_every_state_reaches_the_end():
    ends = {"closed"}
    while more := {a for (a, _), b in DISPUTE.moves.items() if b in ends} - ends:
        ends |= more
    assert ends == set(DISPUTE.states)


def test_clocks_are_the_rules():
    assert until("raised", AT, RULES) == AT + timedelta(days=3)
    assert until("ruling", AT, RULES) is None


def test_the_warranty_ends_and_an_appeal_has_another_judge():
    check_raised(AT, None, RULES)
    check_raised(AT, AT - timedelta(days=365), RULES)
    with pytest.raises(Refused, match=r"dispute.too_late"):
        check_raised(AT, AT - timedelta(days=366), RULES)
    check_appeal_judge("per_a", "per_b")
    with pytest.raises(Refused, match=r"dispute.own_ruling"):
        check_appeal_judge("per_a", "per_a")
