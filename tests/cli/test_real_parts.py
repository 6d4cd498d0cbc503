"""Real parts of others, read and planned as anybody would: `cofab parse` and `cofab plan` on files we did not draw."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cofab.cli import REFUSED, main

ROOT = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real inputs are not at {ROOT} (COFAB_REAL_DATA)")

QUANTITY, START = 20, datetime(2026, 11, 23, tzinfo=UTC)
DUE = (START + timedelta(days=60)).date()
PLATE = "nist-smstestbed/nist_mtc_crada_plate.STEP"
ALUMINIUM, STEEL = "6061-T6", "Q235"
# What each part is made of, as its plan_metadata.csv says (Aluminiumlegierungen, Baustahl).
FABRICAD = {
    "00000007": STEEL, "00000000": ALUMINIUM, "00000008": ALUMINIUM, "00000013": STEEL, "00000002": STEEL,
    "00000003": STEEL, "00000005": ALUMINIUM, "00000006": ALUMINIUM, "00000009": STEEL, "00000014": ALUMINIUM,
}  # fmt: skip
PARTS = {f"fabricad/{name}/geometry_{name}.STEP": material for name, material in FABRICAD.items()}
PARTS[PLATE] = ALUMINIUM
QUICK = 4


def params() -> list[Any]:
    """Return every file with its material; all but the first four only in the long proofs."""
    return [
        pytest.param(file, material, id=Path(file).stem, marks=[] if number < QUICK else [pytest.mark.prove])
        for number, (file, material) in enumerate(PARTS.items())
    ]


def words(file: str, material: str) -> list[str]:
    """Return the arguments that both commands take."""
    return [str(ROOT / file), "--material", material, "--quantity", str(QUANTITY), "--json"]


@cache
def materials() -> dict[str, str]:
    """Return what plan_metadata.csv says each FabriCAD part is made of."""
    files = sorted((ROOT / "fabricad").glob("*/plan_metadata.csv"))
    return {file.parent.name: file.read_text(encoding="utf-8").strip().rsplit(";", 1)[1] for file in files}


def test_the_materials_are_those_of_the_plans():
    german = {ALUMINIUM: "Aluminiumlegierungen", STEEL: "Baustahl"}
    assert {name: materials()[name] for name in FABRICAD} == {name: german[m] for name, m in FABRICAD.items()}


@pytest.mark.parametrize(("file", "material"), params())
def test_a_part_is_read_into_operations_and_a_price(capsys: pytest.CaptureFixture[str], file: str, material: str):
    assert main(["parse", *words(file, material)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == "cofab.parse/1"
    for part in document["parts"]:
        assert part["operations"]
        assert all(op["run_s"] > 0 for op in part["operations"])
        price = part["price"]
        assert price["quantity"] == QUANTITY
        for end in ("low_minor", "high_minor"):
            assert price[end] == sum(line[end] for line in price["lines"])
        assert all(0 <= line["low_minor"] <= line["high_minor"] for line in price["lines"])
        assert 0 < price["low_minor"] < price["high_minor"]


@pytest.mark.parametrize(("file", "material"), params())
def test_a_part_is_planned_whole_or_refused_with_its_operation(
    capsys: pytest.CaptureFixture[str], file: str, material: str
):
    extra = ["--due", DUE.isoformat(), "--start", START.date().isoformat(), "--seconds", "1"]
    code = main(["plan", *words(file, material), *extra])
    printed = capsys.readouterr()
    if code == REFUSED:
        refusal = json.loads(printed.err)
        assert printed.out == ""
        assert refusal["facts"]["op"], refusal
        return
    assert code == 0, printed.err
    document = json.loads(printed.out)
    assert document["format"] == "cofab.plan/1"
    assert document["plans"]
    for plan in document["plans"]:
        assert plan["gap"] >= 0
        assert plan["price_minor"] == sum(line["amount_minor"] for line in plan["lines"])
        made = Counter()
        for row in plan["operations"]:
            made[row["op"]] += row["quantity"]
        assert made == dict.fromkeys(document["matched"], QUANTITY)


@pytest.mark.prove
def test_the_holes_of_the_nist_plate_are_those_counted_by_hand(capsys: pytest.CaptureFixture[str]):
    """Counted from the axes in the file: whole cylinders along Z, all from Z 0 to the plate's 5 mm, so none is blind.

    Eight of 4 mm: X 50, 60, 70 at Y 5; Y 25.58, 35.58, 45.58 at X 5; Y 31.16 and 51.16 at X 107.5.
    Three of 3 mm on the arc of the scale: (24.393, 25.607), (35, 30), (45.607, 25.607).
    Four of 4.5 mm, each with a cone of 90 degrees above Z 2.55: the corners at X 18.27 and 101.73, Y 5.5 and 65.66.
    Two of 10 mm: a whole one at (107.5, 41.16), and the round of the keyhole at (35, 15), 300 degrees.
    """
    assert main(["parse", *words(PLATE, ALUMINIUM)]) == 0
    (part,) = json.loads(capsys.readouterr().out)["parts"]
    holes = Counter(f["diameter_um"] for f in part["features"] if f["kind"] == "hole.through")
    assert holes == {3_000: 3, 4_000: 8, 4_500: 4, 10_000: 2}
    assert not [f for f in part["features"] if f["kind"] == "hole.blind"]
    sunk = [f for f in part["features"] if f["facts"].get("form") == "countersink"]
    assert {f["diameter_um"] for f in sunk} == {4_500}
    assert len(sunk) == 4
