"""Materials in running text: known grades, grades nobody knows, groups whose grade must be asked for, fabrics."""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import re
from functools import cache

from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, near_names
from cofab.core.proposition.demand.text.names import FABRICS, GROUPS
from cofab.core.proposition.demand.text.scan import FLAGS, Scan

_GENERIC = frozenset({
    "铝合金", "铝", "aluminium", "aluminum", "Aluminiumlegierungen", "Aluminium alloy", "碳钢", "钢", "steel",
    "不锈钢", "stainless", "stainless steel", "黄铜", "brass", "紫铜", "copper", "钛合金", "titanium", "45", "718", "D2", "T2",
    "PC", "304", "structural steel", "Baustahl", "Stahl C45", "Edelstahl", "Messing", "Kupfer", "Titan", "1045", "6061", "7075",
    "5052", "5140",
})  # fmt: skip
_WEAK: tuple[tuple[str, str], ...] = (
    ("45", r"(?<![\d.])45\s*(?:#|号)?\s*(?:钢|号钢|圆钢|碳钢)|(?<![\d.])45\s*[#号](?!线|机|楼)|(?<!\d)1045(?!\d)"),
    ("304", r"(?<![\d.])304(?=\s*[\u4e00-\u9fff])(?!\s*(?:件|个|只|套|片|块|根|条|台|支|元|号|年|月|日|天|页|张|箱|批|种|毫米|公斤|克|小时|把|双|顶|枚|颗|粒|盒|本|副))|(?<![\d.])304(?=\s*(?:不锈钢|钢|板|拉丝|stainless|sheet|$|[;\n,]))|(?<![\d.])304L?(?=不)|不锈钢\s*304|(?:stainless(?:\s+steel)?|\bSS|AISI|SUS)\s*-?\s*304L?|(?<![\d.])304(?=\s*(?:SS\b|材质))"),
    ("718H", r"(?<![\d.])718\s*H?(?=\s*(?:模具钢|钢|H\b))|\b718H\b"),
    ("Cr12MoV", r"\bD2\b(?!\s*(?:孔|hole))"),
    ("T2", r"\bT2\b(?=\s*(?:紫?铜|copper|[;,\n]|$))|紫铜T2"),
    ("PC", r"(?-i:(?<![A-Za-z])PC(?![A-Za-z\d]))(?!\s*(?:机|软件|\.))"),
    ("6061-T6", r"(?<![\d.])6061(?:-?T\d+)?(?!\d)"), ("7075-T6", r"(?<![\d.])7075(?:-?T\d+)?(?!\d)"),
    ("5052", r"(?<![\d.])5052(?:-?H\d+)?(?!\d)"), ("40Cr", r"(?<!\d)5140(?!\d)"),
    ("Q235", r"\bmild\s+steel\b|(?<!合金)碳钢"),
)  # fmt: skip
_UNKNOWN = re.compile(
    r"(?:材质|材料|material)\s*[:=]\s*(?P<named>[A-Za-z0-9][\w.#+-]*)|(?<![\w.])(?:SUS\s?\d{3}\w?|Q\d{3}\w?|\d{2}CrM\w+|\d{2}CrNi\w*|GCr15"
    r"|AL\s?\d{4}|(?:2024|6063|6082|5083|7050|2A12)(?!\d)|H62|H65|C3604|QT\d{3}|HT\d{3}|PA6(?!\w)|PA12|PMMA|PTFE|PVC|HDPE|PP(?![A-Za-z]))(?![A-Za-z])",
    re.ASCII,
)
_TAIL = re.compile(r"[-\s]?T\d{1,2}\b|\s*(?:铝合金|不锈钢|黄铜|钢|铝)(?=[^\w]|[\u4e00-\u9fff]|$)", re.ASCII)


@cache
def _grades() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (material id, pattern) of every name that alone is beyond doubt, the longest first."""
    table = DEFAULT_MATERIALS["materials"]
    names = [(n, key) for key, row in table.items() for n in (key, *row["also"]) if n not in _GENERIC]
    ordered = sorted(names, key=lambda pair: -len(pair[0]))
    return tuple((key, re.compile(_edges(name), FLAGS)) for name, key in ordered)


def _edges(name: str) -> str:
    body = re.escape(name).replace(r"\ ", r"\s+")
    left = r"(?<![A-Za-z0-9.])" if name[0].isascii() else ""
    return left + body + (r"(?![A-Za-z0-9])" if name[-1].isascii() else "")


def read_materials(scan: Scan) -> None:
    """Read grades; a grade that the table does not hold is kept as unknown, with near names asked for."""
    for key, pattern in _grades():
        for match in scan.find(pattern):
            scan.add("material", key, match, "material.grade")
    for key, words in _WEAK:
        for match in scan.find(re.compile(words, FLAGS)):
            scan.add("material", key, match, "material.grade")
    for match in scan.find(_UNKNOWN):
        named = match["named"]
        if not named or near_names(named) or re.search(r"\d", named):
            scan.add("material_unknown", named or match[0], match, "material.unknown")
    for match in scan.find(_TAIL):
        if scan.has("material") and match.start() and scan.free[match.start() - 1] == "\x00":
            scan.take(match)


def read_groups(scan: Scan) -> None:
    """Read fabrics where garments are made, else a group of materials, where no grade was named."""
    if "garment" in scan.values("trade"):
        for name, words in FABRICS:
            for match in scan.find(re.compile(words, FLAGS)):
                scan.add("material", name, match, "material.fabric")
        return
    if scan.has("material") or scan.has("material_unknown") or scan.values("trade") == ["lease"]:
        return
    printed = scan.values("trade") == ["additive"]  # its form asks for the print's own material
    for name, words in GROUPS:
        for match in scan.find(re.compile(words, FLAGS)):
            if not scan.has("group") and not (printed and name == "plastic"):
                scan.add("group", name, match, "material.group")
