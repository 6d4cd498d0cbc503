"""`cofab parse`: the documented document, and its exit codes."""

import json
from pathlib import Path

import pytest

from cofab.cli import main

PARTS = Path(__file__).parents[2] / "src/cofab/demo/parts"
MODEL, DRAWING = str(PARTS / "FBH-047.step"), str(PARTS / "FBH-047.pdf")


def parsed(capsys, *words):
    assert main(["parse", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_model_and_its_drawing_give_operations_a_price_and_the_question(capsys):
    document = parsed(capsys, MODEL, DRAWING, "--blank", "100,48")
    (part,) = document["parts"]
    assert document["format"] == "cofab.parse/1"
    assert [o["process"] for o in part["operations"]] == ["turning", "milling", "deburring", "anodising", "inspection"]
    assert [q["id"] for q in document["questions"]] == ["tolerance.state", "material.supply"]
    (bore,) = [f for f in part["features"] if f["diameter_um"] == 47_000]
    assert document["questions"][0]["faces"] == bore["faces"]
    price = part["price"]
    assert (price["currency"], price["quantity"]) == ("CNY", 50)
    assert price["low_minor"] == sum(line["low_minor"] for line in price["lines"])
    (finding,) = part["findings"]
    assert (finding["rule"], finding["limit"], finding["measured"], finding["unit"]) == ("coating_fit", 25, 30, "um")


def test_the_drawing_is_read_whole(capsys):
    found = {}
    for field in parsed(capsys, MODEL, DRAWING)["drawing"]:
        found.setdefault(field["name"], field["value"])
    assert found["part_no"] == "FBH-047"
    assert (found["material"], found["quantity"], found["revision"]) == ("6061-T6", 50, "A")
    assert found["fit"] == {"diameter_um": 47_000, "fit": "H7", "count": 1}
    assert found["thread"] == {"thread": "M5", "count": 4}
    assert found["finish"]["film_um"] == 30


def test_what_is_not_said_is_asked(capsys):
    asked = {q["id"] for q in parsed(capsys, MODEL)["questions"]}
    assert {"material", "quantity", "material.supply"} <= asked


def test_a_refusal_is_code_3_with_its_document(capsys, tmp_path):
    bad = tmp_path / "bad.step"
    bad.write_bytes(b"nothing")
    assert main(["parse", str(bad), "--json"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert json.loads(printed.err)["code"] == "geometry.not_step"


@pytest.mark.parametrize("words", [["no.step"], [MODEL, "--quantity", "0"], [MODEL, "--blank", "1,2,x"], []])
def test_wrong_usage_is_code_2(capsys, words):
    with pytest.raises(SystemExit) as ended:
        main(["parse", *words])
    assert ended.value.code == 2


def test_people_get_a_table_with_the_total(capsys):
    assert main(["parse", MODEL, "--material", "6061", "--quantity", "50"]) == 0
    printed = capsys.readouterr().out
    assert "turning" in printed
    assert "50 pieces, with VAT" in printed
