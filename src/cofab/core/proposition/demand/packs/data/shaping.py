"""Sheet metal, moulding with the buyer's mould, printed parts, and a year's output called off by the month."""

# ruff: noqa: E501 (a row of a form or a step stands on one line)
from __future__ import annotations

from typing import Any

from cofab.core.proposition.demand.packs.data.words import SUPPLY, choice, material, number, quantity, text

SHEET: dict[str, Any] = {
    "zh": "钣金", "en": "Sheet metal", "material": "material", "tolerance_um": 300,
    "form": [
        material("SPCC"), quantity(100_000, 60),
        number("length", "展开长", "Blank length", 10, 3000, "mm", 400), number("width", "展开宽", "Blank width", 10, 1500, "mm", 300),
        number("thickness", "板厚（0.1 毫米）", "Thickness, tenths of a millimetre", 5, 200, "0.1 mm", 15),
        number("cut", "切割长度", "Length of cut", 0, 100_000, "mm", 2200),
        number("bends", "折弯数", "Bends", 0, 100, "", 4), number("inserts", "压铆件数", "Clinched inserts", 0, 200, "", 0),
        number("weld", "焊缝长度", "Length of weld", 0, 50_000, "mm", 0),
        choice("finish", "表面", "Finish", [["none", "无", "None"], ["powder-coating", "喷粉", "Powder coating", "coating"],
                                        ["zinc-electroplating", "镀锌", "Zinc plating", "plating"]]),
        SUPPLY,
    ],
    "volume": ["length", "width", "thickness"], "waste_ppm": 150_000,
    "steps": [
        {"process": "cutting", "any_of": ["laser-cutting"], "setup": {"base": 1500},
         "run": {"base": 12, "by": [["cut", 1, 50]]}, "zh": "激光切割", "en": "Laser cutting"},
        {"process": "bending", "any_of": ["press-brake-bending"], "setup": {"base": 1500}, "run": {"by": [["bends", 25, 1]]},
         "if": "bends", "zh": "折弯", "en": "Bending"},
        {"process": "welding", "any_of": ["tig-welding", "mig-mag-welding"], "setup": {"base": 1800},
         "run": {"base": 120, "by": [["weld", 3, 10]]}, "if": "weld", "zh": "焊接", "en": "Welding"},
        {"process": "deburring", "any_of": [], "setup": {"base": 600},
         "run": {"base": 30, "by": [["inserts", 8, 1]]}, "zh": "去毛刺、压铆", "en": "Deburr, clinch"},
        {"process": "", "choice": "finish", "setup": {"base": 0}, "run": {"base": 0}, "area": ["length", "width"],
         "zh": "表面处理", "en": "Finish"},
    ],
    "clauses": [
        {"zh": "未注线性尺寸按 GB/T 1804-c，折弯角度 ±1°。", "en": "Dimensions without tolerance by ISO 2768-c, bends ±1°."},
    ],
    "quality": [
        {"zh": "折弯角度", "en": "Angle of bends", "limit": "±1°"}, {"zh": "毛刺", "en": "Burr", "limit": "≤ 0.1 mm"},
        {"zh": "喷粉附着力", "en": "Adhesion of powder", "limit": "GB/T 9286 ≤ 1"},
    ],
}  # fmt: skip

MOULDING: dict[str, Any] = {
    "zh": "注塑（自带模具）", "en": "Moulding with the buyer's mould", "material": "material", "tolerance_um": 150,
    "least_pieces": 1000,
    "form": [
        material("ABS"), quantity(10_000_000, 5000), number("weight", "单件重", "Weight a piece", 1, 5000, "g", 35),
        number("cavities", "模穴数", "Cavities", 1, 64, "", 4), number("cycle", "成型周期", "Cycle", 5, 300, "s", 35),
        number("length", "件长", "Length of the piece", 1, 500, "mm", 120), number("width", "件宽", "Width", 1, 400, "mm", 80),
        number("height", "件高", "Height", 1, 300, "mm", 40), number("tonnage", "锁模力", "Clamping force", 50, 3000, "t", 160),
        text("mould", "模具编号", "Mould no.", True, "M-1"), text("colour", "颜色", "Colour"), SUPPLY,
    ],
    "weight": "weight", "size": ["length", "width", "height"], "waste_ppm": 30_000,
    "steps": [
        {"process": "moulding", "any_of": ["injection-moulding"], "setup": {"base": 5400},
         "run": {"ratio": ["cycle", "cavities"]}, "zh": "注塑", "en": "Injection moulding"},
    ],
    "clauses": [
        {"zh": "模具 {mould} 归需方所有，供方保管、保养，三天内可取回。",
         "en": "Mould {mould} stays the buyer's; the supplier keeps and maintains it and returns it within three days."},
        {"zh": "试模首件经需方确认后量产。", "en": "Mass production starts when the buyer has confirmed the first shots."},
    ],
    "quality": [{"zh": "飞边", "en": "Flash", "limit": "≤ 0.1 mm"}, {"zh": "缩水、气泡", "en": "Sinks, voids", "limit": "0"},
                {"zh": "抽样", "en": "Sampling", "limit": "GB/T 2828.1 II, AQL 1.0"}],
}  # fmt: skip

ADDITIVE: dict[str, Any] = {
    "zh": "3D 打印", "en": "3D printing", "tolerance_um": 200, "group": "plastic",
    "form": [
        choice("process", "工艺", "Process", [
            ["vat-photopolymerisation", "光固化", "Resin (SLA)", "additive"],
            ["polymer-powder-bed-fusion", "尼龙粉末烧结", "Nylon powder (SLS)", "additive"],
            ["metal-powder-bed-fusion", "金属粉末熔融", "Metal powder (SLM)", "additive"]]),
        quantity(2000, 5), number("weight", "单件重", "Weight a piece", 1, 5000, "g", 60),
        number("length", "件长", "Length", 1, 600, "mm", 120), number("width", "件宽", "Width", 1, 600, "mm", 80),
        number("height", "件高", "Height", 1, 600, "mm", 60),
        choice("post", "后处理", "After-treatment", [["none", "去支撑", "Supports off"], ["sand", "打磨", "Sanded"]]),
    ],
    "weight": "weight", "size": ["length", "width", "height"],
    "groups": {"metal-powder-bed-fusion": "stainless"},
    "materials": [
        {"zh": "树脂、粉末", "en": "Resin, powder", "by": ["weight", 25, 45]},
    ],
    "steps": [
        {"choice": "process", "process": "", "setup": {"base": 3600}, "run": {"base": 600, "by": [["weight", 45, 1]]},
         "zh": "打印", "en": "Print"},
        {"process": "deburring", "any_of": [], "setup": {"base": 300}, "run": {"base": 300, "add": [["post", {"sand": 900}]]},
         "zh": "去支撑、打磨", "en": "Supports off, sand"},
    ],
    "clauses": [{"zh": "尺寸允差 ±0.2 毫米或 ±0.2 %，取大者。", "en": "Within ±0.2 mm or ±0.2 %, whichever is more."}],
    "quality": [{"zh": "尺寸", "en": "Size", "limit": "±0.2 mm"}, {"zh": "层纹、翘曲", "en": "Layers, warping", "limit": "—"}],
}  # fmt: skip

YEARLY: dict[str, Any] = {
    "zh": "年度产能", "en": "Yearly output", "material": "material", "tolerance_um": 150, "counted": "monthly",
    "form": [
        choice("process", "工艺", "Process", [
            ["aluminium-high-pressure-die-casting", "铝压铸", "Aluminium die casting", "casting"],
            ["injection-moulding", "注塑", "Injection moulding", "moulding"],
            ["progressive-die-stamping", "级进模冲压", "Progressive stamping", "stamping"],
            ["cnc-turning", "数控车削", "CNC turning", "turning"]]),
        material("ADC12"), number("monthly", "每月数量", "Pieces a month", 1, 1_000_000, "", 2000),
        number("months", "月数", "Months", 1, 36, "", 12), number("weight", "单件重", "Weight a piece", 1, 20_000, "g", 350),
        number("cycle", "单件节拍", "Seconds a piece", 1, 3600, "s", 45),
        number("length", "件长", "Length", 1, 600, "mm", 160), number("width", "件宽", "Width", 1, 600, "mm", 110),
        number("height", "件高", "Height", 1, 400, "mm", 60), text("mould", "模具编号", "Mould no."), SUPPLY,
    ],
    "weight": "weight", "size": ["length", "width", "height"], "waste_ppm": 40_000,
    "steps": [
        {"choice": "process", "process": "", "setup": {"base": 9000}, "run": {"by": [["cycle", 1, 1]]},
         "zh": "生产", "en": "Production"},
        {"process": "deburring", "any_of": [], "setup": {"base": 600}, "run": {"base": 15}, "zh": "去毛刺", "en": "Deburr"},
    ],
    "clauses": [
        {"zh": "框架 {months} 个月，每月 {monthly} 件，按月下单；月量浮动 ±20 % 内不改单价。",
         "en": "A frame of {months} months with {monthly} pieces each, called off monthly; the price holds within ±20 % a month."},
        {"zh": "材料价按月均价调整，涨跌 5 % 以内不调。", "en": "The price of material follows the month's mean beyond ±5 %."},
    ],
    "quality": [{"zh": "过程能力", "en": "Process capability", "limit": "Cpk ≥ 1.33"},
                {"zh": "抽样", "en": "Sampling", "limit": "GB/T 2828.1 II, AQL 1.0"}],
}  # fmt: skip
