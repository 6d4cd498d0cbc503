"""Spreadsheets as people send them: xlsx with merged cells, csv in two encodings, hostile ones, and their demands."""

# ruff: noqa: E501 (rows of sheets stand on one line)
from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from cofab.apps.base.clock import now
from cofab.apps.proposition.demand.packs import lists, workbooks
from cofab.core.kernel.refusal import Refused

TODAY = date(2026, 11, 18)
HEAD = ["图号", "名称", "材料", "数量", "长度(mm)", "宽(cm)", "板厚(mm)", "交期"]


def xlsx(rows, merge=(), title="零件") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for span in merge:
        sheet.merge_cells(span)
    hidden = book.create_sheet("secret")
    hidden.append(["名称", "数量"])
    hidden.append(["hidden", 5])
    hidden.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def region_towns(db):
    """A map with one town."""
    from cofab.apps.proposition.publish.reference import Town

    names = {"name_zh": "宁波奉化", "name_en": "Fenghua, Ningbo", "latitude_udeg": 0, "longitude_udeg": 0}
    return Town.objects.get_or_create(id="fenghua", defaults=names)


@pytest.mark.django_db
def test_an_xlsx_with_merged_cells_numbers_and_dates():
    rows = [
        HEAD,
        ["A-1", "盖板", "SPCC", 60, 400, 30, 1.5, date(2026, 12, 5)],
        ["A-2", "侧板", None, 80.0, 200.5, 10, 2, None],
    ]
    one, two = lists.rows_of("list.xlsx", xlsx(rows, ["C2:C3", "H2:H3"]), TODAY)
    assert {name: f.value for name, f in two.facts.items()} == {
        "number": "A-2", "title": "侧板", "material": "SPCC", "quantity": 80, "length": 200_500, "width": 100_000,
        "thickness": 2000, "due": "2026-12-05",
    }  # fmt: skip
    assert one.facts["material"].cell == two.facts["material"].cell == "C2"
    assert one.sheet == "零件"


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_in_the_encodings_that_people_have(encoding):
    text = "名称;材料;数量\n轴;45钢;300\n套;黄铜;x\n"
    one, two = lists.rows_of("list.csv", text.encode(encoding), TODAY)
    assert one.facts["material"].value == "45"
    assert [d.facts["cell"] for d in two.doubts] == ["B3", "C3"]  # brass is no grade


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (workbooks.MOST_UNPACKED + 1))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.xlsx", bomb(), "tables.too_large"), ("cut.xlsx", xlsx([["a"]])[:200], "tables.unreadable"),
        ("zip.xlsx", b"PK\x03\x04" + b"\x00" * 50, "tables.unreadable"), ("photo.jpg", b"\xff\xd8\xff", "tables.unreadable"),
        ("nul.csv", b"a,b\x00", "tables.unreadable"), ("big.csv", b"1" * (workbooks.MOST_BYTES + 1), "tables.too_large"),
        ("long.csv", b"a\n" * (workbooks.MOST_ROWS + 1), "tables.too_large"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused(name, data, code):
    with pytest.raises(Refused) as refused:
        workbooks.grids(name, data)
    assert refused.value.code == code


def test_whole_rows_become_demands_and_doubtful_ones_do_not(region_towns, make_firm):
    firm = make_firm("Cabinets", kind="demander", roles=("buyer",))
    rows = [HEAD, ["A-1", "盖板", "SPCC", 60, 400, 30, 1.5, None], ["A-2", "侧板", "SPCC", "若干", 200, 10, 2, None],
            ["A-3", "大板", "SPCC", 5, 9000, 10, 2, None]]  # fmt: skip
    found = lists.rows_of("list.xlsx", xlsx(rows), TODAY)
    made = lists.make(firm.viewer, "sheet", found, now() + timedelta(days=30), "fenghua")
    assert [(m.demand.title if m.demand else m.refused.code) for m in made] == ["A-1 盖板", "packs.range"]
    row = made[0].demand
    form = row.reading["pack"]["form"]
    assert (form["length"], form["width"], form["thickness"], row.quantity) == (400, 300, 15, 60)
    assert row.state == "ready"


def test_the_page_shows_cells_doubts_and_a_form_for_jackets(region_towns, make_firm, client_for):
    client = client_for(make_firm("Brand", kind="demander", roles=("buyer",)))
    data = xlsx([["款式", "颜色", "S", "M"], ["夹克", "黑", 20, 30], ["夹克", "红", 10, "x"]])
    upload = io.BytesIO(data)
    upload.name = "jackets.xlsx"
    sent = {"file": upload, "trade": "garment", "due": "2090-01-01", "town": "fenghua", "do": "read"}
    page = client.post("/trades/list", sent).content.decode()
    assert "D3: “x” is no whole number" in page
    assert "cells=%E9%BB%91%2FS%2F20" in page
    assert "C2" in page


def test_the_api_tells_every_fact_with_its_cell(region_towns, make_firm, client_for):
    client = client_for(make_firm("Brand", kind="demander", roles=("buyer",)))
    upload = io.BytesIO(xlsx([["名称", "数量"], ["轴", 30]]))
    upload.name = "list.xlsx"
    key = client.post("/api/v1/files", {"file": upload}).json()["key"]
    told = client.post("/api/v1/trades/list", {"file": key, "today": "2026-11-18"}, content_type="application/json")
    assert told.json()["items"][0]["facts"]["quantity"] == {"value": 30, "cell": "B2", "text": "30"}
