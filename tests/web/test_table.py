import pytest
from django.test import RequestFactory

from cofab.web.table import Column, Filter, Table

ROWS = [
    {"key": "a", "name": "shaft", "minor": 300, "state": "late"},
    {"key": "b", "name": "=HYPERLINK(1)", "minor": None, "state": "done"},
    {"key": "c", "name": "housing", "minor": 100, "state": "late"},
]
COLUMNS = [Column("name", "Name", sort=True), Column("minor", "Money", sort=True, number=True)]


def table(query="", **more):
    return Table(
        RequestFactory().get("/orders", data=dict(pair.split("=") for pair in query.split("&") if pair)),
        COLUMNS, ROWS, filters=[Filter("state", "State", [("late", "Late")])], search=["name"], **more,
    )  # fmt: skip


def names(made):
    return [row["name"] for row in made.page]


def test_it_sorts_both_ways_and_puts_missing_values_last_going_up():
    assert names(table("sort=minor")) == ["housing", "shaft", "=HYPERLINK(1)"]
    assert names(table("sort=-name"))[0] == "shaft"
    assert names(table("sort=nonsense")) == [r["name"] for r in ROWS]


def test_filters_and_search_narrow_and_can_be_taken_off():
    made = table("state=late&find=hous")
    assert names(made) == ["housing"]
    assert [("find" in a["url"], "state" in a["url"]) for a in made.applied] == [(False, True), (True, False)]


def test_the_csv_holds_every_chosen_row_and_no_formula():
    text = table("state=done&format=csv").csv().content.decode("utf-8-sig").splitlines()
    assert text == ["Name,Money", "'=HYPERLINK(1),"]


def test_pages_keep_the_question():
    made = table("sort=name", per_page=2)
    assert made.page.paginator.num_pages == 2 and made.link(page="2") == "?sort=name&page=2"


def test_the_reader_chooses_columns_but_never_loses_the_first():
    made = table("column=minor")
    assert [h["column"].name for h in made.heads] == ["name", "minor"]
    assert [len(line["cells"]) for line in table("column=name").lines] == [1, 1, 1]
    assert table("column=name&sort=name").kept == [("sort", "name")]


def test_more_than_ten_columns_are_refused():
    with pytest.raises(ValueError, match="at most 10"):
        Table(RequestFactory().get("/"), [Column(str(n), n) for n in range(11)], [])
