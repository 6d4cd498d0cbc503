"""The drawing grammar: what a title block, notes and callouts say in either language."""

import pytest

from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.drawing import DOUBTFUL, Word, brief_with, read_drawing


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
        (("4 × M5 depth 深 10",), "thread", {"thread": "M5", "count": 4, "depth_um": 10_000}),
        (("M10×1.25 深⌀10",), "thread", {"thread": "M10x1.25", "count": 1, "depth_um": 10_000}),
        (("6-M8 通孔",), "thread", {"thread": "M8", "count": 6}),
        (("2-G1/4 深12",), "thread", {"thread": "G1/4", "count": 2, "depth_um": 12_000}),
        (("1/4-18 NPT",), "thread", {"thread": "1/4-18 NPT", "count": 1}),
        (("4×⌀6.6 通孔 沉孔⌀11深6",), "dimension",
         {"kind": "diameter", "nominal_um": 6_600, "upper_um": 0, "lower_um": 0, "count": 4, "form": "counterbore",
          "bore_um": 11_000, "depth_um": 6_000}),
        (("6X Ø9 THRU",), "dimension",
         {"kind": "diameter", "nominal_um": 9_000, "upper_um": 0, "lower_um": 0, "count": 6, "through": True}),
        (("60 +0.1/-0.05",), "dimension",
         {"kind": "length", "nominal_um": 60_000, "upper_um": 100, "lower_um": -50, "count": 1}),
        (("⌀98 0/-0.1",), "dimension",
         {"kind": "diameter", "nominal_um": 98_000, "upper_um": 0, "lower_um": -100, "count": 1}),
        (("2×C1.5",), "dimension",
         {"kind": "chamfer", "nominal_um": 1_500, "upper_um": 0, "lower_um": 0, "count": 2}),
        (("45.5°",), "dimension", {"kind": "angle", "nominal_um": 45_500, "upper_um": 0, "lower_um": 0, "count": 1}),
        (("t=2",), "dimension", {"kind": "thickness", "nominal_um": 2_000, "upper_um": 0, "lower_um": 0, "count": 1}),
        (("3. 其余 Ra6.3",), "roughness", {"ra_nm": 6_300, "general": True}),
        (("淬火硬度 HRC58~62",), "hardness", {"scale": "HRC", "low": 58, "high": 62}),
        (("Carburize and harden",), "heat_treatment", {"process": "carburising-and-hardening"}),
        (("ISO 2768-mK",), "general_tolerance", "ISO2768-mK"),
        (("比例", "1:2"), "scale", "1:2"),
        (("4×M6通孔",), "thread", {"thread": "M6", "count": 4}),
        (("Ra0.8",), "roughness", {"ra_nm": 800, "general": False}),
        (("DRAWING N0.: KB-12",), "part_no", "KB-12"),
        (("⌀450/-0.1",), "dimension",
         {"kind": "diameter", "nominal_um": 45_000, "upper_um": 0, "lower_um": -100, "count": 1}),
        (("REV", "B"), "revision", "B"),
        (("2. 锐边倒钝",), "note", {"text": "锐边倒钝"}),
        (("M12×1.25",), "thread", {"thread": "M12x1.25", "count": 1}),
        (("未注公差 GB/T 1804-m",), "general_tolerance", "GB/T1804-m"),
        (("Ra 1.6",), "roughness", {"ra_nm": 1_600, "general": False}),
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


def test_a_value_may_stand_below_its_label():
    words = [Word("MATERIAL", 0, (100, 1000, 300, 1030)), Word("TITLE", 0, (800, 1000, 900, 1030)),
             Word("316L", 0, (120, 930, 250, 980)), Word("End cap", 0, (820, 930, 1000, 980))]  # fmt: skip
    assert {f.name: f.value for f in read_drawing(words)} == {"material": "316L", "title": "End cap"}


def test_deviations_above_one_another_belong_to_the_number_before_them():
    words = [Word("188", 0, (100, 1000, 160, 1040)), Word("+0.1", 0, (165, 1022, 200, 1046)),
             Word("0", 0, (165, 994, 172, 1018))]  # fmt: skip
    (field,) = read_drawing(words)
    assert (field.value["nominal_um"], field.value["upper_um"], field.value["lower_um"]) == (188_000, 100, 0)


def test_words_read_from_below_are_one_size():
    words = [Word("⌀47", 0, (100, 1000, 135, 1060), turned=True), Word("H7", 0, (100, 1065, 135, 1110), turned=True)]
    assert [f.value["fit"] for f in read_drawing(words)] == ["H7"]


def test_unsure_letters_make_a_doubtful_field():
    (field,) = read_drawing([Word("⌀47 H7", 0, (100, 1000, 200, 1040), sure=61)])
    assert field.confidence == 61 < DOUBTFUL


def test_figures_of_the_title_block_are_no_sizes():
    words = (
        row("图号", "FBH-047", y=500) + row("比例", "1:2", y=400) + row("数量", "50", y=300) + row("重量", "12", y=200)
    )
    assert "dimension" not in {f.name for f in read_drawing(words)}


def test_the_general_tolerance_of_either_standard_reaches_the_brief():
    for words, um in (("ISO 2768-mK", 200), ("GB/T 1804-f", 100)):
        assert brief_with(Brief(), read_drawing(row(words))).tolerance_um == um


def test_a_length_far_beyond_all_others_is_doubted():
    words = row("185", y=500) + row("105", y=400) + row("18801", y=300)
    confidences = {f.value["nominal_um"]: f.confidence for f in read_drawing(words)}
    assert confidences[18_801_000] < DOUBTFUL < confidences[185_000]
