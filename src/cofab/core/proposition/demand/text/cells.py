"""Colour and size counts in a line of text: 黑色：S20 M40 L60, or "black S 20, M 40"."""

from __future__ import annotations

import re

from cofab.core.proposition.demand.text.names import COLOURS
from cofab.core.proposition.demand.text.scan import FLAGS, Scan

SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "2XL", "3XL", "XXXL", "4XL", "5XL")
_SIZE = "|".join(sorted(SIZES, key=len, reverse=True))
_CELL = re.compile(
    rf"(?<![A-Za-z0-9])({_SIZE})码?\s*[:=]?\s*(\d+)\s*件?(?![\dA-Za-z]|\.\d)|(?<![\d.])(\d+)\s*件?\s*({_SIZE})(?![A-Za-z0-9])",
    re.ASCII,
)
_COLOUR = tuple((name, re.compile(pattern, FLAGS)) for name, pattern in COLOURS)
LEAST = 2


def read_cells(scan: Scan) -> None:
    """Read a matrix of at least two sizes; each count belongs to the colour named last before it ("" for none)."""
    found = list(_CELL.finditer(scan.free))
    sizes = {match[1] or match[4] for match in found}
    if len(sizes) < LEAST or not sizes - {"M", "L"}:
        return
    for match in found:
        size, count = match[1] or match[4], int(match[2] or match[3])
        colour = _colour_before(scan, match.start())
        scan.add("cell", f"{colour}/{size}/{count}", match, "cell")
    for _name, pattern in _COLOUR:
        for match in scan.find(pattern):
            if match.start() < found[-1].start():
                scan.take(match)


def _colour_before(scan: Scan, at: int) -> str:
    places = [(m.start(), name) for name, pattern in _COLOUR for m in pattern.finditer(scan.text[:at])]
    return max(places)[1] if places else ""
