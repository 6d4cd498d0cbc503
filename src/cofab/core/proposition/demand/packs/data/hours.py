"""What is bought by the hour or the report: inspection, testing, design, the lease of a machine."""

# ruff: noqa: E501 (a row of a form or a step stands on one line)
from __future__ import annotations

from typing import Any

from cofab.core.proposition.demand.packs.data.words import choice, number, quantity, text

INSPECTION: dict[str, Any] = {
    "zh": "检测（三坐标）", "en": "Inspection", "own_parts": True, "material": "", "plain": True,
    "form": [
        quantity(100_000, 10), number("dimensions", "每件尺寸数", "Dimensions a piece", 1, 500, "", 25),
        number("weight", "单件重", "Weight a piece", 1, 50_000, "g", 500), number("length", "件长", "Length", 1, 900, "mm", 150),
        number("width", "件宽", "Width", 1, 1200, "mm", 120), number("height", "件高", "Height", 1, 800, "mm", 80),
        number("tolerance", "最严公差", "Tightest tolerance", 5, 5000, "µm", 20),
    ],
    "weight": "weight", "size": ["length", "width", "height"], "every_piece": True, "certificates": ["cnas"],
    "steps": [{"process": "measuring", "any_of": ["cmm-dimensional-inspection"], "setup": {"base": 3600},
               "run": {"base": 180, "by": [["dimensions", 20, 1]]}, "zh": "三坐标检测", "en": "CMM inspection"}],
    "rates": {"measuring": [20_000, 35_000]}, "least": {"measuring": [20_000, 40_000]},
    "clauses": [{"zh": "报告盖 CNAS 章，列出每件 {dimensions} 个尺寸与不确定度。",
                 "en": "The report bears the CNAS mark and lists {dimensions} dimensions a piece with their uncertainty."}],
    "quality": [{"zh": "不确定度", "en": "Uncertainty", "limit": "≤ 1/5 T"}],
}  # fmt: skip

TESTING: dict[str, Any] = {
    "zh": "试验与化验", "en": "Testing", "own_parts": True, "material": "", "plain": True,
    "form": [
        choice("test", "项目", "Test", [["chemistry", "成分", "Chemistry"], ["tensile", "拉伸", "Tensile"], ["salt", "盐雾", "Salt spray"],
                                      ["textile", "纺织安全类别", "Textile safety class"]]),
        quantity(1000, 2), number("hours", "试验小时（盐雾）", "Hours (salt spray)", 0, 1000, "h", 0), text("standard", "标准", "Standard", True, "GB/T 228.1"),
    ],
    "weight_g": 200, "size_um": [100_000, 50_000, 50_000],
    "steps": [{"process": "testing", "any_of": ["material-chemical-and-salt-spray-testing"], "setup": {"base": 3600},
               "run": {"base": 1800, "by": [["hours", 60, 1]]}, "zh": "试验", "en": "Test"}],
    "rates": {"testing": [20_000, 30_000]}, "least": {"testing": [30_000, 60_000]},
    "certificates": ["cnas"],
    "clauses": [{"zh": "按 {standard} 试验，余样留三个月。", "en": "Tested after {standard}; what is left of the sample is kept for three months."}],
    "quality": [{"zh": "报告", "en": "Report", "limit": "CNAS"}],
}  # fmt: skip

DESIGN: dict[str, Any] = {
    "zh": "设计", "en": "Design", "material": "", "plain": True, "counted": "parts",
    "form": [
        choice("kind", "内容", "What", [["structure", "结构设计", "Structure"], ["mould", "模具设计", "Mould"], ["fixture", "工装夹具", "Fixture"],
                                      ["reverse", "逆向", "Reverse engineering"]]),
        number("parts", "零件数", "Parts", 1, 500, "", 6), number("drawings", "每件图纸数", "Drawings a part", 1, 20, "", 2),
        choice("rights", "权利归", "Rights go to", [["buyer", "需方", "The buyer"], ["shared", "双方共有", "Both"]]),
    ],
    "weight_g": 1, "size_um": [1000, 1000, 1000],
    "steps": [{"process": "design", "any_of": ["product-and-process-design"], "setup": {"base": 14_400},
               "run": {"base": 7200, "by": [["drawings", 3600, 1]]}, "zh": "三维与工程图", "en": "3D and drawings"}],
    "rates": {"design": [8000, 20_000]}, "least": {"design": [50_000, 100_000]},
    "clauses": [{"zh": "交付三维原档与工程图，两轮修改含在价内；成果权利归{rights}。",
                 "en": "Native 3D files and drawings, two rounds of changes included; the rights go to: {rights}."}],
    "quality": [{"zh": "评审", "en": "Review", "limit": "2"}],
}  # fmt: skip

LEASE: dict[str, Any] = {
    "zh": "租机时", "en": "Lease by the hour", "material": "", "plain": True, "counted": "hours",
    "form": [
        choice("machine", "设备", "Machine", [
            ["5-axis-simultaneous-milling", "五轴加工中心", "5-axis machining centre", "milling"],
            ["3-axis-milling", "立式加工中心", "Vertical machining centre", "milling"], ["4-axis-milling", "四轴加工中心", "4-axis machining centre", "milling"],
            ["cnc-turning", "数控车床", "CNC lathe", "turning"], ["turn-mill-machining", "车铣复合", "Turn-mill", "turning"],
            ["gantry-milling", "龙门加工中心", "Gantry mill", "milling"], ["slow-wire-edm", "慢走丝", "Wire EDM", "edm"],
            ["injection-moulding", "注塑机", "Injection machine", "moulding"], ["laser-cutting", "激光切割机", "Laser cutter", "cutting"]]),
        number("hours", "小时", "Hours", 1, 2000, "h", 40),
        choice("operator", "操作", "Operator", [["self", "自带操作工", "The buyer's own"], ["with", "厂里师傅", "The firm's"]]),
        choice("time", "时间", "When", [["any", "不限", "Any time"], ["night", "夜班", "By night"]]),
        text("proof", "自带人员资格证", "Licence of one's own operator"),
    ],
    "weight_g": 1, "size_um": [1000, 1000, 1000],
    "rates": {
        "5-axis-simultaneous-milling": [13_000, 26_000], "3-axis-milling": [5000, 8500], "4-axis-milling": [8000, 12_500],
        "cnc-turning": [3500, 6000], "turn-mill-machining": [9000, 16_000], "gantry-milling": [15_000, 30_000],
        "slow-wire-edm": [6000, 13_000], "injection-moulding": [5000, 16_000], "laser-cutting": [15_000, 32_000],
    },
    "steps": [{"choice": "machine", "process": "", "setup": {"base": 0}, "run": {"base": 3600}, "zh": "机时", "en": "Machine hours"}],
    "clauses": [
        {"zh": "按表计时，不足预订的 90 % 时按 90 % 收；自带操作工须有资格。",
         "en": "Metered hours are paid, at least 90 % of those booked; an operator of one's own is qualified."},
        {"zh": "设备损坏由操作方负责，押金一个月机时。", "en": "Whoever operates is liable for damage; one month's hours are the deposit."},
    ],
    "quality": [{"zh": "计量", "en": "Metering", "limit": "1 min"}],
}  # fmt: skip
