"""A part from its drawing alone: plates, sheets and turned parts become operations; doubts stay."""

import pytest

from cofab.core.proposition.demand.brief import Brief, Treatment
from cofab.core.proposition.demand.completing import completed
from cofab.core.proposition.demand.drawing import DOUBTFUL, Word, part_drawn, read_drawing, sizes_drawn
from cofab.core.proposition.demand.estimate import estimate


def sheet(*words):
    """Return what a drawing says: (text, x, y), and True for words that stand upright."""
    return read_drawing([Word(t, 0, (x, y, x + 50 * len(t), y + 70), turned=90 if up else 0) for t, x, y, *up in words])


FLANGE = (
    ("⌀98", 5500, 5300), ("⌀76", 6150, 4900), ("⌀40", 5000, 3200), ("⌀47 H7", 7100, 3600), ("46 ±0.1", 5900, 1900),
    ("15", 5500, 2100), ("90 ±0.1", 400, 3600), ("6×⌀6.6 通孔 ⌀85", 3500, 4650), ("4×M5 深10", 3600, 2200),
)  # fmt: skip


def processes(fields, **brief):
    part = part_drawn("part", fields)
    return [op.process for op in estimate(part, completed(Brief("45", 10, **brief), fields)).routing.operations]


def test_a_flange_is_turned_with_its_diameters_and_as_long_as_its_side_view():
    fields = sheet(*FLANGE)
    part = part_drawn("flange", fields)
    assert (part.turned, part.size_um) == (True, (98_000, 98_000, 46_000))
    turned = [f.diameter_um for f in part.features if f.kind == "turned.diameter"]
    assert turned == [98_000, 76_000], "the pitch circle is no diameter, the 40 in the 47 H7 is a bore"
    assert sizes_drawn(fields, part)[:2] == ((98_000, 46_000), (98_000, 90_000))
    assert part.volume_mm3 < 0.8 * 3.1416 / 4 * 98 * 98 * 46
    assert {"turning", "drilling"} <= set(processes(fields))


@pytest.mark.parametrize(("thick", "made", "left"), [("t=3", "cutting", "milling"), ("t=12", "milling", "cutting")])
def test_a_thin_plate_is_cut_and_a_thick_one_milled(thick, made, left):
    fields = sheet(("120", 2000, 500), ("80", 300, 2500, True), (thick, 5000, 900), ("4×⌀9 通孔", 2600, 3300))
    found = processes(fields)
    assert made in found and left not in found
    holes = [f for f in part_drawn("plate", fields).features if f.kind == "hole.through"]
    assert [h.diameter_um for h in holes] == [9_000] * 4


def test_a_depth_beyond_the_part_is_doubted_and_drills_no_deeper_than_it():
    fields = sheet(*FLANGE[:-1], ("4×M5 深1061.5", 3600, 2200))
    thread = next(f for f in fields if f.name == "thread")
    assert thread.confidence < DOUBTFUL
    assert max(f.depth_um for f in part_drawn("flange", fields).features) <= 98_000


def test_hardened_without_more_is_hardened_by_material_and_refuses_nothing():
    fields = sheet(*FLANGE)
    assert "heat_treatment" in processes(fields, treatments=(Treatment("hardening"),))
