"""`cofab plan` on the bearing housing: one document on standard output, and refusals with their code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cofab.demo
from cofab.cli import main

PARTS = Path(cofab.demo.__file__).parent / "parts"
MODEL, DRAWING = str(PARTS / "FBH-047.step"), str(PARTS / "FBH-047.pdf")
COMMON = ["--quantity", "50", "--start", "2026-11-23"]


def test_the_document_holds_plans_bound_refusals_and_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", MODEL, DRAWING, *COMMON, "--material", "6061-T6", "--due", "2026-12-07", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == "cofab.plan/1"
    assert document["bound"]["offers"] == 300
    ops = {row["op"] for row in document["plans"][0]["operations"]}
    assert ops == set(document["matched"])
    for plan in document["plans"]:
        assert plan["price_minor"] == sum(line["amount_minor"] for line in plan["lines"])
        assert plan["gap"] >= 0
        assert {row["op"] for row in plan["operations"]} == ops
        assert all(row["quantity"] == 50 for row in plan["operations"])
    assert all(row["reasons"] for row in document["refused"])
    assert document["questions"]


def test_an_unknown_material_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", MODEL, *COMMON, "--material", "unobtainium", "--due", "+14"]) == 3
    assert json.loads(capsys.readouterr().err)["code"].startswith("demand.unknown_material")


def test_a_date_in_the_past_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", MODEL, *COMMON, "--material", "6061-T6", "--due", "2026-11-01"]) == 3
    assert json.loads(capsys.readouterr().err)["code"] == "plan.due_passed"


def test_people_get_a_table_and_the_sentence_about_the_bound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", MODEL, *COMMON, "--material", "6061-T6", "--due", "+14"]) == 0
    told = capsys.readouterr().out
    assert "300 machines checked" in told
    assert "costs less than" in told


def test_a_flat_pattern_is_planned_once_its_unit_and_thickness_are_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import ezdxf

    drawing = ezdxf.new()
    drawing.header["$INSUNITS"] = 0
    drawing.modelspace().add_lwpolyline([(0, 0), (80, 0), (80, 50), (0, 50)], close=True)
    drawing.saveas(tmp_path / "flat.dxf")
    words = ["plan", str(tmp_path / "flat.dxf"), *COMMON, "--material", "Q235", "--due", "+30", "--json"]
    assert main(words) == 3
    assert json.loads(capsys.readouterr().err)["code"] == "demand.ask_thickness"
    assert main([*words, "--units", "mm", "--thickness", "2"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["matched"]
    assert "units" not in {question["id"] for question in document["questions"]}


def test_a_photograph_of_a_drawing_is_a_drawing_and_no_broken_model(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "FBH-047.png").write_bytes(b"no picture")
    assert main(["plan", str(tmp_path / "FBH-047.png"), *COMMON, "--material", "6061-T6", "--due", "+14"]) == 3
    assert json.loads(capsys.readouterr().err)["code"] != "geometry.not_model"


def test_a_step_is_pinned_and_a_firm_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["plan", MODEL, *COMMON, "--material", "6061-T6", "--due", "+30", "--json"]
    assert main(words) == 0
    free = json.loads(capsys.readouterr().out)
    first = free["plans"][0]["operations"][0]
    other = next(machine for machine in free["matched"][first["op"]] if machine != first["machine"])
    assert main([*words, "--pin", f"{first['op']}={other}"]) == 0
    pinned = json.loads(capsys.readouterr().out)
    assert all({o["machine"] for o in p["operations"] if o["op"] == first["op"]} == {other} for p in pinned["plans"])
    assert main([*words, "--without", first["firm"]]) == 0
    without = json.loads(capsys.readouterr().out)
    assert without["plans"] and all(o["firm"] != first["firm"] for p in without["plans"] for o in p["operations"])
    assert main([*words, "--without", "nobody"]) == 3
    assert json.loads(capsys.readouterr().err)["code"] == "plan.unknown_wish"
