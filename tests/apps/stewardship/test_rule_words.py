"""A rule's value is shown as people read it, by the unit that its name ends with."""

import pytest
from django.utils.translation import override

from cofab.apps.stewardship.governance.face import value


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("late_ppm", 3000, "0.30%"),
        ("cancel_ppm", 100_000, "10%"),
        ("cap_ppm", 3_000_000, "3"),
        ("fee_minor", 120_000, "¥1,200.00"),
        ("answer_s", 14_400, "4 h"),
        ("half_life_days", 365, "365"),
        ("half_made_ppm", {"buyer": 1_000_000, "supplier": 0}, "buyer 100% · supplier 0%"),
        ("recovery_by", ["reserve", "supplier"], "reserve, supplier"),
        ("opens", [[0, "probation", 2_000_000]], "0 probation 2,000,000"),
        ("asks", True, "yes"),
    ],
)
def test_a_value_is_told_in_its_unit(name, raw, said):
    with override("en"):
        assert value(name, raw) == said
