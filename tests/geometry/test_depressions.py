"""Pockets, slots and steps cut into a block come out as what they are, wherever they lie."""

import pytest
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut
from OCP.BRepBuilderAPI import BRepBuilderAPI_Transform
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeCone, BRepPrimAPI_MakeCylinder
from OCP.gp import gp_Ax1, gp_Ax2, gp_Dir, gp_Pnt, gp_Trsf

from cofab.geometry.recognise import part_of
from cofab.geometry.upright import graphs_of

X, Y, Z = 100.0, 80.0, 40.0


def box(low, high):
    return BRepPrimAPI_MakeBox(gp_Pnt(*low), gp_Pnt(*high)).Shape()


def drill(x, y, z, diameter, depth):
    return BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(x, y, z), gp_Dir(0, 0, -1)), diameter / 2, depth).Shape()


def cut(*tools, tilt=0.0):
    shape = box((0, 0, 0), (X, Y, Z))
    for tool in tools:
        shape = BRepAlgoAPI_Cut(shape, tool).Shape()
    if tilt:
        turn = gp_Trsf()
        turn.SetRotation(gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(1, 0, 0)), tilt)
        shape = BRepBuilderAPI_Transform(shape, turn).Shape()
    part = part_of("block", graphs_of([shape]))
    return sorted(f.kind for f in part.features if not f.kind.startswith("wall"))


CUTS = [
    ("pocket.blind", ((30, 20, 20), (60, 50, 41))),
    ("pocket.through", ((30, 20, -1), (60, 50, 41))),
    ("pocket.open", ((70, 20, 20), (101, 50, 41))),
    ("slot.through", ((40, -1, 20), (60, 81, 41))),
    ("step.through", ((70, -1, 20), (101, 81, 41))),
    ("step.corner", ((70, 50, 20), (101, 81, 41))),
]


@pytest.mark.parametrize(("kind", "corners"), CUTS)
def test_one_cut_is_one_feature(kind, corners):
    assert cut(box(*corners)) == [kind]


@pytest.mark.parametrize(("kind", "corners"), CUTS)
@pytest.mark.parametrize("tilt", [1.5707963267948966, 0.3])
def test_another_position_changes_nothing(kind, corners, tilt):
    assert cut(box(*corners), tilt=tilt) == [kind]


def test_directions_are_told_as_the_file_has_them():
    turn = gp_Trsf()
    turn.SetRotation(gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(1, 0, 0)), 0.5)
    shape = BRepAlgoAPI_Cut(box((0, 0, 0), (X, Y, Z)), drill(50, 40, Z, 10, 25)).Shape()
    (hole,) = part_of("block", graphs_of([BRepBuilderAPI_Transform(shape, turn).Shape()])).features
    assert hole.direction == (0, -479, 878)
    assert hole.depth_um == 25_000


def test_a_hole_in_the_floor_of_a_pocket_leaves_the_pocket_a_pocket():
    pocket = box((30, 20, 20), (60, 50, 41))
    assert cut(pocket, drill(45, 35, 21, 8, 30)) == ["hole.through", "pocket.blind"]


def test_a_pocket_in_a_pocket_is_two_pockets():
    outer, inner = box((20, 20, 25), (80, 60, 41)), box((40, 30, 10), (60, 50, 26))
    assert cut(outer, inner) == ["pocket.blind", "pocket.blind"]


def hole_of(*tools):
    shape = box((0, 0, 0), (X, Y, Z))
    for tool in tools:
        shape = BRepAlgoAPI_Cut(shape, tool).Shape()
    return [f for f in part_of("block", graphs_of([shape])).features if f.kind.startswith("hole.")]


@pytest.mark.parametrize("depth", [10.0, 25.0])
def test_a_blind_hole_has_its_depth_and_its_tool_direction(depth):
    (hole,) = hole_of(drill(50, 40, Z, 10, depth))
    assert (hole.kind, hole.diameter_um, hole.depth_um) == ("hole.blind", 10_000, depth * 1000)
    assert hole.direction == (0, 0, 1000)


def test_a_counterbore_is_part_of_its_hole():
    (hole,) = hole_of(drill(50, 40, Z, 11, 6), drill(50, 40, Z, 6.6, 50))
    assert (hole.kind, hole.diameter_um, hole.depth_um) == ("hole.through", 6_600, 40_000)
    assert (hole.facts["form"], hole.facts["wide_um"], hole.facts["wide_depth_um"]) == ("counterbore", 11_000, 6_000)


def test_a_sink_below_the_surface_is_a_countersink_and_a_chamfered_counterbore_stays_one():
    down = gp_Ax2(gp_Pnt(50, 40, Z - 0.3), gp_Dir(0, 0, -1))
    sink = BRepPrimAPI_MakeCone(down, 5.6, 3.5, 2.1).Shape()
    (hole,) = hole_of(drill(50, 40, Z, 11.2, 0.3), sink, drill(50, 40, Z, 7, 30))
    assert (hole.facts["form"], hole.facts["wide_um"], hole.facts["wide_depth_um"]) == ("countersink", 11_200, 2_400)
    edge = BRepPrimAPI_MakeCone(gp_Ax2(gp_Pnt(50, 40, Z), gp_Dir(0, 0, -1)), 6.5, 5.5, 1).Shape()
    (bored,) = hole_of(drill(50, 40, Z, 11, 6), edge, drill(50, 40, Z, 6.6, 50))
    assert bored.facts["form"] == "counterbore"


def test_a_cross_drilled_hole_stays_one_hole():
    across = BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(-1, 40, 20), gp_Dir(1, 0, 0)), 6, 102).Shape()
    holes = hole_of(drill(50, 40, Z, 8, 50), across)
    assert sorted(h.diameter_um for h in holes) == [8_000, 12_000]
    assert [h.depth_um for h in holes if h.diameter_um == 8_000] == [40_000]


def test_a_hole_cut_open_by_the_edge_is_still_a_hole():
    (hole,) = hole_of(drill(1.5, 40, Z, 10, 25))
    assert (hole.kind, hole.diameter_um, hole.depth_um, hole.facts["bottom"]) == ("hole.blind", 10_000, 25_000, "flat")


def test_the_drill_travels_as_a_work_plan_says():
    plain = hole_of(drill(50, 40, Z, 10, 25))[0]
    through = hole_of(drill(50, 40, Z, 10, 41))[0]
    screw = hole_of(drill(50, 40, Z, 16, 4.5), drill(50, 40, Z, 10, 30))[0]
    assert [h.facts["travel_um"] for h in (plain, through, screw)] == [25_000, 45_000, 32_300]


@pytest.mark.parametrize(("top", "direction"), [(Z, (0, 0, 1000)), (0.0, (0, 0, -1000))])
def test_a_sunk_hole_is_drilled_from_its_sink(top, direction):
    sink = BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(50, 40, top), gp_Dir(0, 0, -1 if top else 1)), 8, 5).Shape()
    (hole,) = hole_of(drill(50, 40, Z, 9, 50), sink)
    assert hole.direction == direction
    assert hole.facts["form"] == "counterbore"
