"""The drawing grammar: what a title block, notes and callouts say in either language."""

import pytest

from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.drawing import Word, brief_with, read_drawing


def row(*texts, y=1000, page=0, gap=200):
    """Return words on one baseline with a wide gap between them, as in a table."""
    words, x = [], 100
    for text in texts:
        words.append(Word(text, page, (x, y, x + 50 * len(text), y + 70)))
        x += 50 * len(text) + gap
    return words


def read(*texts, **kind):
    return {f.name: f.value for f in read_drawing(row(*texts, **kind))}


@pytest.mark.parametrize(
    ("texts", "name", "value"),
    [
        (("Material 材料", "6061-T6"), "material", "6061-T6"),
        (("材料：45钢",), "material", "45钢"),
        (("Quantity", "50 pcs"), "quantity", 50),
        (("数量: 1200 件",), "quantity", 1200),
        (("图号", "FBH-047"), "part_no", "FBH-047"),
        (("⌀47 H7 (+0.025 / 0)",), "fit", {"diameter_um": 47_000, "fit": "H7", "count": 1}),
        (("2 × Ø8,5 H8",), "fit", {"diameter_um": 8_500, "fit": "H8", "count": 2}),
        (("φ30k6",), "fit", {"diameter_um": 30_000, "fit": "k6", "count": 1}),
        (("4 × M5 depth 深 10",), "thread", {"thread": "M5", "count": 4}),
        (("6-M8 通孔",), "thread", {"thread": "M8", "count": 6}),
        (("M12×1.25",), "thread", {"thread": "M12x1.25", "count": 1}),
        (("未注公差 GB/T 1804-m",), "general_tolerance", "GB/T1804-m"),
        (("Ra 1.6",), "roughness", {"ra_nm": 1_600}),
        (("1. Hard anodise 30 µm, black",), "finish",
         {"family": "anodising", "process": "hard-anodising", "film_um": 30, "colour": "black"}),
        (("硬质阳极氧化 25 µm 黑色",), "finish",
         {"family": "anodising", "process": "hard-anodising", "film_um": 25, "colour": "black"}),
        (("表面镀锌 8 微米",), "finish",
         {"family": "plating", "process": "zinc-electroplating", "film_um": 8, "colour": ""}),
    ],
)  # fmt: skip
def test_one_row_is_read(texts, name, value):
    assert read(*texts)[name] == value


@pytest.mark.parametrize("text", ["6 × ⌀6.6 THRU", "46 ±0.1", "A-A (1:1)", "Ref. MH7000"])
def test_plain_sizes_are_neither_fits_nor_threads(text):
    assert not {"fit", "thread"} & set(read(text))


def test_a_reading_keeps_its_place():
    field = read_drawing(row("Material", "6061-T6", y=500, page=2))[0]
    assert (field.page, field.box[1], field.text) == (2, 500, "6061-T6")


def test_rows_stay_apart():
    words = row("Material", "6061-T6", y=500) + row("Quantity", "50", y=400)
    found = {f.name: f.value for f in read_drawing(words)}
    assert found == {"material": "6061-T6", "quantity": 50}


def test_what_the_buyer_said_himself_stays():
    words = row("Material", "6061-T6", y=500) + row("Quantity", "50", y=400) + row("⌀47 H7", y=300)
    brief = brief_with(Brief("7075", 0), read_drawing(words))
    assert (brief.material, brief.quantity) == ("7075", 50)
    assert [(c.diameter_um, c.fit) for c in brief.callouts] == [(47_000, "H7")]
