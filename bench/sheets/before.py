"""The wordings of the first set of sheets, written down before the grammar was tuned on any of them.

A wording is (what stands on the paper, field, value); {x} is filled by the part. Block rows are (label, field).
"""

ZH = {
    "fonts": (
        ("Noto Sans CJK SC",),
        ("Noto Serif CJK SC",),
        ("Liberation Sans", "Noto Sans CJK SC"),
        ("DejaVu Sans", "Noto Sans CJK SC"),
    ),
    "labels": {
        "part_no": ("图号", "零件号", "图 号"),
        "title": ("名称", "零件名称", "名 称"),
        "material": ("材料", "材质", "材 料"),
        "revision": ("版本", "版次"),
        "scale": ("比例", "比 例"),
        "quantity": ("数量", "件数", "数 量"),
    },
    "noise": (("设计", "张伟"), ("审核", "李静"), ("日期", "2025.11.03"), ("重量", "1.24kg"), ("共1张", "第1张")),
    "company": ("苏州精锐机械有限公司", "宁波海工精密制造厂", "东莞市恒达五金制品有限公司"),
    "titles": {
        "plate": ("安装板", "底板", "支撑板"),
        "disc": ("法兰盘", "端盖", "轴承座"),
        "shaft": ("传动轴", "输出轴", "销轴"),
    },
    "materials": ("45钢", "Q235B", "6061-T6", "40Cr", "SUS304", "7075-T6", "HT250", "H62黄铜", "TC4"),
    "general": (
        ("未注公差按GB/T 1804-m", "GB/T1804-m"),
        ("未注尺寸公差按 GB/T1804-f 级执行", "GB/T1804-f"),
        ("未注线性尺寸公差按GB/T 1804-c", "GB/T1804-c"),
    ),
    "finishes": (
        (
            "表面阳极氧化，黑色，膜厚10µm",
            {"family": "anodising", "process": "decorative-anodising", "film_um": 10, "colour": "black"},
        ),
        ("表面镀锌8µm", {"family": "plating", "process": "zinc-electroplating", "film_um": 8, "colour": ""}),
        ("表面发黑处理", {"family": "conversion", "process": "blackening-and-phosphating", "film_um": 0, "colour": ""}),
        ("硬质阳极氧化 25µm", {"family": "anodising", "process": "hard-anodising", "film_um": 25, "colour": ""}),
        (
            "化学镀镍，厚度12μm",
            {"family": "plating", "process": "electroless-nickel-plating", "film_um": 12, "colour": ""},
        ),
    ),
    "heats": (
        ("调质处理 HRC28~32", "quenching-and-tempering", {"scale": "HRC", "low": 28, "high": 32}),
        ("淬火硬度 HRC58-62", "hardening", {"scale": "HRC", "low": 58, "high": 62}),
        ("渗碳淬火，表面硬度58~62HRC", "carburising-and-hardening", {"scale": "HRC", "low": 58, "high": 62}),
        ("调质 220~250HB", "quenching-and-tempering", {"scale": "HB", "low": 220, "high": 250}),
    ),
    "notes": ("锐边倒钝", "去除毛刺、飞边", "零件加工表面不应有划痕、擦伤等缺陷", "装配前清洗干净"),
    "heading": ("技术要求", "技术要求："),
    "rough": (("其余 Ra{ra}", True), ("未注表面粗糙度Ra{ra}", True), ("全部 Ra {ra}", True)),
    "holes": {
        "through": ("{n}×⌀{d} 通孔", "{n}-Φ{d}通孔", "{n}×φ{d}通"),
        "blind": ("{n}×⌀{d} 深{t}", "{n}-φ{d}深{t}", "{n}×Φ{d} 孔深{t}"),
        "bored": ("{n}×⌀{d}通孔 沉孔⌀{D}深{t}", "{n}-φ{d}沉孔φ{D}深{t}"),
        "thread": ("{n}×{m} 深{t}", "{n}-{m}深{t}", "{n}×{m}↧{t}"),
        "thread_through": ("{n}×{m} 通孔", "{n}-{m}贯穿", "{n}×{m}-6H"),
    },
}
EN = {
    "fonts": (("Liberation Sans",), ("DejaVu Sans",), ("Liberation Sans Narrow",), ("DejaVu Sans Mono",)),
    "labels": {
        "part_no": ("PART NO.", "DRAWING NO.", "Dwg No.", "DRG NO"),
        "title": ("TITLE", "PART NAME", "Description"),
        "material": ("MATERIAL", "Material", "MATL"),
        "revision": ("REV", "Revision", "REV."),
        "scale": ("SCALE", "Scale"),
        "quantity": ("QTY", "Quantity", "QTY."),
    },
    "noise": (
        ("DRAWN", "J. Smith"),
        ("CHECKED", "A. Jones"),
        ("DATE", "2025-11-03"),
        ("WEIGHT", "1.24 kg"),
        ("SHEET", "1 OF 1"),
    ),
    "company": ("NORTHGATE PRECISION LTD", "Keller Maschinenbau GmbH", "Bayview Machine Works Inc."),
    "titles": {
        "plate": ("MOUNTING PLATE", "Base plate", "SUPPORT PLATE"),
        "disc": ("FLANGE", "End cap", "BEARING HOUSING"),
        "shaft": ("DRIVE SHAFT", "Output shaft", "PIVOT PIN"),
    },
    "materials": ("6061-T6", "AISI 304", "7075-T6", "Q235", "316L", "POM", "ADC12", "16MnCr5", "TC4"),
    "general": (
        ("GENERAL TOLERANCES ISO 2768-mK", "ISO2768-mK"),
        ("Unless otherwise specified tolerances per ISO 2768-f", "ISO2768-f"),
        ("TOLERANCES: ISO 2768-m", "ISO2768-m"),
    ),
    "finishes": (
        (
            "BLACK ANODIZE, 10 µm",
            {"family": "anodising", "process": "decorative-anodising", "film_um": 10, "colour": "black"},
        ),
        ("ZINC PLATED 8 µm", {"family": "plating", "process": "zinc-electroplating", "film_um": 8, "colour": ""}),
        (
            "Black oxide finish",
            {"family": "conversion", "process": "blackening-and-phosphating", "film_um": 0, "colour": "black"},
        ),
        ("HARD ANODISE 25 µm", {"family": "anodising", "process": "hard-anodising", "film_um": 25, "colour": ""}),
        (
            "Electroless nickel plate 12 µm",
            {"family": "plating", "process": "electroless-nickel-plating", "film_um": 12, "colour": ""},
        ),
    ),
    "heats": (
        ("QUENCH AND TEMPER TO HRC 28-32", "quenching-and-tempering", {"scale": "HRC", "low": 28, "high": 32}),
        ("HARDEN TO 58-62 HRC", "hardening", {"scale": "HRC", "low": 58, "high": 62}),
        (
            "Carburize and harden, surface 58-62 HRC",
            "carburising-and-hardening",
            {"scale": "HRC", "low": 58, "high": 62},
        ),
        ("Quench and temper 220-250 HB", "quenching-and-tempering", {"scale": "HB", "low": 220, "high": 250}),
    ),
    "notes": ("BREAK ALL SHARP EDGES", "Remove all burrs", "PARTS TO BE FREE OF SCRATCHES", "Clean before packing"),
    "heading": ("NOTES:", "NOTES", "Notes:"),
    "rough": (("ALL OVER Ra {ra}", True), ("SURFACE FINISH Ra {ra} UNLESS NOTED", True), ("Ra {ra} all over", True)),
    "holes": {
        "through": ("{n}× ⌀{d} THRU", "{n}X Ø{d} THRU", "{n} x Ø{d} THROUGH"),
        "blind": ("{n}× ⌀{d} ↧{t}", "{n}X Ø{d} DEPTH {t}", "{n} x Ø{d} {t} DEEP"),
        "bored": ("{n}× ⌀{d} THRU ⌴⌀{D}↧{t}", "{n}X Ø{d} THRU CBORE Ø{D} DEPTH {t}"),
        "thread": ("{n}× {m} ↧{t}", "{n}X {m} DEPTH {t}", "{n} x {m} {t} DEEP"),
        "thread_through": ("{n}× {m} THRU", "{n}X {m} - 6H THRU", "{n} x {m} THROUGH"),
    },
}
WORDS = {"zh": ZH, "en": EN}
LAYOUTS = ("grid", "stacked", "colon")
TURNS = {"threads": ("M4", "M5", "M6", "M8", "M10×1.25", "G1/4"), "ras": ("6.3", "3.2", "12.5"), "fine": ("1.6", "0.8")}
