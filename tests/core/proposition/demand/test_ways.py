"""Ways of making: the whole vocabulary, treatments from what is asked, sheet metal, alternatives, checks."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.proposition.demand.parts import BRIEF, SIDE, UP, block, hole, housing

import cofab.demo.region
from cofab.core.kernel.refusal import Refused, sentence
from cofab.core.proposition.demand.brief import Brief, Callout, Finish, Treatment
from cofab.core.proposition.demand.drawing import Field, brief_with
from cofab.core.proposition.demand.edits import Choose, apply
from cofab.core.proposition.demand.estimate import estimate
from cofab.core.proposition.demand.needs import needs_of
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.price import price_of
from cofab.core.proposition.demand.ways.checks import checks_of
from cofab.core.proposition.demand.ways.processes import Piece, chain_of, family_of, hourly_minor
from cofab.core.proposition.demand.ways.table import PROCESSES
from cofab.core.proposition.publish.vocabulary import read_vocabulary

TABLE = Path(cofab.demo.region.__file__).with_name("process_vocabulary.tsv")
VOCABULARY = {p.id: p for p in read_vocabulary(TABLE.read_text(encoding="utf-8"))}
PIECE = Piece((50_000, 40_000, 30_000), 400, 9_400, "steel")


def pocket(number, direction):
    return Feature(f"f{number}", "pocket.blind", (number,), 0, 10_000, direction,
                   {"corner_um": 5_000, "size_um": [20_000, 20_000, 10_000], "sides": [list(direction)]})  # fmt: skip


def sheet(*features):
    plate = Feature("f0", "sheet", (0,), facts={"thickness_um": 2_000})
    return Part("sheet", 1, 1, (200_000, 100_000, 2_000), 39_000, 41_000, (plate, *features), False, 9)


def test_every_process_of_the_vocabulary_can_be_routed_and_priced():
    assert set(PROCESSES) == set(VOCABULARY)
    assert len({p.trade for p in VOCABULARY.values()}) == 23
    for name, process in VOCABULARY.items():
        assert family_of(name) in process.families
        (operation,) = chain_of([name], PIECE).operations
        assert operation.setup_s > 0
        assert operation.requirement.any_of == {name}
        low, high = hourly_minor(name)
        assert 0 < low < high


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(PROCESSES)), min_size=1, max_size=8, unique=True))
def test_a_chain_is_ordered_by_stage(processes):
    operations = chain_of(processes, PIECE).operations
    stages = [PROCESSES[next(iter(o.requirement.any_of))][1] for o in operations]
    assert stages == sorted(stages)
    assert [o.after for o in operations[1:]] == [(o.id,) for o in operations[:-1]]


def test_a_process_that_the_vocabulary_lacks_is_refused():
    with pytest.raises(Refused) as caught:
        chain_of(["whittling"], PIECE)
    assert caught.value.code == "demand.unknown_process"


@pytest.mark.parametrize(
    ("treatment", "material", "found"),
    [
        (Treatment(hardness_hrc=30), "45", ["heat_treatment", "milling", "deburring", "inspection"]),
        (Treatment(hardness_hrc=58), "Cr12MoV", ["milling", "deburring", "heat_treatment", "inspection"]),
    ],
)
def test_steel_is_hardened_before_cutting_where_it_can_still_be_cut(treatment, material, found):
    routing = routing_of(block(pocket(1, UP)), Brief(material, 5, treatments=(treatment,)))
    assert [o.process for o in routing.operations] == found


@pytest.mark.parametrize(
    ("treatment", "material", "process"),
    [
        (Treatment(hardness_hrc=30), "45", "quenching-and-tempering"),
        (Treatment(hardness_hrc=58), "Cr12MoV", "vacuum-hardening"),
        (Treatment(depth_um=300, hardness_hrc=60), "40Cr", "nitriding"),
        (Treatment(depth_um=900, hardness_hrc=60), "40Cr", "carburising-and-hardening"),
        (Treatment(hardness_hrc=45), "6061", "hard-anodising"),
        (Treatment("induction-hardening", 55), "45", "induction-hardening"),
    ],
)
def test_hardness_case_and_material_choose_the_treatment(treatment, material, process):
    routing = routing_of(block(pocket(1, UP)), Brief(material, 5, treatments=(treatment,)))
    assert process in {p for o in routing.operations for p in o.requirement.any_of}


@pytest.mark.parametrize(
    ("fit", "hrc", "ra", "ground"),
    [("H7", 0, 0, []), ("H6", 0, 0, ["cylindrical-grinding"]), ("H7", 58, 0, ["cylindrical-grinding"]),
     ("H7", 0, 400, ["cylindrical-grinding"]), ("H9", 58, 0, [])],
)  # fmt: skip
def test_fine_fits_and_surfaces_are_ground_and_hardened_fits_too(fit, hrc, ra, ground):
    brief = Brief("45", 5, callouts=(Callout(47_000, fit, ra_nm=ra),),
                  treatments=(Treatment(hardness_hrc=hrc),) if hrc else ())  # fmt: skip
    routing = routing_of(housing(), brief)
    found = [p for o in routing.operations if o.process == "grinding" for p in o.requirement.any_of]
    assert found == ground
    turning = next(o for o in routing.operations if o.process == "turning")
    assert (turning.requirement.tolerance_um < 100) == (not ground)
    if ground and hrc:
        order = [o.process for o in routing.operations]
        assert order.index("heat_treatment") < order.index("grinding")


def test_a_weldment_with_fits_is_relieved_before_it_is_cut():
    weld = Feature("f1", "weld", (1, 2), facts={"seam_um": 400_000})
    brief = Brief("Q235", 2, callouts=(Callout(10_000, "H7"),))
    order = [o.process for o in routing_of(block(weld, hole(2, 10_000), solids=2), brief).operations]
    assert order[:3] == ["welding", "heat_treatment", "drilling"]


def test_a_sheet_is_cut_drilled_where_it_must_be_deburred_and_bent():
    part = sheet(hole(1), hole(2, 4_200), Feature("f9", "bend", (9,), facts={"radius_um": 3_000}))
    routing = routing_of(part, Brief("Q235", 100, callouts=(Callout(5_000, thread="M5"),)))
    assert [o.process for o in routing.operations] == ["cutting", "drilling", "deburring", "bending", "inspection"]
    cutting, drilling, _, bending, _ = routing.operations
    assert set(cutting.features) == {"f0", "f1"}
    assert drilling.features == ("f2",)
    assert bending.features == ("f9",)
    assert routing_of(sheet(hole(1)), Brief("Q235", 100)).operations[0].run_s < 120


def test_many_clampings_may_go_to_five_axes():
    part = block(*(pocket(n, d) for n, d in enumerate((UP, SIDE, (1000, 0, 0), (0, 0, -1000)), 1)))
    found = next(
        a for a in estimate(part, Brief("6061", 10)).routing.alternatives if "Five" in sentence(a.code, a.facts)
    )
    old, new = routing_of(part, Brief("6061", 10)).operations[0], found.operations[0]
    assert new.requirement.any_of == {"5-axis-simultaneous-milling"}
    assert (old.setups, new.setups) == (4, 2)
    assert new.run_s < old.run_s


def test_casting_pays_from_a_quantity_and_not_below_it():
    for alternative in estimate(housing(), BRIEF).routing.alternatives:
        if alternative.operations[0].process != "casting" or not alternative.from_quantity:
            continue
        assert alternative.from_quantity >= 500
        for quantity, cheaper in ((alternative.from_quantity, True), (alternative.from_quantity // 5, False)):
            brief = replace(BRIEF, quantity=quantity)
            told = estimate(housing(), brief).routing
            one = next(a for a in told.alternatives if a.id == alternative.id)
            assert (one.delta_minor < 0) == cheaper


def test_the_difference_told_is_the_difference_paid():
    routing = estimate(housing(), BRIEF).routing
    for alternative in routing.alternatives:
        both = [price_of(housing(), r, BRIEF).before_vat() for r in (routing, apply(routing, [Choose(alternative.id)]))]
        assert abs(sum(both[1]) // 2 - sum(both[0]) // 2 - alternative.delta_minor) <= 1


def test_a_mould_is_a_line_of_its_own_and_the_casting_is_weighed_without_its_chips():
    routing = estimate(housing(), BRIEF).routing
    cast = next(a for a in routing.alternatives if a.operations[0].process == "casting")
    lines = price_of(housing(), apply(routing, [Choose(cast.id)]), BRIEF).lines
    assert [(line.low_minor, line.high_minor) for line in lines if line.kind == "tooling"] == [
        cast.operations[0].tooling_minor
    ]
    bar = next(line for line in price_of(housing(), routing, BRIEF).lines if line.kind == "material")
    melt = next(line for line in lines if line.kind == "material")
    assert melt.facts["weight_g"] < bar.facts["weight_g"]


def test_turn_and_mill_join_and_lose_nothing_but_the_clamping():
    routing = estimate(housing(), BRIEF).routing
    joined = next(a for a in routing.alternatives if a.replaces == ("o1", "o2") and len(a.operations) == 1)
    first, second = routing.operations[:2]
    assert set(joined.operations[0].features) == {*first.features, *second.features}
    assert first.run_s < joined.operations[0].run_s < first.run_s + second.run_s


def test_the_inspection_plan_names_gauge_and_limits():
    brief = replace(BRIEF, treatments=(Treatment("nitriding", 60),), callouts=(*BRIEF.callouts, Callout(0, ra_nm=800)))
    found = {c.kind: c for c in checks_of(housing(), brief, needs_of(housing(), brief))}
    assert set(found) == {"fit", "thread", "surface", "film", "hardness", "size"}
    fit = found["fit"]
    assert (fit.instrument, fit.low, fit.high, fit.every, fit.faces) == ("plug-gauge", 47_000, 47_025, True, (2,))
    assert (found["film"].low, found["film"].high) == (24, 36)
    assert found["hardness"].low == 58


def test_a_finish_comes_after_treatment_and_grinding():
    brief = Brief("45", 5, callouts=(Callout(47_000, "H6"),), treatments=(Treatment(hardness_hrc=58),),
                  finishes=(Finish("conversion", "blackening-and-phosphating"),))  # fmt: skip
    order = [o.process for o in routing_of(housing(), brief).operations]
    assert order[-4:] == ["heat_treatment", "grinding", "conversion", "inspection"]


def plate(*features):
    return Part("plate", 1, 1, (120_000, 70_000, 5_000), 35_000, 20_000, tuple(features), False, 40)


def through(number, size, direction=SIDE):
    facts = {"corner_um": 0, "size_um": list(size), "sides": [list(direction)]}
    return Feature(f"f{number}", "slot.through", (number,), 0, size[1], direction, facts)


def test_what_runs_through_a_plate_is_milled_from_its_face_in_one_clamping():
    part = plate(through(1, (4_000, 2_000, 5_000)), through(2, (9_000, 2_000, 5_000), (-191, -982, 0)))
    assert routing_of(part, Brief("6061", 1)).operations[0].setups == 1
    thicker = replace(part, size_um=(120_000, 70_000, 25_000))
    assert routing_of(thicker, Brief("6061", 1)).operations[0].setups == 2


def codes(part, brief):
    return {a.code: a for a in estimate(part, brief).routing.alternatives}


def test_a_plate_may_be_cut_by_laser_and_its_sinks_drilled():
    part = plate(through(1, (4_000, 2_000, 5_000)), hole(2, 6_000, 5_000), hole(3, 4_500, 5_000, form="countersink"))
    cut, drill = codes(part, Brief("6061", 10))["demand.way_plate"].operations
    assert set(cut.features) == {"f1", "f2"}
    assert drill.features == ("f3",)
    shallow = replace(pocket(4, UP), facts={**pocket(4, UP).facts, "size_um": [20_000, 20_000, 2_000]})
    blind = replace(part, features=(*part.features, shallow))
    assert "demand.way_plate" not in codes(blind, Brief("6061", 10))


def test_holes_open_to_the_milled_sides_may_be_drilled_on_the_mill():
    part = block(pocket(1, UP), hole(2))
    way = codes(part, Brief("6061", 10))["demand.way_one_clamping"]
    routing = routing_of(part, Brief("6061", 10))
    assert way.replaces == ("o1", "o2")
    assert way.operations[0].run_s < routing.operations[0].run_s + routing.operations[1].run_s
    other = block(pocket(1, UP), hole(2, direction=SIDE))
    assert "demand.way_one_clamping" not in codes(other, Brief("6061", 10))


def drawn(name, value):
    return Field(name, value, "", 0, (0, 0, 0, 0), name)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ([("hardness", {"scale": "HRC", "low": 58, "high": 62})], (Treatment("", 60),)),
        ([("hardness", {"scale": "HV", "low": 600, "high": 600})], ()),
        ([("heat_treatment", {"process": "nitriding"}), ("hardness", {"scale": "HRC", "low": 60, "high": 60})],
         (Treatment("nitriding", 60),)),
        ([("hardness", {"scale": "HRC", "low": 60, "high": 60}), ("heat_treatment", {"process": "nitriding"})],
         (Treatment("nitriding", 60),)),
    ],
)  # fmt: skip
def test_a_drawing_s_hardness_and_treatment_become_one_treatment(fields, found):
    assert brief_with(Brief("45", 5), [drawn(*f) for f in fields]).treatments == found


def test_a_general_roughness_asks_for_grinding_and_a_place_s_does_not():
    for general, processes in ((True, ["grinding"]), (False, [])):
        brief = brief_with(Brief("45", 5), [drawn("roughness", {"ra_nm": 400, "general": general})])
        routing = routing_of(block(pocket(1, UP)), brief)
        assert [o.process for o in routing.operations if o.process == "grinding"] == processes


def test_a_heat_treatment_among_the_finishes_is_a_heat_treatment():
    brief = Brief("45", 5, finishes=(Finish("coating", "nitriding"), Finish("painting", "powder-coating")))
    order = [o.process for o in routing_of(block(pocket(1, UP)), brief).operations]
    assert order == ["milling", "deburring", "heat_treatment", "painting", "inspection"]
