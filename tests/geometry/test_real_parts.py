"""Real parts of others, where they are at hand: all are read, and the known holes are found."""

import os
from collections import Counter
from pathlib import Path

import pytest

from cofab import geometry

ROOT = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the real inputs are not on this machine")


# A file of this set is named after the features in it; the last number is the stock's.
NAMED = {
    0: "trim", 1: "pocket.through", 2: "pocket.through", 3: "pocket.through", 4: "slot.through", 5: "slot.through",
    6: "step.through", 7: "step.through", 8: "step.through", 9: "pocket.blind", 10: "pocket.blind", 11: "pocket.blind",
    12: "pocket.open", 13: "step.corner", 14: "step.corner",
}  # fmt: skip
ALIKE = {"bevel": "trim", "chamfer": "trim"}


def test_every_mfcad_part_is_read_with_the_features_of_its_name():
    files = sorted((ROOT / "mfcad").glob("*.step"))
    assert len(files) >= 39
    known = found = invented = 0
    for file in files:
        told = Counter(NAMED[int(number)] for number in file.stem.split("-")[:-1])
        ours = Counter(
            ALIKE.get(f.kind, f.kind) for f in geometry.read(file).parts[0].features if f.kind != "wall.thin"
        )
        known, found, invented = known + told.total(), found + (told & ours).total(), invented + (ours - told).total()
    assert found >= 0.95 * known
    assert invented <= 0.03 * known


def test_five_counterbored_holes_are_five_holes():
    part = geometry.read(ROOT / "fabricad/00000007/geometry_00000007.STEP").parts[0]
    holes = [f for f in part.features if f.kind == "hole.blind"]
    assert [f.diameter_um for f in holes] == [10_000] * 5
    assert {f.facts["form"] for f in holes} == {"counterbore"}


def test_touching_solids_are_one_welded_part():
    part = geometry.read(ROOT / "fabricad/00000001/geometry_00000001.STEP").parts[0]
    assert part.solids == 5
    assert len([f for f in part.features if f.kind == "weld"]) == 4
