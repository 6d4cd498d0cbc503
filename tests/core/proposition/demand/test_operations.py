"""Routings: which operations, in which order, with what asked of the machine."""

from dataclasses import replace

import pytest
from tests.core.proposition.demand.parts import BRIEF, SIDE, UP, block, hole, housing

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.part import Feature
from cofab.core.proposition.demand.questions import MASK, SUPPLY, TOLERANCE_STATE


def processes(routing):
    return [o.process for o in routing.operations]


def test_the_housing_is_turned_milled_deburred_anodised_and_inspected():
    routing = routing_of(housing(), BRIEF)
    assert processes(routing) == ["turning", "milling", "deburring", "anodising", "inspection"]
    turning, milling, _, anodising, _ = routing.operations
    assert turning.requirement.tolerance_um == 25
    assert turning.requirement.material == "aluminium"
    assert milling.setups == 1
    assert {"f3", "f4", "f13"} <= set(milling.features)
    assert anodising.requirement.any_of == {"hard-anodising"}
    assert anodising.area_mm2 == 39_000


def test_each_operation_comes_after_the_one_before():
    operations = routing_of(housing(), BRIEF).operations
    assert [o.after for o in operations] == [(), ("o1",), ("o2",), ("o3",), ("o4",)]


def test_a_block_with_holes_goes_to_the_drill_and_with_a_pocket_to_the_mill_too():
    pocket = Feature("f9", "pocket.blind", (9,), depth_um=10_000, direction=UP, facts={"corner_um": 5_000})
    assert processes(routing_of(block(hole(1)), BRIEF))[0] == "drilling"
    assert processes(routing_of(block(hole(1), pocket), BRIEF))[:2] == ["milling", "drilling"]


def test_joined_solids_are_welded_first():
    weld = Feature("f1", "weld", (1, 2), facts={"seam_um": 400_000})
    routing = routing_of(block(weld, hole(2), solids=2), Brief("Q235", 10))
    assert processes(routing)[:2] == ["welding", "drilling"]


def test_holes_from_two_sides_need_two_set_ups_and_more_time():
    one = routing_of(block(hole(1, kind="hole.blind"), hole(2, kind="hole.blind")), BRIEF).operations[0]
    two = routing_of(block(hole(1, kind="hole.blind"), hole(2, kind="hole.blind", direction=SIDE)), BRIEF).operations[0]
    assert (one.setups, two.setups) == (1, 2)
    assert two.run_s > one.run_s
    assert two.setup_s > one.setup_s


def test_harder_material_takes_longer():
    soft = routing_of(housing(), BRIEF).operations[0].run_s
    hard = routing_of(housing(), replace(BRIEF, material="304")).operations[0].run_s
    assert hard > soft


def test_a_thread_takes_longer_than_its_hole():
    plain = routing_of(housing(), replace(BRIEF, callouts=())).operations[1].run_s
    tapped = routing_of(housing(), BRIEF).operations[1].run_s
    assert tapped > plain


def test_an_unknown_material_is_refused_with_near_names():
    with pytest.raises(Refused) as caught:
        routing_of(housing(), replace(BRIEF, material="6061-T7"))
    assert caught.value.code == "demand.unknown_material"
    assert "6061-T6" in caught.value.facts["near"]


def test_the_fit_under_a_film_raises_the_question_with_its_faces():
    questions = {q.id: q for q in routing_of(housing(), BRIEF).questions}
    assert set(questions) == {TOLERANCE_STATE, SUPPLY}
    asked = questions[TOLERANCE_STATE]
    assert asked.faces == (2,)
    assert asked.facts == {"size": "47", "fit": "H7", "film": 30, "growth": 15, "shrink": 30, "width": 25}
    assert [o.id for o in asked.options] == ["after.mask", "after.presize", "before"]
    assert asked.options[0].price_delta_minor > asked.options[1].price_delta_minor > 0


def test_an_answered_question_is_not_asked_again_and_masking_takes_time():
    before = routing_of(housing(), BRIEF)
    after = routing_of(housing(), replace(BRIEF, answers={TOLERANCE_STATE: MASK}))
    assert TOLERANCE_STATE not in {q.id for q in after.questions}
    assert after.operations[3].run_s > before.operations[3].run_s


def test_a_missing_material_and_quantity_are_asked_for():
    asked = {q.id for q in routing_of(housing(), Brief()).questions}
    assert {"material", "quantity"} <= asked


def test_a_thin_film_on_a_wide_tolerance_is_no_question():
    thin = replace(BRIEF, finishes=(replace(BRIEF.finishes[0], film_um=3),))
    assert TOLERANCE_STATE not in {q.id for q in routing_of(housing(), thin).questions}


def test_an_angle_bar_in_a_weldment_is_not_milled():
    weld = Feature("f1", "weld", (1, 2), facts={"seam_um": 400_000})
    facts = {"corner_um": 0, "size_um": [37_000, 69_000, 128_000], "sides": [[1000, 0, 0], [-1000, 0, 0]]}
    angle = Feature("f2", "step.through", (3, 4), 0, 37_000, (1000, 0, 0), facts)
    assert "milling" not in processes(routing_of(block(weld, angle, solids=2), Brief("Q235", 1)))
    assert "milling" in processes(routing_of(block(angle), Brief("Q235", 1)))
    milled = replace(angle, facts=facts | {"sides": [[0, 0, 1000]]})
    assert "milling" in processes(routing_of(block(weld, milled, solids=2), Brief("Q235", 1)))


def test_what_stands_out_of_a_block_is_milled_round():
    boss = Feature("f1", "boss.round", (3,), 20_000, 10_000, UP)
    routing = routing_of(block(boss, hole(2)), Brief("6061", 1))
    assert processes(routing)[:2] == ["milling", "drilling"]
    assert routing.operations[0].features == ("f1",)
