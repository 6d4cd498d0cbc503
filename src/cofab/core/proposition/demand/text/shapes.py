"""Sizes, threads, fits, tolerances, grades, roughness, hardness and films, as drawings and people write them."""

from __future__ import annotations

import re
from decimal import Decimal

from cofab.core.kernel.quantity import um_from_mm
from cofab.core.proposition.demand.text.numbers import ZH, decimal, number
from cofab.core.proposition.demand.text.scan import FLAGS, Scan

_N = r"\d+(?:\.\d+)?"
_MM = r"(?:\s*(?:mm|毫米))?"
_ROUND = r"(?:⌀|\b(?:dia(?:meter)?\.?|OD)|直径|外径)\s*"
_FIT_LETTERS = r"(?:[HGFEDJKMNPRS]|JS|js|[hgfedjkmnprs])"
_FLAGS = FLAGS

_THREAD = re.compile(
    rf"(?<![A-Za-z0-9.])M(\d+(?:\.\d+)?)(?:\s*[xX*]\s*({_N}))?(?:\s*-?\s*\d[gGhH])?(?![\d.a-zA-Z])", re.ASCII
)
_PIPE = re.compile(rf"(?<![A-Za-z])(?:NPT|G|Rc|Rp)\s?\d(?:/\d)?(?![\d.])|{_N}/?\d*-\d+\s?UN[CF]\b", re.ASCII)
_FIT = re.compile(
    rf"(?:{_ROUND}|(?<![\w.]))(?:({_N})\s*)?({_FIT_LETTERS}(?:[5-9]|1[0-3]))(?![\w.])(\s*(?:孔|hole))?", re.ASCII
)
_SINGLE = r"(?:公差|精度|尺寸差|tol(?:erances?|\.)?(?:\s+of)?|within(?=\s*0\.)|accuracy(?:\s+of)?)\s*:?\s*"
_PLUS_MINUS = re.compile(
    rf"(?:\+\s*/\s*-|±|\+-|正负|plus\s*(?:/|or)?\s*minus)\s*({_N}|{ZH})\s*(mm|毫米|µm|μm|um|微米|个?丝|道)?", _FLAGS
)
_TOLERANCE = re.compile(
    rf"{_SINGLE}(?:在|为|达到|控制在)?\s*({_N}|{ZH})\s*(mm|毫米|µm|μm|um|微米|个?丝|道)?(?![\d.])", _FLAGS
)
_LIMITS = re.compile(rf"(?:\+\s*({_N})\s*/\s*-\s*({_N}))", _FLAGS)
_GRADE = re.compile(r"\bIT\s?(\d{1,2})\s*级?", _FLAGS)
_GENERAL = re.compile(r"(?:GB/?T?\s*|ISO\s*|国标\s*)?(1804|2768)\s*-?\s*([fmcv])(?![a-z])", _FLAGS)
_ROUGH = re.compile(
    rf"(?:\bRa|粗糙度(?:\s*Ra)?|光洁度(?:\s*Ra)?|roughness(?:\s*Ra)?)\s*[:≤<=]*\s*({_N})\s*(?:µm|μm|um)?", _FLAGS
)
_HARDNESS = re.compile(rf"\b(HRC|HB|HV|HRB)\s*({_N})(?:\s*(?P<how>-|~|to|到|至|±)\s*({_N}))?(?:度)?", _FLAGS)
_HARDNESS_AFTER = re.compile(rf"({_N})(?:\s*(?:-|~|to)\s*({_N}))?\s*(HRC|HB|HV)\b", _FLAGS)
_SHORE = re.compile(
    r"(?:邵氏|shore\s*)\s*([AD])\s*(\d+)\s*度?|(\d+)\s*(?:degrees?\s*)?shore\s*([AD])\b|邵氏\s*(\d+)\s*度?", _FLAGS
)
_FILM = re.compile(
    rf"(?:膜厚|厚度|film(?:\s+of)?|thickness)?\s*(?<![\d.])({_N})\s*(?:µm?|μm?|um|微米|microns?)(?![a-z])", _FLAGS
)
_BOX = re.compile(
    rf"(?<![\w.])({_N}){_MM}\s*[x*乘]\s*({_N}){_MM}(?:\s*[x*乘]\s*({_N}))?\s*(mm|cm|厘米|毫米)?(?![\d])", _FLAGS
)
_BAR = re.compile(rf"{_ROUND}({_N}){_MM}\s*[x*]\s*(?:L\s*)?({_N}){_MM}", _FLAGS)
_SHEET = r"(?:SPCC|SECC|SGCC|5052|板材?|sheet|plate|铝板|钢板)"
_THICK = re.compile(
    rf"(?:板厚|厚度?|\bthick(?:ness)?|(?<![a-z])t\s*=)\s*:?\s*({_N}){_MM}|({_N})(?:\s*(?:mm|毫米))\s*-?\s*(?:厚|thick)",
    _FLAGS,
)  # fmt: skip
_SHEET_THICK = re.compile(rf"{_SHEET}[\s:;,]*({_N})(?:\s*(?:mm|毫米)|(?=\s*(?:[;,\n]|$)))(?!\s*[x*])", _FLAGS)
_OF_SHEET = re.compile(
    rf"(?<![\d.x*])({_N})\s*(?:mm|毫米)\s*(?:的|厚的?)?\s*(?:(?:[A-Z]*\d{{3,4}}L?|SPCC|SECC|SGCC|Q\d{{3}}|铝|钢|不锈钢|冷|镀锌|"
    r"stainless|alumini?um|alu|steel|mild)\s*){0,2}(?:板|sheet\b|plate\b)",
    _FLAGS,
)
_OWN_LINE = re.compile(rf"(?<=[;,\s])({_N})\s*(?:mm|毫米)(?=\s*(?:[;,\n]|$))", _FLAGS)
_HOLES = re.compile(
    rf"(?:⌀\s*{_N}\s*)?(?:通孔|盲孔|沉孔|孔)\s*(?:\d+|{ZH})\s*(?:个|处)|\b\d+\s*places\b"
    rf"|(?:沉头|孔径)?\s*⌀\s*{_N}(?!\s*[x*\d])|孔距\s*{_N}|(?:holes?|bores?)\s+{_N}\s*mm",
    _FLAGS,
)  # fmt: skip
PITCH_MOST = Decimal(6)


def read_shapes(scan: Scan) -> None:
    """Read everything that a drawing would say; the narrow rules before the wide ones."""
    for rule in (_threads, _hardness, _roughness, _grades, _tolerances, _fits, _sizes, _films, _thickness, _holes):
        rule(scan)


def _threads(scan: Scan) -> None:
    for match in scan.find(_THREAD):
        pitch = Decimal(match[2]) if match[2] else None
        fine = pitch is not None and pitch <= PITCH_MOST and 2 * pitch < Decimal(match[1])
        scan.add("thread", f"M{match[1]}x{decimal(match[2])}" if fine else f"M{match[1]}", match, "thread.metric")
    for match in scan.find(_PIPE):
        scan.add("thread", re.sub(r"\s", "", match[0]), match, "thread.pipe")


def _hardness(scan: Scan) -> None:
    for match in scan.find(_SHORE):
        scale = (match[1] or match[4] or "A").upper()
        scan.add("hardness", f"{scale}{match[2] or match[3] or match[5]}", match, "hardness.shore")
    for match in scan.find(_HARDNESS):
        low, high = match[2], match[4]
        if match["how"] == "±":
            low, high = f"{Decimal(low) - Decimal(high)}", f"{Decimal(low) + Decimal(high)}"
        scan.add("hardness", _span(match[1], low, high), match, "hardness")
    for match in scan.find(_HARDNESS_AFTER):
        scan.add("hardness", _span(match[3], match[1], match[2]), match, "hardness")


def _span(scale: str, low: str, high: str | None) -> str:
    return f"{scale.upper()}{low}-{high}" if high else f"{scale.upper()}{low}"


def _roughness(scan: Scan) -> None:
    for match in scan.find(_ROUGH):
        scan.add("ra", decimal(match[1]), match, "roughness")


def _grades(scan: Scan) -> None:
    for match in scan.find(_GRADE):
        scan.add("grade", f"IT{int(match[1])}", match, "grade")
    for match in scan.find(_GENERAL):
        scan.add("general", f"{match[1]}-{match[2].lower()}", match, "tolerance.general")


def _tolerances(scan: Scan) -> None:
    for match in scan.find(_LIMITS):
        scan.add("limits", f"+{_um(match[1], 'mm')}/-{_um(match[2], 'mm')}", match, "tolerance.limits")
    for pattern, rule in ((_PLUS_MINUS, "tolerance.plus_minus"), (_TOLERANCE, "tolerance.named")):
        for match in scan.find(pattern):
            value = _um(match[1], match[2] or "mm")
            if 0 < value <= 5000:
                scan.add("tolerance", value, match, rule)


def _um(text: str, unit: str) -> int:
    """Return micrometres; a workshop's 丝 (or 道) is ten of them."""
    value = number(text) or Decimal(0)
    if unit.endswith(("丝", "道")):
        return int(value * 10)
    return int(value) if unit.casefold() in ("µm", "μm", "um", "微米") else um_from_mm(value)


def _fits(scan: Scan) -> None:
    for match in scan.find(_FIT):
        across = "" if match[3] and not match[0].startswith("⌀") else match[1]
        scan.add("fit", f"{decimal(across)}{match[2]}" if across else match[2], match, "fit")


def _sizes(scan: Scan) -> None:
    for match in scan.find(_BAR):
        scan.add("size", f"d{decimal(match[1])}x{decimal(match[2])}", match, "size.bar")
    for match in scan.find(_BOX):
        scale = 10 if (match[4] or "").casefold() in ("cm", "厘米") else 1
        lengths = [decimal(str(Decimal(n) * scale)) for n in match.groups()[:3] if n]
        scan.add("size", "x".join(lengths), match, "size.box")


def _films(scan: Scan) -> None:
    for match in scan.find(_FILM):
        scan.add("film", int(Decimal(match[1])), match, "film")


def _thickness(scan: Scan) -> None:
    for match in scan.find(_THICK):
        scan.add("thickness", decimal(match[1] or match[2]), match, "thickness")
    patterns = [_SHEET_THICK, _OF_SHEET, *([_OWN_LINE] if re.search(_SHEET, scan.text, _FLAGS) else [])]
    for match in (m for pattern in patterns for m in pattern.finditer(scan.text)):
        start, end = match.span(1)
        if scan.free[start:end] == match[1] and not scan.has("thickness"):
            scan.add("thickness", decimal(match[1]), match, "thickness.sheet", 1)


def _holes(scan: Scan) -> None:
    """How many holes there are says nothing about how many pieces."""
    for match in scan.find(_HOLES):
        scan.take(match)
