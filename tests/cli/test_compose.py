"""`cofab compose` as others call it."""

import json

import pytest

from cofab.cli import main


@pytest.fixture
def file(tmp_path):
    def candidate(name: str, site: int, cost: float, time: float) -> dict:
        return {"id": name, "site": site, "cost": cost, "time": time}

    operations = [
        {"id": "a", "after": [], "candidates": [candidate("c", 0, 1.1, 3), candidate("d", 1, 0.1, 5)]},
        {"id": "b", "after": ["a"], "candidates": [candidate("c", 0, 1.2, 1), candidate("d", 1, 4, 0.5)]},
    ]
    given = {
        "format": "cofab.compose/1",
        "transport": {"cost": [[0, 2.5], [0.7, 0]], "time": [[0, 1], [1, 0]]},
        "time": "sum",
        "jobs": [{"id": "j", "quantity": 3, "operations": operations}],
    }
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(given))
    return path


def ask(capsys, *words: str) -> tuple[int, dict]:
    code = main(["compose", *words])
    printed = capsys.readouterr()
    return code, json.loads(printed.out if code == 0 else printed.err)


def test_the_least_cost_with_its_choice(file, capsys):
    code, found = ask(capsys, str(file), "--weights", "1,0", "--json")
    assert code == 0
    assert (found["optimum"], found["bound"], found["proven"], found["epsilon"]) == (2, 2, True, 0)
    assert found["choice"] == {"j": {"a": "d", "b": "c"}}


def test_weights_are_exact(file, capsys):
    _, found = ask(capsys, str(file), "--weights", "1/3,0.1", "--json")
    assert found["optimum"] == "7/6"


def test_the_front_cheapest_first(file, capsys):
    _, found = ask(capsys, str(file), "--front", "cost,time", "--json")
    assert [(row["cost"], row["time"]) for row in found["front"]] == [(2, 7), (2.3, 4)]
    assert found["front"][1]["choice"] == {"j": {"a": "c", "b": "c"}}
    assert (found["proven"], found["epsilon"]) == (True, 0)


def test_without_json_lines_for_people(file, capsys):
    assert main(["compose", str(file), "--weights", "1,0"]) == 0
    assert "optimum 2, proven" in capsys.readouterr().out


def test_bad_files_are_refused(tmp_path, capsys):
    bad = tmp_path / "bad.json"
    bad.write_text('{"jobs": 1}')
    assert ask(capsys, str(bad), "--weights", "1,0")[1]["code"] == "compose.not_understood"
    code, refusal = ask(capsys, str(tmp_path / "none.json"), "--weights", "1,0")
    assert (code, refusal["code"]) == (3, "kernel.invalid")


@pytest.mark.parametrize("words", [[], ["--weights", "0,0"], ["--weights", "x"], ["--front", "cost,risk"]])
def test_wrong_usage_ends_with_two(words, file):
    with pytest.raises(SystemExit) as ended:
        main(["compose", str(file), *words])
    assert ended.value.code == 2
