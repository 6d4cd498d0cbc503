"""What a child of the server `sheet` does with one drawing: its words with their places, or a reason why not.

Asks: a descriptor to read and one to write frames to. Runs in the child only.
"""

from __future__ import annotations

import io
import os
from typing import Any

import pypdfium2

from cofab.geometry import frames, pdf, refusals
from cofab.geometry.unreadable import Unreadable


def warm() -> None:
    """Read an empty page; raises what a broken installation raises."""
    empty, page = io.BytesIO(), pypdfium2.PdfDocument.new()
    page.new_page(100, 100)
    page.save(empty)
    pdf.words_of(empty.getvalue())


def run(order: dict[str, Any], source: int, answer: int) -> None:
    """Read the drawing behind `source` and write frames to `answer`; raises Unreadable."""
    frames.write_json(answer, b"P", {"stage": "reading", "percent": 5})
    with os.fdopen(source, "rb") as file:
        words = pdf.words_of(file.read())
    if words is None:
        raise Unreadable(refusals.INVALID, problem="not a readable PDF")
    frames.write_json(answer, b"R", {"words": words})
