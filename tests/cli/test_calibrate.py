"""`cofab calibrate` on a workshop's table: parameters found, the error stated, the rules used by `cofab parse`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import cofab.demo
from cofab import geometry
from cofab.cli import main
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.operations import routing_of

MODEL = Path(cofab.demo.__file__).parent / "parts" / "FBH-047.step"
REAL = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))


def table(folder: Path, times_by: int, rows: int = 4) -> Path:
    """Write records of a shop that turns the housing from bars of several lengths, `times_by` as slow as shipped."""
    part = geometry.read(MODEL).parts[0]
    lines = ["file,process,minutes,material,blank"]
    for n in range(rows):
        (folder / f"part{n}.step").write_bytes(MODEL.read_bytes())
        blank = (100_000, 48_000 + 60_000 * n)
        turning = routing_of(part, Brief("6061", 1, blank)).operations[0]
        minutes = times_by * turning.run_s / 60
        lines.append(f"part{n}.step,车削,{minutes:.3f},6061,100x{blank[1] // 1000}")
    path = folder / "records.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_slow_shop_s_rules_are_found_written_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rules.json"
    assert main(["calibrate", str(table(tmp_path, 2)), "--out", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    process = document["processes"][0]
    assert (process["process"], process["parts"]) == ("turning", 4)
    assert process["before_ppm"][0] > 450_000
    assert process["left_out_ppm"][0] < process["constant_ppm"][0] // 2

    def turned(*rules: str) -> int:
        assert main(["parse", str(MODEL), "--material", "6061", "--blank", "100,48", "--json", *rules]) == 0
        return int(json.loads(capsys.readouterr().out)["parts"][0]["operations"][0]["run_s"])

    assert abs(turned("--rules", str(out)) / turned() - 2) < 0.1


@pytest.mark.parametrize(
    ("text", "code"),
    [("a,b\n1,2", "demand.records_unreadable"),
     ("file,process,minutes\nnone.step,turning,3", "demand.records_unreadable")],
)  # fmt: skip
def test_a_table_that_tells_nothing_is_refused(
    text: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "records.csv"
    path.write_text(text, encoding="utf-8")
    assert main(["calibrate", str(path)]) == 3
    assert json.loads(capsys.readouterr().err)["code"] == code


def test_rules_that_were_tampered_with_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rules.json"
    assert main(["calibrate", str(table(tmp_path, 2)), "--out", str(out)]) == 0
    data = json.loads(out.read_text())
    data["values"]["turning"]["clamp_s"] = 1
    out.write_text(json.dumps(data))
    capsys.readouterr()
    assert main(["parse", str(MODEL), "--rules", str(out)]) == 3
    assert json.loads(capsys.readouterr().err)["code"] == "demand.rules_unreadable"


@pytest.mark.skipif(not (REAL / "fabricad").is_dir(), reason="the published work plans are not here")
def test_published_work_plans_are_fitted_within_half_the_constant_s_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(REAL / "fabricad"), "--json"]) == 0
    processes = json.loads(capsys.readouterr().out)["processes"]
    assert {p["process"] for p in processes} == {"milling", "drilling", "welding"}
    assert all(p["left_out_ppm"][0] <= p["constant_ppm"][0] // 2 for p in processes)
