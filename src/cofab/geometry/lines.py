"""One line of words from its picture: the network's letters, put right by what the strokes themselves show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from cofab.geometry import glyphs
from cofab.geometry.picture import Image

AT_ONCE = 6
MISREAD = "ΦφOoQ∞@°0pPqg8"


@dataclass(slots=True)
class Line:
    """The words, how sure the network is on average, and where each letter stands, from 0 to 1."""

    text: str
    sure: float
    places: list[float]


def read(network: Any, crops: list[Image]) -> list[Line]:
    """Read each crop; deviations one above the other come out as "60 +0.1/-0.05"."""
    strokes = [glyphs.pieces(crop) for crop in crops]
    splits = [glyphs.stacked(line) for line in strokes]
    pictures, owners = [], []
    for i, (crop, split) in enumerate(zip(crops, splits, strict=True)):
        parts = [crop] if split is None else _parts(crop, *split)
        pictures += parts
        owners += [i] * len(parts)
    letters = _letters(network, pictures)
    found = []
    for i, line in enumerate(strokes):
        own = [letter for letter, owner in zip(letters, owners, strict=True) if owner == i]
        found.append(_stacked(own) if len(own) == 3 else _spaced(_signed(own[0], line, crops[i]), line, crops[i]))
    return found


def _parts(crop: Image, x: int, y: int) -> list[Image]:
    """Cut a line into the number, the upper and the lower deviation."""
    scale = crop.shape[0] / glyphs.TALL
    x, y = max(1, round(x * scale)), max(1, round(y * scale))
    return [np.ascontiguousarray(part) for part in (crop[:, :x], crop[:y, x:], crop[y:, x:])]


def _stacked(parts: list[Line]) -> Line:
    nominal, upper, lower = parts
    sure = min(part.sure for part in parts)
    return Line(f"{nominal.text} {upper.text}/{lower.text}", sure, [])


def _letters(network: Any, crops: list[Image]) -> list[Line]:
    order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / crops[i].shape[0])
    found: list[Line] = [Line("", 0.0, [])] * len(crops)
    for start in range(0, len(order), AT_ONCE):
        some = order[start : start + AT_ONCE]
        ratios = [crops[i].shape[1] / crops[i].shape[0] for i in some]
        widest = max(320 / 48, *ratios)
        batch = np.stack([network.resize_norm_img(crops[i], widest) for i in some]).astype(np.float32)
        chances = network.session(batch)[0]
        for i, ratio, chance in zip(some, ratios, chances, strict=True):
            found[i] = _decoded(chance, network.postprocess_op.character, widest / ratio)
    return found


def _decoded(chance: Any, characters: Any, stretch: float) -> Line:
    """Return the likeliest letters, repeated ones and blanks of the network taken out (CTC)."""
    best, sure = chance.argmax(axis=1), chance.max(axis=1)
    kept = [t for t in range(len(best)) if best[t] and (t == 0 or best[t] != best[t - 1])]
    text = [characters[best[t]] for t in kept]
    places = [(t + 0.5) / len(best) * stretch for t in kept]
    return Line("".join(text), float(np.mean(sure[kept])) if kept else 0.0, places)


def _signed(line: Line, strokes: list[glyphs.Piece], crop: Image) -> Line:
    """Put in the signs of diameters that the network cannot read, or took for something else."""
    width = crop.shape[1] / crop.shape[0] * glyphs.TALL
    for sign in reversed(glyphs.diameters(strokes)):
        place = (sign.x + sign.w / 2) / width
        after = next((i for i, p in enumerate(line.places) if p > place + 0.2 * sign.w / width), len(line.text))
        if after > 1 and line.text[after - 1] == "0" and line.text[after - 2].isdigit():
            continue  # a nought with a stroke or a dot in it
        taken = after > 0 and line.text[after - 1] in MISREAD and abs(line.places[after - 1] - place) < sign.w / width
        begin = after - 1 if taken else after
        if after < len(line.text) and line.text[after].isdigit():
            line = Line(line.text[:begin] + "⌀" + line.text[after:], line.sure,
                        [*line.places[:begin], place, *line.places[after:]])  # fmt: skip
    return line


def _spaced(line: Line, strokes: list[glyphs.Piece], crop: Image) -> Line:
    """Put in the blanks between Latin words that the network left out."""
    if not re.search(r"[A-Za-z]{2}", line.text) or not line.places:
        return line
    width = crop.shape[1] / crop.shape[0] * glyphs.TALL
    text, places = line.text, line.places
    for gap in reversed(glyphs.gaps(strokes)):
        at = next((i for i, p in enumerate(places) if p > gap / width), 0)
        if at and _apart(text[at - 1], text[at]):
            text, places = text[:at] + " " + text[at:], [*places[:at], gap / width, *places[at:]]
    return Line(text, line.sure, places)


def _apart(before: str, after: str) -> bool:
    """Tell whether a blank may stand between two letters: beside figures the network's own reading holds."""
    return (before.isalpha() or before in ".:,;)") and after.isalpha() and before.isascii() and after.isascii()
