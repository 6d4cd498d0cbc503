"""Drawings as PDF, scan and photograph: their words keep their places, their fields are those on the sheet."""

import json
from pathlib import Path

import pytest

from cofab import geometry
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.drawing import DOUBTFUL, part_drawn, read_drawing

SHEETS = Path(__file__).with_name("sheets")
NAMES = ("plate-zh.pdf", "scan-zh.jpg", "photo-en.jpg")


@pytest.fixture(scope="module", params=NAMES)
def read(request):
    path = SHEETS / request.param
    sheet = geometry.read_sheet(path)
    return path, sheet, read_drawing(sheet.words), json.loads(path.with_suffix(".json").read_text())


def plain(name, value):
    return name, json.dumps(value, sort_keys=True, ensure_ascii=False).casefold().replace(" ", "")


def test_the_fields_are_those_on_the_sheet(read):
    _path, _, fields, expected = read
    wanted = {plain(e["name"], e["value"]) for e in expected if e["name"] != "note"}
    found = {plain(f.name, f.value) for f in fields if f.name != "note"}
    assert len(wanted & found) >= 0.9 * len(wanted), wanted - found
    assert len(found - wanted) <= 0.1 * len(wanted), found - wanted


def test_every_word_lies_on_its_page_and_every_field_on_words(read):
    _, sheet, fields, _ = read
    (page,) = sheet.pages
    for word in sheet.words:
        left, low, right, high = word.box
        assert -60 <= left < right <= page.width + 60
        assert -60 <= low < high <= page.height + 60
    for field in fields:
        assert field.text
        assert 0 < field.confidence <= 100


def test_the_page_comes_as_a_picture_of_its_shape(read):
    from io import BytesIO

    from PIL import Image

    path, sheet, _, _ = read
    (page,) = sheet.pages
    assert page.scanned == (path.suffix == ".jpg")
    picture = Image.open(BytesIO(page.picture))
    assert picture.width / picture.height == pytest.approx(page.width / page.height, rel=0.01)
    assert picture.width <= 1600


def test_most_fields_need_no_second_look(read):
    fields = read[2]
    assert sum(f.confidence < DOUBTFUL for f in fields) <= len(fields) // 3


def test_a_plate_is_as_large_as_its_lengths_say():
    fields = read_drawing(geometry.read_words(SHEETS / "scan-zh.jpg"))
    part = part_drawn("FH-2425", fields)
    assert (part.size_um, part.turned) == ((185_000, 105_000, 16_000), False)
    assert [f.diameter_um for f in part.features if f.facts.get("form") == "counterbore"] == [5_500] * 4


def test_reading_a_photograph_tells_its_stages_and_can_be_cancelled():
    stages = []
    path = SHEETS / "photo-en.jpg"
    with pytest.raises(Refused) as no:
        geometry.read_sheet(
            path, progress=lambda stage, percent: stages.append((stage, percent)), cancelled=lambda: len(stages) > 2
        )
    assert no.value.code == "geometry.cancelled"
    assert [s for s, _ in stages[:3]] == ["reading", "straightening", "finding"]
    assert [p for _, p in stages] == sorted(p for _, p in stages)
