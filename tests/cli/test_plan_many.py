"""Several demands planned together from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cofab.cli import main
from cofab.demo import parts

PART = Path(next(iter(parts.__path__))) / "FBH-047.step"


def _demand(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "file": str(PART), "quantity": 40, "material": "6061-T6", "due": "+16", **more}


def _ask(tmp_path: Path, demands: object, *words: str) -> int:
    file = tmp_path / "demands.json"
    file.write_text(json.dumps({"demands": demands}))
    return main(["plan-many", str(file), "--start", "2026-11-22", "--seconds", "0.1", *words])


def test_two_demands_get_a_plan_each_and_no_machine_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(tmp_path, [_demand("a"), _demand("b", quantity=50)], "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "cofab.plan-many/1"
    rows = [op for plan in found["plans"].values() for op in plan["operations"]]
    assert {op["quantity"] for op in rows} == {40, 50}
    for n, op in enumerate(rows):
        for other in rows[n + 1 :]:
            assert op["machine"] != other["machine"] or op["end"] <= other["start"] or other["end"] <= op["start"]
    assert found["bound_minor"] <= found["price_minor"] == sum(p["price_minor"] for p in found["plans"].values())


@pytest.mark.parametrize(
    "demands",
    [[], "x", [_demand("")], [_demand("a"), _demand("a")], [_demand("a", quantity=0)], [_demand("a", due="soon")]],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, demands: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(tmp_path, demands, "--json") == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert json.loads(told.err)["code"] == "kernel.invalid"
