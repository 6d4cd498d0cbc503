"""The words of a PDF with their boxes. Runs in the sandboxed child only."""

from __future__ import annotations

from typing import Any

import pypdfium2

MOST_PAGES, MOST_WORDS = 40, 20_000


def words_of(data: bytes) -> list[dict[str, Any]] | None:
    """Return [{text, page, box}] with boxes in tenths of a point, or None where the file cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    found: list[dict[str, Any]] = []
    for number in range(min(len(document), MOST_PAGES)):
        text = document[number].get_textpage()
        for index in range(text.count_rects()):
            box = text.get_rect(index)
            words = text.get_text_bounded(*box).strip()
            if words:
                found.append({"text": words, "page": number, "box": [round(10 * v) for v in box]})
            if len(found) >= MOST_WORDS:
                return found
    return found
