"""`cofab split` and `cofab verify` as others call them."""

import json

import pytest

from cofab.cli import main


def _split(tmp_path, capsys, given, rule="shapley"):
    file = tmp_path / "game.json"
    file.write_text(json.dumps(given))
    code = main(["split", str(file), "--rule", rule, "--json"])
    return code, json.loads(capsys.readouterr().out or "null")


def test_the_airport_costs_are_shared(tmp_path, capsys):
    claims = {"A": 8, "B": 11, "C": 13, "D": 18}
    code, made = _split(tmp_path, capsys, {"total_minor": 1800, "game": "max", "claims": claims})
    assert code == 0
    assert made["shares"] == {"A": "2", "B": "3", "C": "4", "D": "9"}
    assert made["minor"] == {"A": 200, "B": 300, "C": 400, "D": 900}


def test_worths_may_be_decimals(tmp_path, capsys):
    worth = {"A": 0.5, "B": 1, "A,B": 4}
    _, made = _split(tmp_path, capsys, {"players": ["A", "B"], "worth": worth, "total_minor": 1000})
    assert made["shares"] == {"A": "7/4", "B": "9/4"}
    assert sum(made["minor"].values()) == 1000


def test_the_heirs_of_ibn_ezra_share_to_the_cent(tmp_path, capsys):
    claims = {"whole": 120, "half": 60, "third": 40, "quarter": 30}
    _, made = _split(tmp_path, capsys, {"total_minor": 12000, "game": "max", "kind": "worth", "claims": claims})
    assert made["minor"] == {"whole": 8084, "half": 2083, "third": 1083, "quarter": 750}
    assert made["shares"]["whole"] == "485/6"


def test_many_players_are_sampled_with_a_stated_error(tmp_path, capsys):
    players = [f"P{i}" for i in range(30)]
    worth = {f"P{i},P{i + 1}": 10 + i for i in range(29)}
    _, made = _split(tmp_path, capsys, {"players": players, "worth": worth, "game": "best", "total_minor": 10_000})
    assert made["method"] == "sampled" and 0 < made["error"] < 1
    assert sum(made["minor"].values()) == 10_000


def test_a_composite_split_sums_to_the_cent(tmp_path, capsys):
    rule = {"base_ppm": 850_000, "performance_ppm": 100_000, "innovation_ppm": 50_000}
    players = [{"id": "A", "resources_minor": 2, "performance_ppm": 900_000}, {"id": "B", "resources_minor": 1}]
    _, made = _split(tmp_path, capsys, {"total_minor": 1001, "rule": rule, "players": players}, "composite")
    assert sum(made["minor"].values()) == 1001
    assert made["parts"]["A"]["performance_minor"] == 100


@pytest.mark.parametrize("given", [{}, {"players": ["A"], "worth": {}}, {"players": ["A"], "worth": {"A": "x"}}])
def test_what_makes_no_game_is_refused(tmp_path, capsys, given):
    file = tmp_path / "game.json"
    file.write_text(json.dumps(given))
    assert main(["split", str(file), "--rule", "shapley", "--json"]) == 3
    assert json.loads(capsys.readouterr().err)["code"]


def test_verify_tells_by_its_exit_code(tmp_path, capsys):
    garbage = tmp_path / "bundle"
    garbage.write_bytes(b"hello")
    assert main(["verify", str(garbage), "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["result"] == "not_enough"
    garbage.write_bytes(b"PK hello")
    assert main(["verify", str(garbage)]) == 1
    assert main(["verify", str(tmp_path / "none")]) == 3
