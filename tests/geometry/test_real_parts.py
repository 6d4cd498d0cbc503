"""Real parts of others, where they are at hand: all are read, and the known holes are found."""

import os
from pathlib import Path

import pytest

from cofab import geometry

ROOT = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the real inputs are not on this machine")


def test_every_mfcad_part_is_read():
    files = sorted((ROOT / "mfcad").glob("*.step"))
    assert len(files) >= 39
    for file in files:
        part = geometry.read(file).parts[0]
        assert part.features, file.name


def test_five_counterbored_holes_are_five_holes():
    part = geometry.read(ROOT / "fabricad/00000007/geometry_00000007.STEP").parts[0]
    holes = [f for f in part.features if f.kind == "hole.blind"]
    assert [f.diameter_um for f in holes] == [10_000] * 5
    assert {f.facts["form"] for f in holes} == {"counterbore"}


def test_touching_solids_are_one_welded_part():
    part = geometry.read(ROOT / "fabricad/00000001/geometry_00000001.STEP").parts[0]
    assert part.solids == 5
    assert len([f for f in part.features if f.kind == "weld"]) == 4
