"""Minutes: what the seconds are made of, which cutter a feature takes, and parameters fitted to records."""

from dataclasses import replace
from random import Random

import pytest
from tests.core.proposition.demand.parts import SIDE, UP, block, hole

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.minutes import milling_s, total_s
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.part import Feature
from cofab.core.proposition.demand.setups import clampings
from cofab.core.proposition.demand.time.calibration import Record, calibrated, constant_errors, left_out_errors
from cofab.core.proposition.demand.time.cutters import cutting_s, narrowest_um, volume_mm3
from cofab.core.proposition.demand.time_rules import DEFAULT_TIMES

MILLING = DEFAULT_TIMES["milling"]


def pocket(number, size=(60_000, 50_000, 20_000), corner=0, direction=UP):
    return Feature(f"f{number}", "pocket.blind", (number,), 0, size[2], direction,
                   {"corner_um": corner, "size_um": list(size), "sides": [list(direction)]})  # fmt: skip


def step(number, size, sides):
    facts = {"corner_um": 0, "size_um": list(size), "sides": [list(s) for s in sides]}
    return Feature(f"f{number}", "step.corner", (number,), 0, min(size), tuple(sides[0]), facts)


def test_the_seconds_are_the_sum_of_their_terms():
    for operation in routing_of(block(hole(1), pocket(2)), Brief("Q235", 1)).operations[:2]:
        assert operation.run_s == total_s(operation.terms, DEFAULT_TIMES[operation.process])


@pytest.mark.parametrize(
    ("feature", "width"),
    [(pocket(1), 50_000), (pocket(1, corner=6_000), 12_000), (hole(1, 45_000), 45_000),
     (Feature("f1", "groove.ring", (1,), 56_000, 12_000, UP, {"width_um": 12_000, "inner_um": 32_000}), 12_000)],
)  # fmt: skip
def test_the_cutter_enters_the_narrowest_place(feature, width):
    assert narrowest_um(feature) == width


def test_a_narrow_pocket_takes_longer_than_a_wide_one_of_the_same_volume():
    wide, narrow = pocket(1, (60_000, 50_000, 20_000)), pocket(1, (375_000, 8_000, 20_000))
    assert volume_mm3(wide) == volume_mm3(narrow) == 60_000
    assert cutting_s((narrow,), 60_000, "steel", MILLING) > 3 * cutting_s((wide,), 60_000, "steel", MILLING)


def test_a_rounded_corner_step_is_a_quarter_of_a_cylinder():
    facts = {"corner_um": 39_000, "size_um": [60_000, 39_000, 39_000]}
    assert abs(volume_mm3(Feature("f1", "step.corner", (1,), 0, 60_000, UP, facts)) - 71_675) < 100


def test_a_corner_step_is_cut_with_the_flank_along_its_middle_length():
    assert clampings([step(1, (21_000, 201_000, 30_000), [(1000, 0, 0)])])[0] in ((0, 0, 1000), (0, 0, -1000))
    known = step(1, (24_000, 25_000, 71_000), [(-1000, 0, 0), (0, -1000, 0)])
    assert clampings([known]) == [(0, -1000, 0)]


def test_all_directions_a_feature_is_open_to_decide_in_the_models_own_axes():
    tilted, across = (707, 707, 0), (-707, 707, 0)
    bare = step(1, (21_000, 201_000, 30_000), [tilted])
    told = replace(bare, facts={**bare.facts, "open": [list(tilted), list(across)]})
    assert set(clampings([bare])) <= {(0, 0, 1000), (0, 0, -1000)}
    assert clampings([told, pocket(2, direction=across)]) == [across]
    assert clampings([replace(told, facts={**told.facts, "open": [list(tilted)]})]) == [tilted]


def test_a_side_with_several_features_is_clamped_once_more():
    def clamped(*features):
        return dict(milling_s(features, 0, "steel", len(clampings(features)), 0, DEFAULT_TIMES).terms)["clamp_s"]

    assert clamped(pocket(1)) == 1
    assert clamped(pocket(1), pocket(2, direction=SIDE)) == 2
    assert clamped(pocket(1), pocket(2)) == clamped(pocket(1), pocket(2), pocket(3)) == 2


def workshop(seed, parts, **truth):
    """Return records of a workshop whose parameters differ from the shipped ones, with three per cent of noise."""
    random = Random(seed)
    told = {**MILLING, **truth}
    records = []
    for n in range(parts):
        features = random.randint(1, 12)
        terms = (("prepare_s", 1), ("clamp_s", random.randint(1, 6)), ("tool_change_s", random.randint(1, 8)),
                 ("feature_s", features), ("cut_s", random.randint(0, 600)))  # fmt: skip
        records.append(Record(f"p{n}", "milling", terms, round(total_s(terms, told) * random.uniform(0.97, 1.03))))
    return records


def test_a_workshop_s_own_parameters_are_found_in_its_records():
    found = calibrated(workshop(7, 40, clamp_s=420, feature_s=45), DEFAULT_TIMES)
    assert found.rules.version == DEFAULT_TIMES.version + 1
    assert found.rules.hash != DEFAULT_TIMES.hash
    assert abs(found.rules["milling"]["clamp_s"] - 420) < 25
    assert abs(found.rules["milling"]["feature_s"] - 45) < 9
    assert found.rules["drilling"] == DEFAULT_TIMES["drilling"]
    quality = found.qualities[0]
    assert quality.left_out[0] < 30_000 < quality.before[0]
    assert quality.left_out[0] < quality.constant[0] // 2


def test_slower_cutting_lowers_the_removal_rates():
    records = [Record(f"p{n}", "milling", (("prepare_s", 1), ("cut_s", 300 * n)), 300 + 600 * n) for n in range(1, 12)]
    rates = calibrated(records, DEFAULT_TIMES).rules["milling"]["removal_mm3_per_min"]
    assert abs(2 * rates["steel"] / MILLING["removal_mm3_per_min"]["steel"] - 1) < 0.1


def test_a_part_is_left_out_with_all_its_records():
    records = workshop(3, 6)
    twice = [*records, *(Record(r.part, r.process, r.terms, 10 * r.seconds) for r in records)]
    assert len(left_out_errors(twice, MILLING)) == len(constant_errors(twice)) == 12


def test_records_that_tell_nothing_are_refused():
    with pytest.raises(Refused) as caught:
        calibrated(workshop(1, 2), DEFAULT_TIMES)
    assert caught.value.code == "demand.no_records"
