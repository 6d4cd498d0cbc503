"""The project's own part comes out as a machinist would describe it."""

import json
import struct
from pathlib import Path

import pytest

from cofab import geometry

PARTS = Path(__file__).parents[2] / "src/cofab/demo/parts"


@pytest.fixture(scope="module")
def result():
    stages = []
    read = geometry.read(PARTS / "FBH-047.step", progress=lambda stage, percent: stages.append((stage, percent)))
    assert [s for s, _ in stages][:2] == ["reading", "sorting"]
    assert [p for _, p in stages] == sorted(p for _, p in stages)
    return read


def features(result, kind):
    return [f for f in result.parts[0].features if f.kind == kind]


def test_it_is_one_turned_part(result):
    part = result.parts[0]
    assert (part.name, part.count, part.solids, part.turned) == ("FBH-047", 1, 1, True)
    assert part.size_um == (98_000, 90_000, 46_000)
    assert 168_000 < part.volume_mm3 < 172_000


def test_its_holes_are_found_with_diameter_and_depth(result):
    through, blind = features(result, "hole.through"), features(result, "hole.blind")
    assert [(f.diameter_um, f.depth_um) for f in through] == [(6_600, 15_000)] * 6
    assert [(f.diameter_um, f.depth_um, f.facts["bottom"]) for f in blind] == [(4_200, 12_000, "cone")] * 4
    assert {f.direction for f in blind} == {(0, 0, 1000)}


def test_its_bore_groove_and_flats_are_found(result):
    assert sorted(f.diameter_um for f in features(result, "bore.through")) == [40_000, 47_000]
    assert [(f.diameter_um, f.depth_um, f.facts["width_um"]) for f in features(result, "groove.outer")] == [
        (70_000, 3_000, 4_000)
    ]
    assert sorted(f.direction for f in features(result, "flat")) == [(0, -1000, 0), (0, 1000, 0)]


def test_no_face_belongs_to_two_features(result):
    faces = [n for f in result.parts[0].features for n in f.faces]
    assert len(faces) == len(set(faces))
    assert max(faces) < result.parts[0].faces


def test_the_view_keeps_the_face_numbers(result):
    magic, version, length = struct.unpack_from("<III", result.glb)
    assert (magic, version, length) == (0x46546C67, 2, len(result.glb))
    size = struct.unpack_from("<I", result.glb, 12)[0]
    document = json.loads(result.glb[20 : 20 + size])
    primitive = document["meshes"][0]["primitives"][0]
    starts = primitive["extras"]["faces"]
    assert len(starts) == result.parts[0].faces + 1
    assert starts == sorted(starts)
    assert 3 * starts[-1] == document["accessors"][primitive["indices"]]["count"]


def test_the_model_in_the_project_is_what_its_script_makes(tmp_path):
    from cofab.demo.parts.housing import write

    write(tmp_path / "FBH-047.step")
    fresh = geometry.read(tmp_path / "FBH-047.step").parts[0]
    assert fresh == geometry.read(PARTS / "FBH-047.step").parts[0]
