"""Rule sets change by versions; grants end."""

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.kernel.refusal import Refused
from cofab.core.stewardship.governance.change import amended, differences
from cofab.core.stewardship.governance.defaults import DEFAULTS, FEES, SPLIT, WORDS, declare_rules
from cofab.core.stewardship.rights.custody import Grant, check, watermark

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def test_every_default_is_a_first_version_with_its_own_hash():
    assert all(rules.version == 1 and rules.name == name for name, rules in DEFAULTS.items())
    assert len({rules.hash for rules in DEFAULTS.values()}) == len(DEFAULTS)


def test_a_change_is_the_next_version_and_shows_what_differs():
    after = amended(FEES, {"platform_ppm": 20_000})
    assert (after.version, after.hash == FEES.hash) == (2, False)
    assert differences(FEES.values, after.values) == [("platform_ppm", 25_000, 20_000)]


@pytest.mark.parametrize("changes", [{}, {"platform_ppm": 25_000}, {"bribe_ppm": 1}])
def test_no_change_and_unknown_values_are_refused(changes):
    with pytest.raises(Refused):
        amended(FEES, changes)


def test_a_name_stands_for_one_set_of_rules():
    assert declare_rules("split", SPLIT.values, *WORDS["split"]) is SPLIT
    with pytest.raises(ValueError):
        declare_rules("split", {"base_ppm": 1}, "", "")


def test_a_grant_ends_by_time_or_by_its_owner():
    grant = Grant("fil_1", "org_1", "quote", NOW)
    check(grant, NOW - timedelta(seconds=1))
    with pytest.raises(Refused, match="expired"):
        check(grant, NOW)
    with pytest.raises(Refused, match="revoked"):
        check(Grant("fil_1", "org_1", "quote", None, revoked=True), NOW)


def test_a_watermark_tells_who_took_which_copy_when():
    mark = watermark("fil_1", "org_1", "per_1", NOW)
    others = [("fil_2", "org_1", "per_1"), ("fil_1", "org_2", "per_1"), ("fil_1", "org_1", "per_2")]
    assert len({mark, *(watermark(*other, NOW) for other in others)}) == 4
