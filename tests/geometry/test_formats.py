"""Every format with its units and counts, on files made by the kernel or by hand."""

import importlib.util
import struct
import sys
from pathlib import Path

import pytest
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox
from OCP.gp import gp_Pnt

from cofab import geometry
from cofab.core.kernel.refusal import Refused

spec = importlib.util.spec_from_file_location("geometry_files", Path(__file__).with_name("files.py"))
files = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = files
spec.loader.exec_module(files)


def holes(part):
    return sorted(f.diameter_um for f in part.features if f.kind == "hole.through")


@pytest.mark.parametrize("schema", ["AP203", "AP214IS", "AP242DIS"])
def test_each_schema_of_step_gives_the_same_part(tmp_path, schema):
    path = files.step(tmp_path / "plate.step", files.plate(), schema)
    assert schema[:5] in ("AP203", "AP214", "AP242")
    (part,) = geometry.read(path).parts
    assert (sorted(part.size_um), holes(part), part.name) == ([8_000, 40_000, 60_000], [6_600], "plate")


@pytest.mark.parametrize("unit", ["MM", "INCH", "M"])
def test_step_in_any_unit_is_as_large_as_it_is(tmp_path, unit):
    (part,) = geometry.read(files.step(tmp_path / "plate.step", files.plate(), unit=unit)).parts
    assert (sorted(part.size_um), holes(part)) == ([8_000, 40_000, 60_000], [6_600])


def test_a_solid_used_three_times_is_one_part_with_a_count(tmp_path):
    one, other = files.plate(), files.plate(30, 30, 5, 4)
    shape = files.together(one, files.placed(one, 100), files.placed(one, 200), files.placed(other, 300))
    result = geometry.read(files.step(tmp_path / "rack.step", shape, assembly=1))
    assert sorted((p.count, max(p.size_um)) for p in result.parts) == [(1, 30_000), (3, 60_000)]


def test_a_left_and_a_right_part_are_two_however_they_lie(tmp_path):
    one = files.bracketed()
    shape = files.together(one, files.turned(one, 150), files.mirror(one), files.placed(files.plate(), 300),
                           files.mirror(files.placed(files.plate(), 400)))  # fmt: skip
    result = geometry.read(files.step(tmp_path / "pair.step", shape, assembly=1))
    assert sorted((p.count, max(p.size_um)) for p in result.parts) == [(1, 50_000), (2, 50_000), (2, 60_000)]


def test_products_of_a_nested_assembly_keep_their_names_and_count_in_every_place(tmp_path):
    welded = files.together(BRepPrimAPI_MakeBox(20.0, 20.0, 5.0).Shape(),
                            BRepPrimAPI_MakeBox(gp_Pnt(5, 5, 5), 5.0, 5.0, 30.0).Shape())  # fmt: skip
    products = {
        "底板": files.plate(),
        "Pin": files.plate(9, 9, 30, 4),
        "Post": welded,
        "Twin": files.plate(9, 9, 30, 4),
    }
    assemblies = {"Sub": [("底板", 0), ("Pin", 100), ("Pin", 130)], "Top": [("Sub", 0), ("Sub", 300), ("Pin", 700),
                  ("Post", 800), ("Twin", 900)]}  # fmt: skip
    result = geometry.read(files.built(tmp_path / "top.step", products, assemblies))
    assert [(p.name, p.count, p.solids) for p in result.parts] == [
        ("底板", 2, 1), ("Pin", 5, 1), ("Post", 1, 2), ("Twin", 1, 1)]  # fmt: skip


def test_products_without_a_name_are_numbered_after_the_file(tmp_path):
    shape = files.together(files.plate(), files.placed(files.plate(30, 30, 5, 4), 99))
    result = geometry.read(files.step(tmp_path / "rack.step", shape, assembly=1))
    assert [p.name for p in result.parts] == ["rack-1", "rack-2"]


@pytest.mark.parametrize("solid", [True, False])
@pytest.mark.parametrize("unit", ["MM", "IN"])
def test_iges_gives_solids_whether_it_holds_solids_or_faces(tmp_path, solid, unit):
    (part,) = geometry.read(files.iges(tmp_path / "plate.igs", files.plate(), unit, solid)).parts
    assert (sorted(part.size_um), holes(part)) == ([8_000, 40_000, 60_000], [6_600])


def tetrahedron():
    body = b"".join(
        struct.pack("<12fH", 0, 0, 0, *(n for i in face for n in files.CORNERS[i]), 0) for face in files.FACES
    )
    return b"\0" * 80 + struct.pack("<I", 4) + body


def test_the_unit_of_an_stl_is_asked_and_then_used():
    assert geometry.read(tetrahedron(), "t.stl").stats["units"] == "unknown"
    result = geometry.read(tetrahedron(), "t.stl", units="inch")
    assert (result.parts[0].size_um, result.stats["units"]) == ((254_000,) * 3, "inch")


@pytest.mark.parametrize(("unit", "um"), [("millimeter", 10_000), ("inch", 254_000), ("micron", 10)])
def test_3mf_has_its_own_unit(unit, um):
    result = geometry.read(files.three_mf(files.model_xml(unit)), "a.3mf")
    assert result.parts[0].size_um == (um,) * 3


def test_an_object_built_twice_and_used_in_a_group_counts_each_time():
    objects = '<object id="1" name="corner">MESH</object><object id="2"><components><component objectid="1"/>'
    objects += '<component objectid="1"/></components></object>'
    xml = files.model_xml(objects=objects, build=(("1", ""), ("2", "")))
    (part,) = geometry.read(files.three_mf(xml), "a.3mf").parts
    assert (part.name, part.count, part.volume_mm3) == ("a", 3, 167)


def test_a_flat_pattern_has_outline_holes_and_bends_and_asks_its_thickness():
    result = geometry.read(files.dxf(files.bracket), "bracket.dxf")
    (part,) = result.parts
    assert part.size_um == (100_000, 60_000, 0)
    assert (result.stats["units"], result.stats["thickness"], result.stats["bends"]) == ("mm", "unknown", 1)
    assert holes(part) == [6_600, 6_600]
    assert len([f for f in part.features if f.kind == "bend"]) == 1
    assert part.volume_mm3 == 0
    thick = geometry.read(files.dxf(files.bracket), "bracket.dxf", thickness_um=2_000)
    assert (thick.parts[0].size_um, thick.stats["thickness"]) == ((100_000, 60_000, 2_000), "known")
    area = 6000 - (100 - 3.1416 * 25) - 2 * 3.1416 * 3.3**2 - 180
    assert thick.parts[0].volume_mm3 == pytest.approx(2 * area, rel=0.01)


def test_a_text_tells_the_thickness_and_the_header_the_unit():
    def draw(space, document):
        space.add_lwpolyline([(0, 0), (4, 0), (4, 2), (0, 2)], close=True)
        space.add_text("Q235 t=3")

    result = geometry.read(files.dxf(draw, units=1), "a.dxf")
    assert result.parts[0].size_um == (101_600, 50_800, 3_000)


def test_a_flat_pattern_without_a_unit_asks_for_it():
    def draw(space, document):
        space.add_circle((0, 0), 10)

    assert geometry.read(files.dxf(draw, units=0), "a.dxf").stats["units"] == "unknown"
    assert geometry.read(files.dxf(draw, units=0), "a.dxf", units="cm").parts[0].size_um[0] == 200_000


def test_two_outlines_are_two_parts_and_blocks_are_taken_apart():
    def draw(space, document):
        block = document.blocks.new("hole")
        block.add_circle((0, 0), 2)
        for x in (0, 50):
            space.add_lwpolyline([(x, 0), (x + 30, 0), (x + 30, 30), (x, 30)], close=True)
            space.add_blockref("hole", (x + 15, 15))

    parts = geometry.read(files.dxf(draw), "two.dxf", thickness_um=1_000).parts
    assert [(p.name, holes(p)) for p in parts] == [("two-1", [4_000]), ("two-2", [4_000])]


def test_the_bytes_decide_and_not_the_ending(tmp_path):
    data = files.step(tmp_path / "plate.step", files.plate()).read_bytes()
    assert geometry.read(data, "plate.stl").stats["form"] == "step"
    with pytest.raises(Refused) as no:
        geometry.read(b"%PDF-1.7 drawing", "a.step")
    assert no.value.code == "geometry.not_model"
