"""Findings: each rule fires beyond its limit, with the faces, and not before; equal ones are one with all faces."""

from dataclasses import replace

import pytest
from tests.core.proposition.demand.parts import BRIEF, UP, block, hole, housing

from cofab.core.kernel.refusal import sentence
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief, Callout, Finish, Treatment
from cofab.core.proposition.demand.findings import DEFAULT_FINDING_RULES, findings_of
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.questions import PRESIZE, TOLERANCE_STATE

PLAIN = Brief("6061-T6", 50)


def rules(part, brief=BRIEF, group="aluminium", **more):
    return [f.rule for f in findings_of(part, brief, group, **more)]


def shaft(diameter, length):
    return Part("shaft", 1, 1, (diameter, diameter, length), 1, 1,
                (Feature("f1", "turned.diameter", (1,), diameter, length, UP),), True, 3)  # fmt: skip


def deep(depth):
    facts = {"corner_um": 9_000, "size_um": [30_000, 10_000, depth]}
    return Feature("f1", "pocket.blind", (4, 5), 0, depth, UP, facts)


def sheet(*features, thickness=2_000):
    plate = Feature("f0", "sheet", (0,), facts={"thickness_um": thickness})
    return Part("sheet", 1, 1, (200_000, 100_000, thickness), 1, 1, (plate, *features), False, 9)


@pytest.mark.parametrize(
    ("depth", "found"), [(50_000, []), (89_000, []), (90_000, ["deep_hole"]), (210_000, ["gun_hole"])]
)
def test_a_hole_deeper_than_eight_diameters_is_named(depth, found):
    assert rules(block(hole(1, 10_000, depth))) == found


@pytest.mark.parametrize(
    ("feature", "found"),
    [
        (hole(1, kind="hole.blind", bottom="flat"), ["flat_bottom"]),
        (hole(1, kind="hole.blind", bottom="cone"), []),
        (hole(1, 900, 3_000), ["tiny_hole"]),
        (hole(1, 1_000, 3_000), []),
        (deep(61_000), ["deep_pocket"]),
        (deep(50_000), []),
        (Feature("f1", "rib", (4,), 0, 22_000, UP, {"thickness_um": 2_000}), ["thin_rib"]),
        (Feature("f1", "rib", (4,), 0, 20_000, UP, {"thickness_um": 2_000}), []),
        (Feature("f1", "slot.closed", (4,), 0, 5_000, UP, {"sides": []}), ["unreachable"]),
        (Feature("f1", "slot.closed", (4,), 0, 5_000, UP, {"sides": [[0, 0, 1000]]}), []),
    ],
)  # fmt: skip
def test_each_shape_has_its_rule(feature, found):
    finding = findings_of(block(feature), PLAIN, "aluminium")
    assert [f.rule for f in finding] == found
    assert all(f.faces == feature.faces and f.feature == "f1" and f.source and f.cost_minor > 0 for f in finding)


@pytest.mark.parametrize(("corner", "found"), [(0, ["sharp_corner"]), (1_000, ["small_radius"]), (5_000, [])])
def test_inner_corners_are_measured_against_the_depth(corner, found):
    pocket = Feature("f1", "pocket.blind", (4, 5), depth_um=20_000, direction=UP, facts={"corner_um": corner})
    finding = findings_of(block(pocket), BRIEF)
    assert [f.rule for f in finding] == found
    assert all(f.faces == (4, 5) and f.limit == 2_500 and f.cost_minor == -f.change_minor > 0 for f in finding)


def test_a_thin_wall_is_named():
    wall = Feature("f1", "wall.thin", (1, 2), facts={"thickness_um": 700})
    assert rules(block(wall)) == ["thin_wall"]
    assert rules(block(wall), PLAIN, group="steel") == []


@pytest.mark.parametrize(("length", "found"), [(199_000, []), (200_000, ["slender"])])
def test_a_slender_shaft_is_named(length, found):
    assert rules(shaft(20_000, length), PLAIN) == found


@pytest.mark.parametrize(
    ("depth", "kind", "found"),
    [(12_000, "hole.through", []), (15_000, "hole.through", []), (16_000, "hole.through", ["deep_thread"]),
     (12_000, "hole.blind", ["thread_bottom"]), (9_000, "hole.blind", [])],
)  # fmt: skip
def test_a_thread_deeper_than_it_carries_or_without_run_out_is_named(depth, kind, found):
    brief = replace(PLAIN, callouts=(Callout(5_000, thread="M5", depth_um=depth),))
    assert rules(block(hole(1, 4_200, 12_000, kind=kind, bottom="cone")), brief) == found


@pytest.mark.parametrize(
    ("callout", "found"),
    [(Callout(10_000, "H7"), []), (Callout(10_000, "H6"), ["fine_fit"]), (Callout(10_000, "H8", ra_nm=1_600), []),
     (Callout(10_000, "H8", ra_nm=800), ["fine_surface"])],
)  # fmt: skip
def test_fits_and_surfaces_finer_than_the_process_are_named(callout, found):
    assert rules(block(hole(1, 10_000, 20_000)), replace(PLAIN, callouts=(callout,))) == found


def test_a_general_tolerance_that_nobody_holds_throughout_is_named():
    assert rules(block(), replace(PLAIN, tolerance_um=10)) == ["fine_tolerance"]
    assert rules(block(), replace(PLAIN, tolerance_um=20)) == []


@pytest.mark.parametrize(
    ("finish", "treatment", "group", "found"),
    [("zinc-electroplating", "", "aluminium", ["unfit_material"]), ("zinc-electroplating", "", "steel", []),
     ("", "carburising-and-hardening", "aluminium", ["unfit_material"]), ("", "quenching-and-tempering", "steel", [])],
)  # fmt: skip
def test_a_finish_or_treatment_that_the_material_does_not_take_is_named(finish, treatment, group, found):
    brief = replace(
        PLAIN, finishes=(Finish("plating", finish),) if finish else (),
        treatments=(Treatment(treatment),) if treatment else (),
    )  # fmt: skip
    assert rules(block(), brief, group, material="X") == found


def test_a_material_that_cracks_when_welded_is_named():
    weld = Feature("f1", "weld", (1, 2), facts={"seam_um": 100_000})
    assert rules(block(weld, solids=2), PLAIN, material="7075-T6") == ["unfit_material"]
    assert rules(block(weld, solids=2), PLAIN, material="6061-T6") == []


def test_a_torch_needs_room():
    weld = Feature("f1", "weld", (1, 2), facts={"seam_um": 100_000, "room_um": 12_000})
    assert rules(block(weld, solids=2), PLAIN) == ["weld_access"]


def test_a_part_larger_than_any_machine_is_named_with_the_side_that_is_too_long():
    machines = {"milling": [(90_000, 90_000, 90_000), (110_000, 60_000, 50_000)], "turning": [(200_000,) * 3]}
    found = findings_of(block(), PLAIN, "aluminium", machines=machines)
    assert [(f.rule, f.measured, f.limit, f.facts["process"]) for f in found] == [
        ("too_large", 80_000, 60_000, "milling")
    ]
    assert rules(block(), PLAIN, machines={"milling": [(100_000, 80_000, 40_000)], "turning": []}) == []


@pytest.mark.parametrize(
    ("feature", "found"),
    [
        (Feature("f1", "bend", (1,), facts={"radius_um": 2_900}), ["bend_radius"]),
        (Feature("f1", "bend", (1,), facts={"radius_um": 3_000}), []),
        (hole(1, 1_900, 2_000), ["hole_in_sheet"]),
        (hole(1, 6_000, 2_000, bend_um=3_900, edge_um=5_000), ["hole_near_bend"]),
        (hole(1, 6_000, 2_000, bend_um=4_000, edge_um=1_900), ["hole_near_edge"]),
    ],
)
def test_sheets_have_their_own_rules(feature, found):
    assert rules(sheet(feature), PLAIN) == found


def test_the_film_that_uses_up_a_fit_is_named_until_it_is_settled():
    assert rules(housing()) == ["coating_fit", "coating_thread"]
    assert rules(housing(), replace(BRIEF, answers={TOLERANCE_STATE: PRESIZE})) == ["coating_thread"]


def test_equal_findings_are_one_with_all_faces_and_their_cost():
    one, three = (findings_of(block(*(hole(n, 5_000, 50_000) for n in range(1, k + 1))), PLAIN) for k in (1, 3))
    assert len(one) == len(three) == 1
    assert three[0].faces == (1, 2, 3)
    assert three[0].facts["count"] == 3
    assert three[0].cost_minor == 3 * one[0].cost_minor


def test_limits_and_costs_are_data():
    row = {**DEFAULT_FINDING_RULES["deep_hole"], "limit": {"": 4}, "cost_minor": 7}
    own = RuleSet("demand.findings", 3, {**DEFAULT_FINDING_RULES.values, "deep_hole": row})
    found = findings_of(block(hole(1, 10_000, 50_000)), PLAIN, "aluminium", own)
    assert [(f.rule, f.limit, f.cost_minor) for f in found] == [("deep_hole", 4, 7)]


def test_every_sentence_has_its_facts():
    part = block(hole(1, 10_000, 90_000), hole(2, kind="hole.blind", bottom="flat"))
    for finding in findings_of(part, PLAIN, "aluminium", machines={"milling": [(1, 1, 1)]}):
        facts = {**finding.facts, "limit": finding.limit, "measured": finding.measured}
        assert "{" not in sentence(finding.code, facts) + sentence(finding.change, facts)
