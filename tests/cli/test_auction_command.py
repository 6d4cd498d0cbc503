"""`cofab auction`: its format, exact amounts, and refusals."""

import json

import pytest

from cofab.cli import main


def decided(tmp_path, capsys, given, rule):
    file = tmp_path / "market.json"
    file.write_text(json.dumps(given))
    assert main(["auction", str(file), "--rule", rule, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def bundle(name, bidder, items, price):
    return {"id": name, "bidder": bidder, "items": items, "price": price}


def test_bundles_are_won_and_paid(tmp_path, capsys):
    bids = [bundle("b1", "A", [0], 150), bundle("b2", "B", [1], 150.5), bundle("b3", "C", [0, 1], 200)]
    made = decided(tmp_path, capsys, {"items": 2, "xor": True, "bids": bids}, "vcg")
    assert made["value"] == made["bound"] == "601/2" and made["proven"] and made["won"] == ["b1", "b2"]
    assert made["payments"] == {"A": "99/2", "B": "50"}
    first = decided(tmp_path, capsys, {"items": 2, "xor": True, "bids": bids}, "first")
    assert first["payments"] == {"A": "150", "B": "301/2"}


def test_many_buyers_meet_many_sellers(tmp_path, capsys):
    made = decided(tmp_path, capsys, {"buyers": [17, 14, 13, 9, 6], "sellers": [1, 4, 5, 8, 13]}, "mcafee")
    assert (made["trades"], made["surplus"], made["buyers_pay"], made["sellers_get"]) == (3, "3", "9", "8")
    assert made["payments"]["B0"] == "9" and made["payments"]["S0"] == "-8"


@pytest.mark.parametrize(
    "given", [{}, {"items": 1, "bids": [{"id": "x"}]}, {"items": 1, "bids": [bundle("a", "A", [1], 1)]}]
)
def test_what_is_no_market_is_refused(tmp_path, capsys, given):
    file = tmp_path / "market.json"
    file.write_text(json.dumps(given))
    assert main(["auction", str(file), "--rule", "vcg", "--json"]) == 3
    assert json.loads(capsys.readouterr().err)["code"]
