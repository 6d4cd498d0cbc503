"""Parts with thousands of faces: the time that recognition takes grows with the faces, not with their square."""

import time

import pytest
from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeFace, BRepBuilderAPI_MakePolygon
from OCP.BRepPrimAPI import BRepPrimAPI_MakePrism
from OCP.gp import gp_Pnt, gp_Vec
from OCP.STEPControl import STEPControl_StepModelType, STEPControl_Writer

from cofab import geometry
from cofab.core.kernel.refusal import Refused
from cofab.geometry import Limits
from cofab.geometry.brep import graph_of
from cofab.geometry.graph import Face
from cofab.geometry.recognise import part_of
from cofab.geometry.recognise.axes import axes_of


def outline(corners):
    polygon = BRepBuilderAPI_MakePolygon()
    for x, y in corners:
        polygon.Add(gp_Pnt(x, y, 0))
    polygon.Close()
    return polygon.Wire()


def plate(windows):
    """Return a plate with `windows` square windows in rows of ten."""
    long = 5.0 * (windows // 10) + 5
    face = BRepBuilderAPI_MakeFace(outline([(0, 0), (55, 0), (55, long), (0, long)]), True)
    for k in range(windows):
        x, y = 4.0 + 5 * (k % 10), 4.0 + 5 * (k // 10)
        face.Add(outline([(x, y), (x, y + 3), (x + 3, y + 3), (x + 3, y)]))
    return BRepPrimAPI_MakePrism(face.Face(), gp_Vec(0, 0, 8)).Shape()


def test_four_times_the_faces_take_about_four_times_as_long():
    took = []
    for graph, windows in ((graph_of(plate(60)), 60), (graph_of(plate(240)), 240)):
        spent = []
        for _ in range(2):
            started = time.process_time()
            part = part_of("grid", [graph])
            spent.append(time.process_time() - started)
        assert [f.kind for f in part.features] == ["pocket.through"] * windows
        took.append(min(spent))
    assert took[1] < 9 * took[0], "a loop over all pairs of faces takes sixteen times as long"


@pytest.mark.parametrize("off", [0.015, 0.025])
def test_faces_share_an_axis_within_two_hundredths(off):
    def bore(number, x):
        return Face(number, "cylinder", (x, 0, 0), (0, 0, 1), 1.0, (0, 0, 0), (1, 1, 1), (x, 0, 0), hollow=True)

    axes = axes_of([bore(0, 0.0), bore(1, 30.0), bore(2, off), bore(3, 30.0 + off)])
    assert [[f.number for f in a.faces] for a in axes] == ([[0, 2], [1, 3]] if off < 0.02 else [[0], [1], [2], [3]])


def test_a_part_that_takes_too_long_is_called_that(tmp_path):
    writer, path = STEPControl_Writer(), tmp_path / "grid.step"
    writer.Transfer(plate(240), STEPControl_StepModelType.STEPControl_AsIs)
    writer.Write(str(path))
    with pytest.raises(Refused) as no:
        geometry.read(path, limits=Limits(cpu_s=1))
    assert no.value.code == "geometry.timeout"
