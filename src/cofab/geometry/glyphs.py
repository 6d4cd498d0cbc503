"""What the network of letters does not know: the sign of a diameter, deviations one above the other, lost blanks.

Works on the strokes of one line of words as connected pieces. Runs in the sandboxed child only.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from cofab.geometry.picture import Image

TALL = 96
Holes = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected piece of ink: its box in a line TALL high, and the middles of the holes in it."""

    x: int
    y: int
    w: int
    h: int
    holes: Holes


def pieces(line: Image) -> list[Piece]:
    """Return the pieces of ink in a line, from left to right; rulers along the line are left out."""
    scale = TALL / line.shape[0]
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, (max(8, round(grey.shape[1] * scale)), TALL), interpolation=cv2.INTER_CUBIC)
    ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return []
    return sorted(_pieces(contours, tree[0]), key=lambda p: p.x)


def _pieces(contours, tree: npt.NDArray[np.int32]) -> list[Piece]:
    found = []
    for i, contour in enumerate(contours):
        x, y, w, h = cv2.boundingRect(contour)
        if tree[i][3] != -1 or h < 0.08 * TALL or w > 1.5 * TALL:
            continue
        holes, child = [], tree[i][2]
        while child != -1:
            if cv2.contourArea(contours[child]) > 6:
                a, b, c, d = cv2.boundingRect(contours[child])
                holes.append((a + c / 2, b + d / 2))
            child = tree[child][0]
        found.append(Piece(x, y, w, h, tuple(holes)))
    return found


def diameters(line: list[Piece]) -> list[Piece]:
    """Return the signs of a diameter: a round piece whose two holes lie beside or aslant one another."""
    return [p for p in line if len(p.holes) == 2 and p.h > 0.3 * TALL and 0.6 < p.w / p.h < 1.5 and _aslant(p.holes)]


def _aslant(holes: Holes) -> bool:
    (ax, ay), (bx, by) = sorted(holes)
    return bx - ax > 0.12 * TALL * 0.5 and by - ay > -0.1 * TALL and bx - ax > 0.45 * abs(by - ay)


def stacked(line: list[Piece]) -> tuple[int, int] | None:
    """Return where a number ends and two smaller ones, one above the other, begin: x, and the y between them."""
    if len(line) < 3:
        return None
    for i in range(1, len(line)):
        left, right = line[:i], line[i:]
        tall = max(p.h for p in left)
        edge = max(p.x + p.w for p in left)
        if any(p.h > 0.72 * tall or p.x < edge - 2 for p in right) or tall < 0.35 * TALL:
            continue
        between = _between(right, tall, float(np.mean([p.y + p.h / 2 for p in left if p.h > 0.7 * tall])))
        if between:
            return round((edge + min(p.x for p in right)) / 2), between
    return None


def _between(right: list[Piece], tall: int, middle: float) -> int:
    """Return the y between two rows of small figures around the middle of the tall ones, 0 where there are no two."""
    order = sorted(right, key=lambda p: p.y + p.h / 2)
    centres = [p.y + p.h / 2 for p in order]
    if len(order) < 2:
        return 0
    cut = max(range(1, len(order)), key=lambda i: centres[i] - centres[i - 1])
    rows = [[p for p in some if p.h > 0.3 * tall] for some in (order[:cut], order[cut:])]
    if centres[cut] - centres[cut - 1] < 0.35 * tall or not all(rows):
        return 0
    if not float(np.mean(centres[:cut])) < middle < float(np.mean(centres[cut:])):
        return 0
    return round((max(p.y + p.h for p in rows[0]) + min(p.y for p in rows[1])) / 2)


def gaps(line: list[Piece]) -> list[float]:
    """Return the middles of the wide gaps between pieces: the blanks between words, where two kinds of gap differ."""
    tall = [p for p in line if p.h > 0.2 * TALL]
    found, right = [], tall[0].x + tall[0].w if tall else 0
    for p in tall[1:]:
        found.append((max(0, p.x - right), (p.x + right) / 2))
        right = max(right, p.x + p.w)
    wide = _wide([gap for gap, _ in found])
    return [middle for gap, middle in found if gap >= wide]


def _wide(sizes: list[int]) -> float:
    """Return the size from which a gap is a blank: the cut that parts the sizes best into two; none is endless."""
    order = np.sort(np.asarray(sizes, dtype=np.float64))
    best, cut = 0.0, float("inf")
    for i in range(1, len(order)):
        narrow, broad = order[:i], order[i:]
        apart = i * (len(order) - i) * (broad.mean() - narrow.mean()) ** 2
        if apart > best:
            clear = broad.mean() > 2.2 * max(narrow.mean(), 0.04 * TALL) and broad[0] > 0.2 * TALL
            best, cut = apart, float(broad[0]) if clear else float("inf")
    return cut
