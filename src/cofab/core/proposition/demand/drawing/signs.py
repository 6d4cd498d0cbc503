"""The signs of a drawing as patterns: numbers, counts, tolerances, depths, threads, fits, roughness, hardness."""

from __future__ import annotations

import re
from decimal import Decimal

from cofab.core.kernel.quantity import um_from_mm

N = r"\d+(?:[.,]\d+)?"
COUNT = r"(?:(?P<count>\d{1,3})\s*(?:[xX]|-(?=\s*[M⌀RCG]))\s*)?"
DEEP = (
    rf"(?:(?:[,;/]?\s*(?:(?:depth\s*)?(?:孔|螺纹|攻)?深(?:度)?|↧|\bdepth|\bDP\.?|(?<=[\d\s])[I|l↓T](?=\s*\d))"
    rf"\s*:?\s*⌀?\s*(?P<deep>{N})|\s*[xX]?\s+(?P<deep2>{N})\s*(?:mm\s*)?(?:deep|DP\b)))"
)
THROUGH = r"(?P<through>通孔?|贯穿|贯通|thru(?:\s*all)?|through)"
TOLERANCE = rf"(?:\s*±\s*(?P<both>{N})|\s*\(?\s*(?P<upper>[+-]\s*{N}|0)\s*[/,|\s]\s*(?P<lower>[+-]\s*{N}|0)\s*\)?)"
FIT = r"(?P<fit>(?:[A-HJKM-WYZ]|JS|[a-hjkm-wyz]|js|[c-f]d)(?:[4-9]|1[0-4]))"
PLAIN = re.compile(rf"^{COUNT}(?P<n>{N}){TOLERANCE}?(?P<degrees>\s*°)?(?:\s*mm)?$")
DIAMETER = re.compile(rf"{COUNT}(?P<ball>S)?⌀\s*(?P<n>{N})(?!\s*{FIT}(?![\d.])){TOLERANCE}?", re.I)
BORE = re.compile(
    rf"(?:⌴|沉头?孔|锪平?孔?|c'?bore|counterbore|[LUu_\-J]|凵)?\s*(?P<sink>⌵|沉头|c'?sink|csk)?\s*⌀\s*(?P<bore>{N})\s*(?:{DEEP})?",
    re.I,
)
RADIUS = re.compile(rf"{COUNT}(?P<ball>S)?R\s*(?P<n>{N}){TOLERANCE}?(?![A-Za-z\d%])")
CHAMFER = re.compile(rf"^{COUNT}(?:C\s*(?P<n>{N})|(?P<n2>{N})\s*[xX]\s*45\s*°?|倒角\s*C?(?P<n3>{N}))(?:\s*倒角)?$")
ANY_CHAMFER = re.compile(
    rf"(?P<count>(?!))?(?:倒角|chamfers?)\s*(?:C\s*(?P<n>{N})|(?P<n2>{N})\s*[xX]\s*45\s*°?|(?P<n3>{N}))", re.I
)
FITTED = re.compile(rf"{COUNT}⌀\s*(?P<n>{N})\s*{FIT}(?![\d.])")
BARE_FIT = re.compile(rf"^{COUNT}(?P<n>{N})\s*{FIT}(?:\s*\(.*)?$")
THICK = re.compile(
    rf"^(?:t|T|δ|厚度?|板厚|thk\.?|thickness)\s*[=:]?\s*(?P<n>{N})(?:\s*mm)?$|^(?P<n2>{N})\s*(?:thk|thick)\.?$"
)
THREAD = re.compile(
    rf"{COUNT}(?<![A-WYZa-wyz])(?P<thread>M\s?\d{{1,3}}(?:\.\d)?(?:\s*[xX]\s*\d(?:\.\d+)?(?![\d.]))?(?!\d)"
    r"|(?:1-)?\d{1,2}/\d{1,2}\s*-?\s*\d{0,2}\s*(?:NPTF?|UN[CFJ]|BSPP?)"
    r"|(?:NPTF?|Rc|Rp|ZG|G)\s*\d{1,2}(?:/\d{1,2})?(?![A-HJ-Za-km-z\d.])|Tr\s*\d+\s*[xX]\s*\d+)"
    r"(?:\s*-?\s*\d[HhgG](?:\d[gh])?)?"
)
ROUGH = re.compile(rf"(?:R[aA]|粗糙度\s*(?:R[aA])?)\s*[.:≤<]?\s*(?P<n>{N})(?!\s*[-~]?\s*HRC)")
GENERAL_ROUGH = re.compile(r"其余|其它|其他|未注|全部|all\s*over|unless|other(?:wise)?|general", re.I)
HARDNESS = re.compile(
    r"(?P<a>HRC|HRB|HBW?|HV(?:10|30)?)\s*:?\s*(?P<low>\d{2,4})(?:\s*(?:[-~]|to|至)\s*(?P<high>\d{2,4}))?"
    r"|(?P<low2>\d{2,4})(?:\s*(?:[-~]|to|至)\s*(?P<high2>\d{2,4}))?\s*(?P<b>HRC|HRB|HBW?|HV)", re.I)  # fmt: skip
GENERAL = re.compile(
    r"(?P<body>GB\s*/?\s*T\s*1804|[I1l]S[O0]\s*2768(?:\s*-\s*1)?)\s*(?:-?\s*\d{4}\s*)?-?\s*(?P<grade>[fmcv](?:\s*[HKL])?)(?![a-z])",
    re.I,
)


def um(text: str) -> int:
    """Return micrometres of a decimal number of millimetres."""
    return um_from_mm(Decimal(text.replace(",", ".").replace(" ", "")))


def count(match: re.Match[str]) -> int:
    """Return how many times a sign counts."""
    return int(match["count"] or 1)


def limits(match: re.Match[str]) -> dict[str, int]:
    """Return the deviations of a tolerance in micrometres, zeros where there is none."""
    if match["both"]:
        return {"upper_um": um(match["both"]), "lower_um": -um(match["both"])}
    if match["upper"]:
        upper, lower = um(match["upper"].removeprefix("+")), um(match["lower"].removeprefix("+"))
        return {"upper_um": max(upper, lower), "lower_um": min(upper, lower)}
    return {"upper_um": 0, "lower_um": 0}
