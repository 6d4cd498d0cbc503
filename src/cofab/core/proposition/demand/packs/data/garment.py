"""Garments: colour by size, tech pack, fabric and trims, sealed sample, AQL."""

# ruff: noqa: E501 (a row of a form or a step stands on one line)
from __future__ import annotations

from typing import Any

from cofab.core.proposition.demand.packs.data.words import SUPPLY, choice, text

GARMENT: dict[str, Any] = {
    "zh": "服装", "en": "Garments", "group": "textile", "counted": "matrix", "sample": True, "deduct": True,
    "material": "fabric", "tolerance_um": 10_000, "size_um": [700_000, 600_000, 30_000], "weight_g": 650,
    "form": [
        choice("style", "款式", "Style", [["jacket", "夹克", "Jacket"], ["shirt", "衬衫", "Shirt"], ["tee", "T 恤", "T-shirt"],
                                      ["workwear", "工作服", "Workwear"]]),
        choice("fabric", "面料", "Fabric", [["nylon", "尼龙", "Nylon"], ["polyester", "涤纶", "Polyester"],
                                        ["polyester-cotton", "涤棉", "Poly-cotton"], ["cotton", "棉", "Cotton"]]),
        choice("lining", "里料", "Lining", [["yes", "有", "Yes"], ["no", "无", "No"]]),
        choice("trims", "辅料", "Trims", [["zip", "拉链和扣件", "Zip and snaps"], ["buttons", "纽扣", "Buttons"], ["none", "无", "None"]]),
        choice("decoration", "绣花、印花", "Decoration", [["none", "无", "None"], ["embroidery", "绣花", "Embroidery"],
                                                        ["print", "印花", "Print"]]),
        SUPPLY,
        choice("aql", "AQL", "AQL", [["2.5", "2.5", "2.5"], ["4.0", "4.0", "4.0"], ["1.5", "1.5", "1.5"]]),
        choice("class", "GB 18401 类别", "GB 18401 class", [["B", "B", "B"], ["A", "A", "A"], ["C", "C", "C"]]),
        {"id": "matrix", "kind": "matrix", "zh": "颜色 × 尺码", "en": "Colour × size",
         "usual": "S,M,L,XL,XXL"},
        text("pack", "工艺单编号", "Tech pack no."),
    ],
    "materials": [
        {"zh": "面料", "en": "Fabric", "price": [3200, 5600], "when": [["style", ["jacket", "workwear"]]]},
        {"zh": "面料", "en": "Fabric", "price": [1800, 3600], "when": [["style", ["shirt", "tee"]]]},
        {"zh": "里料", "en": "Lining", "price": [800, 1280], "when": [["lining", ["yes"]]]},
        {"zh": "拉链、扣件、辅料", "en": "Zip, snaps, trims", "price": [1000, 1800], "when": [["trims", ["zip"]]]},
        {"zh": "纽扣、辅料", "en": "Buttons, trims", "price": [200, 500], "when": [["trims", ["buttons"]]]},
    ],
    "steps": [
        {"process": "garment", "any_of": ["fabric-cutting"], "setup": {"base": 5400}, "run": {"base": 60},
         "zh": "裁剪", "en": "Cut"},
        {"process": "garment", "any_of": ["woven-garment-sewing"], "zh": "缝制", "en": "Sew",
         "setup": {"base": 10_800},
         "run": {"base": 150, "add": [["style", {"jacket": 270, "workwear": 180, "shirt": 90}],
                                      ["lining", {"yes": 60}], ["decoration", {"embroidery": 45, "print": 30}]]}},
        {"process": "garment", "any_of": ["pressing-needle-detection-and-packing"], "setup": {"base": 1800},
         "run": {"base": 45}, "zh": "整烫、检针、包装", "en": "Press, needle check, pack"},
        {"process": "inspection", "any_of": ["material-chemical-and-salt-spray-testing"], "setup": {"base": 7200},
         "run": {"base": 300}, "zh": "AQL 抽检与安全类别检测", "en": "AQL sampling and safety class test"},
    ],
    "sample_steps": [
        {"process": "garment", "any_of": ["pattern-making-grading-and-sampling"], "setup": {"base": 18_000},
         "run": {"base": 10_800}, "zh": "制版、放码、打样", "en": "Pattern, grading, sample"},
    ],
    "rates": {"garment": [28_000, 42_000], "inspection": [20_000, 30_000]},
    "least": {"garment": [80_000, 150_000], "inspection": [30_000, 60_000]},
    "shares_of_least": 3,
    "sample_rates": {"garment": [4000, 7000]}, "sample_least": {"garment": [30_000, 60_000]},
    "clauses": [
        {"zh": "颜色尺码：{matrix}。", "en": "Colours and sizes: {matrix}."},
        {"zh": "大货与封样一致；同一件衣服不得混色缸，每缸留色卡。",
         "en": "The bulk matches the sealed sample; no piece mixes dye lots, and a shade card is kept of each lot."},
        {"zh": "尺寸允差 ±1 厘米；按 GB/T 2828.1 一般水平 II 抽样，AQL {aql}。",
         "en": "Sizes within ±1 cm; sampled after GB/T 2828.1, level II, AQL {aql}."},
        {"zh": "每件过检针机，记录随货；产品达到 GB 18401 {class} 类。",
         "en": "Every piece passes the needle detector, its log travels with the goods; class {class} of GB 18401."},
    ],
    "quality": [
        {"zh": "封样对比", "en": "Against the sealed sample", "limit": "1 : 1"},
        {"zh": "尺寸", "en": "Sizes", "limit": "±10 mm"},
        {"zh": "色差", "en": "Shade", "limit": "≥ 4"},
        {"zh": "检针", "en": "Needle detection", "limit": "100 %"},
    ],
}  # fmt: skip
