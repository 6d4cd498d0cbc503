"""Printing and the assembly of electronics."""

# ruff: noqa: E501 (a row of a form or a step stands on one line)
from __future__ import annotations

from typing import Any

from cofab.core.proposition.demand.packs.data.words import SUPPLY, choice, number, quantity

PRINTING: dict[str, Any] = {
    "zh": "印刷包装", "en": "Printing", "least_pieces": 500, "material": "", "stuff": "paper",
    "form": [
        choice("kind", "品类", "Kind", [["box", "彩盒", "Colour box"], ["booklet", "说明书、画册", "Booklet"], ["label", "标签、吊牌", "Label"]]),
        quantity(5_000_000, 3000), number("length", "展开长", "Sheet length", 10, 1000, "mm", 400),
        number("width", "展开宽", "Sheet width", 10, 700, "mm", 300), number("pages", "页数", "Pages", 1, 400, "", 1),
        number("gsm", "克重", "Paper", 60, 600, "g/m²", 350), number("colours", "色数", "Colours", 1, 8, "", 4),
        choice("cover", "覆膜", "Lamination", [["none", "无", "None"], ["matt", "哑膜", "Matt"], ["gloss", "亮膜", "Gloss"]]), SUPPLY,
    ],
    "size": ["length", "width"], "paper": ["length", "width", "gsm", "pages"], "paper_minor_per_kg": [600, 900],
    "steps": [
        {"process": "printing", "any_of": ["offset-printing"], "setup": {"base": 2700, "by": [["colours", 900, 1]]},
         "run": {"by": [["pages", 1, 2]], "base": 1}, "zh": "胶印", "en": "Offset printing"},
        {"process": "printing", "any_of": ["die-cutting-and-box-gluing"], "setup": {"base": 3600}, "run": {"base": 2},
         "zh": "模切、糊盒、装订", "en": "Die-cut, glue, bind"},
    ],
    "rates": {"printing": [20_000, 35_000]}, "least": {"printing": [50_000, 90_000]}, "plain": True,
    "clauses": [{"zh": "以签字的打样稿为准，色差 ΔE ≤ 3；数量允差 ±3 %。",
                 "en": "The signed proof counts, ΔE ≤ 3; the count may differ by ±3 %."}],
    "quality": [{"zh": "套印", "en": "Register", "limit": "≤ 0.2 mm"}, {"zh": "色差", "en": "Colour", "limit": "ΔE ≤ 3"}],
}  # fmt: skip

ELECTRONICS: dict[str, Any] = {
    "zh": "电子装配", "en": "Electronics assembly", "material": "", "tolerance_um": 0,
    "form": [
        choice("process", "工艺", "Process", [["surface-mount-assembly", "贴片", "Surface mount", "smt"],
                                          ["wire-harness-assembly", "线束", "Wire harness", "harness"]]),
        quantity(1_000_000, 100), number("joints", "每片焊点（每条端子）", "Joints a board, terminals a harness", 1, 20_000, "", 320),
        number("sides", "面数", "Sides", 1, 2, "", 2), number("length", "板长", "Length", 5, 450, "mm", 120),
        number("width", "板宽", "Width", 5, 400, "mm", 90), number("parts", "每片物料费", "Components a board", 0, 100_000, "¥", 0), SUPPLY,
    ],
    "size": ["length", "width"], "weight_g": 80,
    "materials": [{"zh": "元器件", "en": "Components", "by": ["parts", 100, 100], "if": "parts"}],
    "steps": [
        {"choice": "process", "process": "", "setup": {"base": 3600, "by": [["sides", 2400, 1]]},
         "run": {"base": 15, "by": [["joints", 15, 100], ["sides", 10, 1]]}, "zh": "装配", "en": "Assembly"},
    ],
    "rates": {"smt": [22_000, 36_000], "harness": [22_000, 36_000]}, "least": {"smt": [50_000, 80_000], "harness": [50_000, 80_000]},
    "plain": True,
    "clauses": [{"zh": "按 IPC-A-610 二级验收；需方物料损耗 {loss} % 内不计。", "en": "Accepted after IPC-A-610 class 2; {loss} % of the buyer's components may be lost."}],
    "loss": "0.3",
    "quality": [{"zh": "AOI", "en": "AOI", "limit": "100 %"}, {"zh": "首件", "en": "First article", "limit": "IPC-A-610, 2"}],
}  # fmt: skip
