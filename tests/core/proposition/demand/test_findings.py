"""Findings: each rule fires beyond its limit, with the faces, and not before."""

from dataclasses import replace

import pytest
from tests.core.proposition.demand.parts import BRIEF, UP, block, hole, housing

from cofab.core.proposition.demand.findings import findings_of
from cofab.core.proposition.demand.part import Feature
from cofab.core.proposition.demand.questions import PRESIZE, TOLERANCE_STATE


def rules(part, brief=BRIEF, group="aluminium"):
    return [f.rule for f in findings_of(part, brief, group)]


@pytest.mark.parametrize(("depth", "found"), [(50_000, []), (89_000, []), (90_000, ["deep_hole"])])
def test_a_hole_deeper_than_eight_diameters_is_named(depth, found):
    assert rules(block(hole(1, 10_000, depth))) == found


@pytest.mark.parametrize(("corner", "found"), [(0, ["sharp_corner"]), (1_000, ["small_radius"]), (5_000, [])])
def test_inner_corners_are_measured_against_the_depth(corner, found):
    pocket = Feature("f1", "pocket.blind", (4, 5), depth_um=20_000, direction=UP, facts={"corner_um": corner})
    finding = findings_of(block(pocket), BRIEF)
    assert [f.rule for f in finding] == found
    assert all(f.faces == (4, 5) and f.limit == 2_500 and f.cost_minor > 0 for f in finding)


def test_a_thin_wall_is_named():
    wall = Feature("f1", "wall.thin", (1, 2), facts={"thickness_um": 700})
    assert rules(block(wall)) == ["thin_wall"]
    assert rules(block(wall), group="steel") == []


def test_the_film_that_uses_up_a_fit_is_named_until_it_is_settled():
    assert rules(housing()) == ["coating_fit"]
    assert rules(housing(), replace(BRIEF, answers={TOLERANCE_STATE: PRESIZE})) == []
