"""The wordings of the second set, written after the grammar was tuned on the first and before it saw any of these."""

ZH = {
    "fonts": (
        ("Noto Sans CJK SC",),
        ("Noto Serif CJK SC",),
        ("Liberation Serif", "Noto Serif CJK SC"),
        ("DejaVu Sans Mono", "Noto Sans CJK SC"),
    ),
    "labels": {
        "part_no": ("图样代号", "产品编号", "代 号", "零件图号"),
        "title": ("图名", "品名", "产品名称"),
        "material": ("材料牌号", "材 质", "牌号"),
        "revision": ("版次", "版本号", "版 本"),
        "scale": ("比 例", "比例"),
        "quantity": ("数 量", "件 数", "台份"),
    },
    "noise": (
        ("制图", "王芳"),
        ("批准", "陈刚"),
        ("校对", "刘洋"),
        ("质量", "0.86kg"),
        ("共 2 页", "第 1 页"),
        ("日期", "2026-01-18"),
    ),
    "company": ("无锡华创精工科技有限公司", "青岛北辰重工有限公司", "佛山市南海区宏远模具厂"),
    "titles": {
        "plate": ("盖板", "连接板", "定位块"),
        "disc": ("齿轮坯", "压盖", "带轮"),
        "shaft": ("主轴", "丝杠轴", "活塞杆"),
    },
    "materials": ("20CrMnTi", "304不锈钢", "2A12-T4", "Q345B", "ZL101", "POM", "38CrMoAl", "QT450-10", "5052"),
    "general": (
        ("未注公差等级按GB/T1804-2000 m级", "GB/T1804-m"),
        ("线性尺寸未注公差为GB/T 1804-f", "GB/T1804-f"),
        ("一般公差按ISO2768-mK", "ISO2768-mK"),
    ),
    "finishes": (
        (
            "本色阳极氧化8~12µm",
            {"family": "anodising", "process": "decorative-anodising", "film_um": 8, "colour": "clear"},
        ),
        ("镀彩锌，厚度不小于8µm", {"family": "plating", "process": "zinc-electroplating", "film_um": 8, "colour": ""}),
        ("发蓝处理", {"family": "conversion", "process": "blackening-and-phosphating", "film_um": 0, "colour": ""}),
        ("镀硬铬20µm", {"family": "plating", "process": "chrome-plating", "film_um": 20, "colour": ""}),
        (
            "表面喷塑，黑色，膜厚60µm",
            {"family": "coating", "process": "powder-coating", "film_um": 60, "colour": "black"},
        ),
    ),
    "heats": (
        ("调质HB220-250", "quenching-and-tempering", {"scale": "HB", "low": 220, "high": 250}),
        ("整体淬火HRC45~50", "hardening", {"scale": "HRC", "low": 45, "high": 50}),
        ("渗氮处理，表面硬度HV850", "nitriding", {"scale": "HV", "low": 850, "high": 850}),
        ("高频淬火，硬度48-52HRC", "induction-hardening", {"scale": "HRC", "low": 48, "high": 52}),
    ),
    "notes": ("未注倒角按图示尺寸加工", "不得有裂纹、气孔等缺陷", "清除毛刺，棱边修圆", "成品涂防锈油后包装"),
    "heading": ("技术条件", "技 术 要 求", "说明："),
    "rough": (("未注粗糙度为Ra{ra}", True), ("其它表面Ra{ra}", True), ("其余表面粗糙度 Ra {ra}", True)),
    "holes": {
        "through": ("{n}×⌀{d} 贯穿", "{n}-Φ{d} 通孔", "{n}×φ{d}通孔 均布"),
        "blind": ("{n}×⌀{d} 孔深{t}", "{n}-φ{d} 深 {t}", "{n}×Φ{d}深{t}"),
        "bored": ("{n}×⌀{d} 通孔, 沉头孔⌀{D} 深{t}", "{n}-φ{d}通孔 锪平φ{D}深{t}"),
        "thread": ("{n}×{m} 攻深{t}", "{n}-{m} 深 {t}", "{n}×{m}-6H 深{t}"),
        "thread_through": ("{n}×{m} 贯通", "{n}-{m} 通", "{n}×{m}-6H 通孔"),
    },
}
EN = {
    "fonts": (("DejaVu Serif",), ("DejaVu Sans",), ("DejaVu Sans Mono",), ("Noto Sans CJK SC",)),
    "labels": {
        "part_no": ("Drawing Number", "PART NUMBER", "ITEM NO.", "DWG. NO."),
        "title": ("NAME", "Designation", "DRAWING NAME"),
        "material": ("MAT'L", "MATERIAL SPEC", "Material"),
        "revision": ("ISSUE", "Rev. No.", "REVISION"),
        "scale": ("SCALE", "Scale"),
        "quantity": ("No. off", "QTY REQ'D", "Quantity"),
    },
    "noise": (
        ("DESIGNED BY", "M. Rossi"),
        ("APPROVED", "K. Tanaka"),
        ("Date", "18/01/2026"),
        ("MASS", "0.86 kg"),
        ("PAGE", "1/2"),
        ("UNITS", "mm"),
    ),
    "company": ("ALPINE GEAR & TOOL CO.", "Hartmann Feinmechanik GmbH", "Pacific Rim Components Pty"),
    "titles": {
        "plate": ("COVER PLATE", "Locating block", "ADAPTER PLATE"),
        "disc": ("GEAR BLANK", "Pulley", "CLAMP RING"),
        "shaft": ("SPINDLE", "Piston rod", "LEAD SCREW SHAFT"),
    },
    "materials": ("4140 steel", "AW-6082-T6", "1.4301", "2024-T3", "C45", "PEEK", "S355J2", "AISI 1045", "17-4PH"),
    "general": (
        ("General tolerance: ISO 2768-1 m", "ISO2768-m"),
        ("UNTOLERANCED DIMENSIONS TO ISO 2768 - fH", "ISO2768-fH"),
        ("Tolerances acc. to ISO2768-c unless stated", "ISO2768-c"),
    ),
    "finishes": (
        (
            "CLEAR ANODISED 8 µm",
            {"family": "anodising", "process": "decorative-anodising", "film_um": 8, "colour": "clear"},
        ),
        (
            "Galvanised, min. 8 µm zinc",
            {"family": "plating", "process": "zinc-electroplating", "film_um": 8, "colour": ""},
        ),
        (
            "PASSIVATE PER ASTM A967",
            {"family": "passivation", "process": "pickling-and-passivation", "film_um": 0, "colour": ""},
        ),
        ("Hard chrome plating 20 µm", {"family": "plating", "process": "chrome-plating", "film_um": 20, "colour": ""}),
        (
            "POWDER COATED BLACK 60 µm",
            {"family": "coating", "process": "powder-coating", "film_um": 60, "colour": "black"},
        ),
    ),
    "heats": (
        (
            "Heat treat: quench & temper, 220 to 250 HB",
            "quenching-and-tempering",
            {"scale": "HB", "low": 220, "high": 250},
        ),
        ("THROUGH HARDENED HRC 45 TO 50", "hardening", {"scale": "HRC", "low": 45, "high": 50}),
        ("Nitrided, surface hardness 850 HV", "nitriding", {"scale": "HV", "low": 850, "high": 850}),
        ("INDUCTION HARDEN 48-52 HRC", "induction-hardening", {"scale": "HRC", "low": 48, "high": 52}),
    ),
    "notes": (
        "DO NOT SCALE DRAWING",
        "No cracks or pores permitted",
        "Round all corners slightly",
        "OIL AND WRAP AFTER INSPECTION",
    ),
    "heading": ("GENERAL NOTES", "Technical requirements:", "NOTE:"),
    "rough": (
        ("Other surfaces Ra {ra}", True),
        ("UNLESS OTHERWISE STATED Ra {ra}", True),
        ("General roughness Ra {ra}", True),
    ),
    "holes": {
        "through": ("{n} × Ø{d} THRU ALL", "{n}-Ø{d} THRU", "{n}X ⌀{d} THROUGH"),
        "blind": ("{n} × Ø{d} x {t} DEEP", "{n}X ⌀{d} ↧ {t}", "{n}-Ø{d} DEPTH {t}"),
        "bored": ("{n}X ⌀{d} THRU, C'BORE ⌀{D} DEPTH {t}", "{n} × Ø{d} THRU CBORE Ø{D} x {t} DEEP"),
        "thread": ("{n} × {m} DEPTH {t}", "{n}X {m} ↧ {t}", "{n}-{m} {t} DEEP"),
        "thread_through": ("{n} × {m} THRU ALL", "{n}-{m} THRU", "{n}X {m}-6H THROUGH"),
    },
}
WORDS = {"zh": ZH, "en": EN}
LAYOUTS = ("grid", "stacked", "colon", "strip", "strip")
TURNS = {
    "threads": ("M3", "M5", "M6", "M12", "M16×1.5", "G1/2", "M8×1"),
    "ras": ("6.3", "3.2", "12.5"),
    "fine": ("1.6", "0.4", "0.8"),
}
