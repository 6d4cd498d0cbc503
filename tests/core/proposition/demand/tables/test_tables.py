"""Spreadsheets: heads in two languages, units, merged cells, sizes, and doubts that name their cell."""

# ruff: noqa: E501 (rows of sheets stand on one line)
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.proposition.demand.tables.grid import column_name, grid_of
from cofab.core.proposition.demand.tables.reading import read_grid
from cofab.core.proposition.demand.text.reading import Places

TODAY = date(2026, 11, 18)
PLACES = Places({"fenghua": ("宁波奉化", "Fenghua, Ningbo")})


def read(rows, merged=None):
    return read_grid(grid_of("Sheet1", rows, merged), TODAY, PLACES)


def values(wanted):
    return {name: fact.value for name, fact in wanted.facts.items()}


def test_a_chinese_list_below_a_title_with_units_and_a_total():
    rows = [
        ["询价单"], [],
        ["序号", "图号", "名称", "材料", "数量", "长(mm)", "宽(mm)", "厚度(mm)", "表面处理", "交期", "收货地"],
        [1, "A-01", "底板", "6061", 50, 100, 60, Decimal("12.5"), "阳极氧化黑色", date(2026, 12, 5), "奉化"],
        [2, "A-02", "支架", "45钢", "２００件", 80, 40, 8, "发黑", "下周五", "宁波奉化"],
        ["合计", None, None, None, 250],
    ]  # fmt: skip
    one, two = read(rows)
    assert values(one) == {
        "number": "A-01", "title": "底板", "material": "6061-T6", "quantity": 50, "length": 100_000, "width": 60_000,
        "thickness": 12_500, "finish": "decorative-anodising", "due": "2026-12-05", "town": "fenghua",
    }  # fmt: skip
    assert (one.facts["quantity"].cell, one.facts["due"].cell) == ("E4", "J4")
    assert (two.facts["quantity"].value, two.facts["due"].value, two.rows) == (200, "2026-11-27", (5, 5))
    assert one.doubts == two.doubts == ()


def test_an_english_list_with_units_in_heads_and_cells():
    rows = [["Part", "Material", "Qty", "Length [cm]", "Width (in)", "Height", "Weight, kg"],
            ["Cover", "SUS304", 20, 30, "2", "15mm", "1.2"]]  # fmt: skip
    (one,) = read(rows)
    assert values(one) == {
        "title": "Cover", "material": "304", "quantity": 20, "length": 300_000, "width": 50_800, "height": 15_000,
        "weight": 1200,
    }  # fmt: skip


def test_each_doubt_names_its_cell_and_the_rest_of_the_row_stands():
    rows = [["名称", "材料", "数量", "长度", "表面", "交期"],
            ["轴", "不知名合金", "若干", "12", "祖传处理", "05月"], ["套", "45#", 10.5, "9mm", "", "2020-01-01"]]  # fmt: skip
    rows[2][2] = Decimal("10.5")
    one, two = read(rows)
    assert {(d.code, d.facts["cell"]) for d in one.doubts} == {
        ("tables.unknown_material", "B2"), ("tables.not_whole", "C2"), ("tables.no_unit", "D2"),
        ("tables.unknown_finish", "E2"), ("tables.not_a_date", "F2"),
    }  # fmt: skip
    assert values(one) == {"title": "轴"}
    assert {(d.code, d.facts["cell"]) for d in two.doubts} == {("tables.not_whole", "C3"), ("tables.not_a_date", "F3")}
    assert values(two) == {"title": "套", "material": "45", "length": 9_000}


def test_merged_cells_hold_for_every_row_they_cover():
    rows = [
        ["名称", "材料", "数量", "交期"],
        ["A", "6061", 10, "12月5日"],
        ["B", None, 20, None],
        ["C", None, 30, None],
    ]
    found = read(rows, [(2, 2, 4, 2), (2, 4, 4, 4)])
    assert [w.facts["material"].value for w in found] == ["6061-T6"] * 3
    assert {w.facts["material"].cell for w in found} == {"B2"}
    assert {w.facts["due"].value for w in found} == {"2026-12-05"}


def test_a_head_of_two_rows():
    rows = [["名称", "材料", "尺寸(mm)", None, None, "数量"], [None, None, "长", "宽", "厚", None],
            ["板", "SPCC", 300, 200, Decimal("1.5"), 60]]  # fmt: skip
    merged = [(1, 3, 1, 5), (1, 1, 2, 1), (1, 2, 2, 2), (1, 6, 2, 6)]
    (one,) = read(rows, merged)
    assert values(one) == {
        "title": "板", "material": "SPCC", "length": 300_000, "width": 200_000, "thickness": 1500, "quantity": 60,
    }  # fmt: skip


def test_a_matrix_of_sizes_is_one_garment_with_every_cell():
    rows = [["款式", "颜色", "S", "M", "L", "合计"], ["夹克", "黑", 20, 40, 60, 120], ["夹克", "红", 10, 20, "x", 30],
            ["T恤", "白色", 5, 5, 5, 15]]  # fmt: skip
    jacket, shirt = read(rows)
    assert jacket.matrix == (
        ("黑", "S", 20, "C2"), ("黑", "M", 40, "D2"), ("黑", "L", 60, "E2"), ("红", "S", 10, "C3"), ("红", "M", 20, "D3"),
    )  # fmt: skip
    assert [d.facts["cell"] for d in jacket.doubts] == ["E3"]
    assert jacket.rows == (2, 3)
    assert sum(count for _c, _s, count, _ref in shirt.matrix) == 15


def test_two_tables_in_one_sheet():
    rows = [["名称", "数量"], ["A", 10], [], ["Part", "Material", "Qty"], ["B", "POM", 5]]
    assert [values(w).get("title") for w in read(rows)] == ["A", "B"]


def test_a_sheet_without_a_head_says_nothing():
    assert read([["hello"], [1, 2, 3]]) == ()


def test_letters_of_columns():
    assert [column_name(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


CELLS = st.one_of(st.none(), st.integers(-5, 10**6), st.decimals(-5, 1000, places=2), st.dates(),
                  st.sampled_from(["数量", "材料", "长(mm)", "S", "M", "合计", "qty", "名称", "1e5", "１２件", "--", "ID"]))  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_sheet_is_read_without_trouble(rows):
    for wanted in read(rows):
        assert all(fact.cell for fact in wanted.facts.values())
