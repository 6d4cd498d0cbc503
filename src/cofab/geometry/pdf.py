"""The pages of a PDF: words with their boxes, the picture of a page, and which pages are scans. In the child only."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from pypdfium2 import raw

from cofab.geometry import refusals
from cofab.geometry.picture import LONGEST, Image
from cofab.geometry.unreadable import Unreadable

MOST_PAGES, MOST_LETTERS = 40, 60_000
FEW_WORDS = 3
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Run:
    """Letters that follow one another: `box` as if they lay level, so that turned words read alike."""

    text: str
    box: list[float]
    turned: bool


def pages_of(data: bytes) -> Any:
    """Return the opened document; raises Unreadable where it cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        problem = "it is locked by a password" if locked else "not a readable PDF"
        raise Unreadable(refusals.INVALID, problem=problem) from None
    if not len(document):
        raise Unreadable(refusals.INVALID, problem="it has no page")
    return document


def words_of(page: Any, number: int) -> list[dict[str, Any]]:
    """Return [{text, page, box, sure, turned}] with boxes in tenths of a point from the page's lower left."""
    text = page.get_textpage()
    left, low, _, _ = page.get_bbox()
    found = []
    for run in _runs(text):
        words = run.text.strip()
        if words:
            x0, y0, x1, y1 = run.box if not run.turned else (-run.box[3], run.box[0], -run.box[1], run.box[2])
            box = [round(10 * v) for v in (x0 - left, y0 - low, x1 - left, y1 - low)]
            found.append({"text": words, "page": number, "box": box, "sure": 100, "turned": run.turned})
    return found


def _runs(text: Any) -> Iterator[_Run]:
    run: _Run | None = None
    for letter, box, turned in _letters(text):
        if run is not None and run.turned == turned and _follows(run, box):
            run.text += (" " if box[0] - run.box[2] > 0.22 * (box[3] - box[1]) and run.text[-1] != " " else "") + letter
            run.box = [
                min(run.box[0], box[0]),
                min(run.box[1], box[1]),
                max(run.box[2], box[2]),
                max(run.box[3], box[3]),
            ]
        elif letter.strip():
            if run is not None:
                yield run
            run = _Run(letter, list(box), turned)
    if run is not None:
        yield run


def _follows(run: _Run, box: Box) -> bool:
    tall, own = run.box[3] - run.box[1], box[3] - box[1]
    level = abs((box[1] + box[3]) - (run.box[1] + run.box[3])) / 2 < 0.22 * tall and 0.7 < own / max(tall, 0.1) < 1.45
    return level and -0.6 * tall < box[0] - run.box[2] < 0.7 * tall


def _letters(text: Any) -> Iterator[tuple[str, Box, bool]]:
    """Yield each letter, its box laid level, and whether it is read from below."""
    box = raw.FS_RECTF()
    for index in range(min(text.count_chars(), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if (
            code in (0, 10, 13, 0xFFFE)
            or 0xD800 <= code < 0xE000
            or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        ):
            continue
        angle = raw.FPDFText_GetCharAngle(text, index) % (2 * math.pi)
        turned = abs(angle - math.pi / 2) < 0.5 or abs(angle - 1.5 * math.pi) < 0.5
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        yield chr(code), (y0, -x1, y1, -x0) if turned else (x0, y0, x1, y1), turned


def size_of(page: Any) -> tuple[int, int]:
    """Return width and height of a page in tenths of a point."""
    left, low, right, high = page.get_bbox()
    return max(1, round(10 * (right - left))), max(1, round(10 * (high - low)))


def picture_of(page: Any, longest: int = LONGEST) -> Image:
    """Return the page as it looks, BGR, its long side `longest` whatever its size on paper."""
    width, height = page.get_size()
    scale = longest / max(width, height, 1.0)
    drawn = page.render(scale=scale, may_draw_forms=False).to_numpy()
    picture = drawn[:, :, :3] if drawn.ndim == 3 else np.repeat(drawn[:, :, None], 3, axis=2)
    return np.ascontiguousarray(picture)
