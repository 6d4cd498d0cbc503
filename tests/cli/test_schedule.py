"""`cofab schedule` as others call it."""

import json
import os
from pathlib import Path

import pytest

from cofab.cli import main
from cofab.core.creation.schedule.shop.check import faults
from cofab.core.creation.schedule.shop.problem import Placed
from cofab.core.creation.schedule.shop.text import shop_of

TINY = "2 2\n2 2 0 3 1 4 1 1 2\n2 1 0 5 2 0 2 1 2\n"
REAL = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[3] / "shared" / "data")) / "fjsp"


def ask(capsys, *words: str) -> tuple[int, dict]:
    code = main(["schedule", *words])
    printed = capsys.readouterr()
    return code, json.loads(printed.out if code == 0 else printed.err)


def test_a_small_shop_is_proven(tmp_path, capsys):
    file = tmp_path / "tiny.fjs"
    file.write_text(TINY)
    code, found = ask(capsys, str(file), "--seconds", "5", "--workers", "2", "--seed", "1", "--json")
    assert code == 0
    assert (found["makespan"], found["bound"], found["proven"], found["checked"]) == (7, 7, True, True)
    assert {"warm_s", "seconds", "trace"} <= set(found)
    rows = [Placed(**row) for row in found["operations"]]
    assert not faults(shop_of(TINY), rows, found["makespan"])


def test_two_factories_keep_a_job_in_one(tmp_path, capsys):
    file = tmp_path / "tiny.fjs"
    file.write_text(TINY)
    _, found = ask(capsys, str(file), "--factories", "2", "--seconds", "5", "--json")
    assert {row["factory"] for row in found["operations"]} == {0, 1}
    assert len({(row["job"], row["factory"]) for row in found["operations"]}) == 2


def test_without_json_a_table(tmp_path, capsys):
    file = tmp_path / "tiny.fjs"
    file.write_text(TINY)
    assert main(["schedule", str(file)]) == 0
    assert capsys.readouterr().out.startswith("makespan 7, proven best\n")


@pytest.mark.parametrize(("text", "code"), [("1 1\n1 1 0 x\n", "schedule.not_fjs"), (None, "kernel.invalid")])
def test_bad_files_are_refused(tmp_path, capsys, text, code):
    file = tmp_path / "bad.fjs"
    if text is not None:
        file.write_text(text)
    status, refusal = ask(capsys, str(file), "--json")
    assert (status, refusal["code"]) == (3, code)
    assert refusal["facts"]


@pytest.mark.parametrize("words", [["--seconds", "0"], ["--workers", "x"], ["--factories", "0"], ["--seed", "-1"]])
def test_wrong_usage_ends_with_two(words):
    with pytest.raises(SystemExit) as ended:
        main(["schedule", "file", *words])
    assert ended.value.code == 2


@pytest.mark.skipif(not REAL.exists(), reason="no real inputs here")
def test_real_shops_are_scheduled_near_their_bounds(capsys):
    known = {row["instance"]: row for row in json.loads((REAL / "bks.json").read_text())}
    for name in ("mk01", "mk03", "mk08"):
        _, found = ask(capsys, str(REAL / "brandimarte" / f"{name}.txt"), "--seconds", "5", "--workers", "2", "--json")
        assert found["bound"] <= known[name]["upper_bound"] <= found["makespan"] <= 1.05 * known[name]["upper_bound"]
