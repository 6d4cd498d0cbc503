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
    finding = next(f for f in part["findings"] if f["rule"] == "coating_fit")
    assert (finding["rule"], finding["limit"], finding["measured"], finding["unit"]) == ("coating_fit", 25, 30, "um")


def test_the_drawing_is_read_whole(capsys):
    found = {}
    for field in parsed(capsys, MODEL, DRAWING)["drawing"]:
        found.setdefault(field["name"], field["value"])
    assert found["part_no"] == "FBH-047"
    assert (found["material"], found["quantity"], found["revision"]) == ("6061-T6", 50, "A")
    assert found["fit"] == {"diameter_um": 47_000, "fit": "H7", "count": 1}
    assert found["thread"] == {"thread": "M5", "count": 4, "depth_um": 10_000}
    assert found["finish"]["film_um"] == 30


def test_a_hole_is_as_deep_as_work_plans_state_it(capsys):
    holes = [f for f in parsed(capsys, MODEL)["parts"][0]["features"] if f["kind"].startswith("hole.")]
    through = [f for f in holes if f["diameter_um"] == 6_600]
    assert {(f["facts"]["shown_um"], f["depth_um"]) for f in through} == {(15_000, 20_000)}
    assert all(f["depth_um"] == f["facts"]["travel_um"] >= f["facts"]["shown_um"] for f in holes)


@pytest.mark.parametrize("blank", ["48,100", "100.0,48.5"])
def test_a_bar_is_meant_whichever_length_comes_first(capsys, blank):
    (part,) = parsed(capsys, MODEL, "--blank", blank, "--material", "Aluminiumlegierungen")["parts"]
    (turning,) = [o for o in part["operations"] if o["process"] == "turning"]
    assert 0 < dict(turning["terms"])["cut_s"] < 600


def test_what_is_not_said_is_asked(capsys):
    asked = {q["id"] for q in parsed(capsys, MODEL)["questions"]}
    assert {"material", "quantity", "material.supply"} <= asked


def test_a_refusal_is_code_3_with_its_document(capsys, tmp_path):
    bad = tmp_path / "bad.step"
    bad.write_bytes(b"nothing")
    assert main(["parse", str(bad), "--json"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert json.loads(printed.err)["code"] == "geometry.not_model"


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


def test_a_drawing_alone_is_a_part(capsys):
    document = parsed(capsys, DRAWING)
    (part,) = document["parts"]
    assert (part["name"], part["turned"], part["size_um"][0]) == ("FBH-047", True, 98_000)
    assert [f["diameter_um"] for f in part["features"] if f["kind"] == "hole.through"].count(6_600) == 6
    assert {o["process"] for o in part["operations"]} >= {"turning", "drilling"} or part["operations"]


def test_several_models_are_several_parts_and_each_keeps_its_own_drawing(capsys, tmp_path):
    for name in ("FBH-047", "other", "third"):
        (tmp_path / f"{name}.step").write_bytes(Path(MODEL).read_bytes())
    document = parsed(capsys, *map(str, sorted(tmp_path.glob("*.step"))), DRAWING)
    assert [p["name"] for p in document["parts"]] == ["FBH-047", "other", "third"]
    assert [p["count"] for p in document["parts"]] == [1, 1, 1]
    finished = [any(o["process"] == "anodising" for o in p["operations"]) for p in document["parts"]]
    assert finished == [True, False, False]


def test_what_a_flat_file_leaves_unsaid_is_asked(capsys, tmp_path):
    import ezdxf

    drawing = ezdxf.new()
    drawing.header["$INSUNITS"] = 0
    drawing.modelspace().add_lwpolyline([(0, 0), (80, 0), (80, 50), (0, 50)], close=True)
    drawing.saveas(tmp_path / "flat.dxf")
    document = parsed(capsys, str(tmp_path / "flat.dxf"))
    assert document["parts"] == []
    assert [q["id"] for q in document["questions"]] == ["units", "thickness"]
    document = parsed(capsys, str(tmp_path / "flat.dxf"), "--units", "mm", "--thickness", "2", "--material", "Q235")
    assert document["parts"][0]["size_um"] == [80_000, 50_000, 2_000]
    assert "units" not in {q["id"] for q in document["questions"]}


def test_every_finding_tells_faces_limit_cost_and_change(capsys):
    (part,) = parsed(capsys, MODEL, DRAWING)["parts"]
    assert {"coating_fit", "coating_thread"} <= {f["rule"] for f in part["findings"]}
    for finding in part["findings"]:
        assert finding["faces"] and finding["source"]
        assert {"rule", "limit", "measured", "unit", "cost_minor", "change", "change_minor"} <= finding.keys()


def test_the_routing_has_alternatives_and_an_inspection_plan(capsys):
    (part,) = parsed(capsys, MODEL, DRAWING)["parts"]
    for way in part["alternatives"]:
        assert set(way["replaces"]) <= {o["id"] for o in part["operations"]}
        assert {"delta_minor", "from_quantity", "code"} <= way.keys()
    assert {"fit", "thread", "film", "size"} <= {c["kind"] for c in part["inspection"]}
    assert part["price"]["net_high_minor"] < part["price"]["high_minor"]


def test_an_answer_settles_its_question_and_moves_the_price(capsys):
    asked = parsed(capsys, MODEL, DRAWING)
    told = parsed(capsys, MODEL, DRAWING, "--answer", "tolerance.state=after.mask")
    assert {q["id"] for q in asked["questions"]} - {q["id"] for q in told["questions"]} == {"tolerance.state"}
    assert told["parts"][0]["price"]["low_minor"] > asked["parts"][0]["price"]["low_minor"]


def test_two_parts_keep_their_questions_apart(capsys, tmp_path):
    other = tmp_path / "other.step"
    other.write_bytes(Path(MODEL).read_bytes())
    document = parsed(capsys, MODEL, str(other), "--answer", "p2:material.supply=buyer")
    ids = [q["id"] for q in document["questions"]]
    assert len(ids) == len(set(ids))
    assert {"material", "quantity", "p1:material.supply"} == set(ids)
