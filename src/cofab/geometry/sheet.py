"""Drawings: a PDF, a scan or a photograph in; its pages as pictures and the words on them with their places out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from cofab.core.proposition.demand.drawing import Word
from cofab.geometry.answer import Cancelled, Listener, Progress
from cofab.geometry.limits import Limits
from cofab.geometry.precheck import check_drawing
from cofab.geometry.request import asked, bytes_of


@dataclass(frozen=True, slots=True)
class Page:
    """A page in tenths of a point, as a JPEG (empty where there are too many), straightened where it was `scanned`.

    A word's box is in the same unit from the lower left, so that it can be drawn over the picture at any size.
    """

    width: int
    height: int
    scanned: bool
    picture: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing as read: its pages, the words on them, and how long the reading took."""

    pages: tuple[Page, ...]
    words: tuple[Word, ...]
    took_ms: int


def read_sheet(
    source: bytes | str | Path,
    name: str = "",
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Sheet:
    """Read a drawing: the text of a PDF where it has any, else the letters seen in the picture.

    Arguments and refusals are those of `read`. What the words mean: core.proposition.demand.drawing.
    """
    limits = limits or Limits()
    data, name = bytes_of(source, name, limits)
    started = time.monotonic()
    found = asked("sheet", check_drawing(data, name, limits), data, limits, Listener(name, progress, cancelled))
    result, pictures, pages, start = json.loads(found[b"R"]), found.get(b"G", b""), [], 0
    for page in result["pages"]:
        end = start + page["bytes"]
        pages.append(Page(page["width"], page["height"], page["scanned"], pictures[start:end]))
        start = end
    words = tuple(Word(w["text"], w["page"], tuple(w["box"]), w["sure"], w["turned"]) for w in result["words"])
    return Sheet(tuple(pages), words, int((time.monotonic() - started) * 1000))


def read_words(source: bytes | str | Path, name: str = "", limits: Limits | None = None) -> tuple[Word, ...]:
    """Return only the words of a drawing; raises Refused with a `geometry.*` code."""
    return read_sheet(source, name, limits).words
