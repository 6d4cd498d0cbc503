"""Words on a page and the cells of words that belong together, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

Box = tuple[int, int, int, int]
BLANK, NEXT_CELL, NEXT_SEEN = 0.25, 1.1, 0.6  # gaps in heights of letters; letters seen come in phrases already
_SMALL = re.compile(r"^[+-]?\d*\.?\d+°?$")
_NOUGHT = re.compile(r"(?<=[A-Za-z])0(?=[A-Za-z:\s]|\.(?!\d)|$)|(?<![\w.])0(?=[A-Za-z]{2})")
_SAME = str.maketrans({
    **dict.fromkeys("ØøΦφ∅ф", "⌀"), **dict.fromkeys("×✕*", "x"), **dict.fromkeys("～∼", "~"),
    **dict.fromkeys("—–−", "-"), **dict.fromkeys("μ", "µ"), "：": ":", "（": "(", "）": ")", "，": ",", "．": ".",
    "；": ";", "\xa0": " ", "＋": "+", "／": "/",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text with its box in tenths of a point, origin at the page's lower left.

    `sure` is how sure the reading of the letters is, in per cent; `turned` words are read from below.
    """

    text: str
    page: int
    box: Box
    sure: int = 100
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One thing read: its name, its JSON-ready value, the words it came from, where they stand, and the rule.

    `confidence` in per cent joins how sure the letters and how sure the rule is; below DOUBTFUL a person looks.
    `turned` words are read from below: sizes that stand.
    """

    name: str
    value: Any
    text: str
    page: int
    box: Box
    rule: str
    confidence: int = 100
    turned: bool = False


DOUBTFUL = 85


def plain(text: str) -> str:
    """Return the text with signs that mean the same made one: diameters, dashes, colons, brackets."""
    return text.translate(_SAME).strip()


def lettered(text: str) -> str:
    """Return the text with noughts among letters made the letter they were: N0., T0, IS0."""
    return _NOUGHT.sub("O", text)


def cells_of(words: Iterable[Word]) -> list[Word]:
    """Join words on one line with narrow gaps to cells, top to bottom; deviations join the number before them."""
    cells: list[Word] = []
    found = [w for w in (replace(w, text=plain(w.text)) for w in words) if w.text]
    for page, turned in sorted({(w.page, w.turned) for w in found}):
        some = _stacked([w for w in found if w.page == page and w.turned == turned])
        for line in _lines(some):
            cells += _cells(line)
    return cells


def level(word: Word) -> Box:
    """Return the box as if the words lay: along the line, then up."""
    left, low, right, high = word.box
    return (low, -right, high, -left) if word.turned else word.box


def height(word: Word) -> int:
    """Return how tall the letters are."""
    box = level(word)
    return max(1, box[3] - box[1])


def middle(word: Word) -> int:
    """Return the height of the line's middle."""
    box = level(word)
    return (box[1] + box[3]) // 2


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-middle(w), level(w)[0])):
        near = next((line for line in lines[-3:] if _one_line(line[0], word)), None)
        if near is None:
            lines.append([word])
        else:
            near.append(word)
    return [sorted(line, key=lambda w: level(w)[0]) for line in lines]


def _one_line(one: Word, two: Word) -> bool:
    return abs(middle(one) - middle(two)) <= 0.45 * min(height(one), height(two))


def _cells(line: Sequence[Word]) -> list[Word]:
    groups = [[line[0]]]
    for left, right in pairwise(line):
        wide = NEXT_CELL if left.sure == right.sure == 100 else NEXT_SEEN
        if level(right)[0] - level(left)[2] > wide * max(height(left), height(right)):
            groups.append([right])
        else:
            groups[-1].append(right)
    return [_joined(group) for group in groups]


def _joined(words: Sequence[Word]) -> Word:
    text = words[0].text
    for left, right in pairwise(words):
        gap = level(right)[0] - level(left)[2]
        text += (" " if gap > BLANK * height(right) else "") + right.text
    return replace(words[0], text=text, box=around([w.box for w in words]), sure=min(w.sure for w in words))


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    low_x, low_y, high_x, high_y = zip(*boxes, strict=True)
    return min(low_x), min(low_y), max(high_x), max(high_y)


def _stacked(words: list[Word]) -> list[Word]:
    """Join a number and the two smaller ones behind it, one above the other, to "60 +0.1/-0.05"."""
    small = [w for w in words if _SMALL.match(w.text)]
    for upper in small:
        lower = next((w for w in small if w is not upper and _beneath(upper, w)), None)
        nominal = lower and next((w for w in words if w not in (upper, lower) and _before(w, upper, lower)), None)
        if lower and nominal and upper in words and lower in words:
            both = [nominal, upper, lower]
            joined = replace(
                nominal, text=f"{nominal.text} {upper.text}/{lower.text}", box=around([w.box for w in both]),
                sure=min(w.sure for w in both),
            )  # fmt: skip
            words = [joined if w is nominal else w for w in words if w not in (upper, lower)]
    return words


def _beneath(upper: Word, lower: Word) -> bool:
    one, two, tall = level(upper), level(lower), height(upper)
    return abs(one[0] - two[0]) < tall and 0.4 * tall < middle(upper) - middle(lower) < 1.7 * tall


def _before(word: Word, upper: Word, lower: Word) -> bool:
    box, right = level(word), level(upper)
    near = -0.3 * height(word) < right[0] - box[2] < 0.8 * height(word)
    between = middle(lower) < middle(word) + 0.2 * height(word) and middle(word) - 0.2 * height(word) < middle(upper)
    return near and between and height(word) > 1.15 * height(upper) and word.text[-1].isdigit()
