"""What a child of the server `sheet` does with one drawing: its pages as pictures and the words on them, with places.

Asks: a descriptor to read and one to write frames to. Runs in the child only.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pypdfium2

from cofab.geometry import frames, ocr, pdf, picture, refusals
from cofab.geometry.picture import Image
from cofab.geometry.unreadable import Unreadable

SHOWN, SHOWN_PAGES, READ_PAGES = 1600, 12, 8
A4_LONG = 8420
Tell = Callable[[str, int], None]
Page = tuple[dict[str, Any], list[dict[str, Any]], Image | None]


def warm() -> None:
    """Read a small picture and an empty page; raises what a broken installation raises."""
    ocr.networks()
    page = np.full((200, 400, 3), 255, np.uint8)
    cv2.putText(page, "M8 x 1.25", (40, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0, 0, 0), 3)
    done, data = cv2.imencode(".png", page)
    if not done:
        raise RuntimeError("no picture can be written")
    for image in picture.opened(data.tobytes(), 10_000_000):
        _seen(picture.even(picture.flat(image)), 0, lambda stage, percent: None)
    empty, sheet = io.BytesIO(), pypdfium2.PdfDocument.new()
    sheet.new_page(100, 100)
    sheet.save(empty)
    for one in pdf.pages_of(empty.getvalue()):
        pdf.words_of(one, 0)
        pdf.picture_of(one, 50)


def run(order: dict[str, Any], source: int, answer: int) -> None:
    """Read the drawing behind `source` and write frames to `answer`; raises Unreadable."""

    def tell(stage: str, percent: int) -> None:
        frames.write_json(answer, b"P", {"stage": stage, "percent": percent})

    tell("reading", 5)
    with os.fdopen(source, "rb") as file:
        data = file.read()
    pages, words, pictures = [], [], []
    for page, said, shown in (_pdf if order["form"] == "pdf" else _photo)(data, order, tell):
        encoded = _encoded(shown) if shown is not None and len(pages) < SHOWN_PAGES else b""
        pages.append({**page, "bytes": len(encoded)})
        words += said
        pictures.append(encoded)
        if len(words) > order["words"]:
            raise Unreadable(refusals.TOO_MANY, count=len(words), limit=order["words"])
    frames.write(answer, b"G", b"".join(pictures))
    frames.write_json(answer, b"R", {"pages": pages, "words": words})


def _pdf(data: bytes, order: dict[str, Any], tell: Tell) -> Iterator[Page]:
    """Yield each page; one with hardly a word is a scan and is read as a picture."""
    document = pdf.pages_of(data)
    count = min(len(document), pdf.MOST_PAGES)
    scans = 0
    for number in range(count):
        tell("reading", 5 + 90 * number // count)
        page = document[number]
        words = pdf.words_of(page, number)
        width, height = pdf.size_of(page)
        if len(words) > pdf.FEW_WORDS or scans >= READ_PAGES:
            shown = pdf.picture_of(page, SHOWN) if number < SHOWN_PAGES else None
            yield {"width": width, "height": height, "scanned": False}, words, shown
        else:
            scans += 1
            image = pdf.picture_of(page)
            yield _seen(picture.even(picture.flat(image)), number, tell) if image.min() < 200 else (
                {"width": width, "height": height, "scanned": False}, words, image
            )  # fmt: skip


def _photo(data: bytes, order: dict[str, Any], tell: Tell) -> Iterator[Page]:
    for number, image in enumerate(picture.opened(data, order["pixels"])):
        tell("straightening", 10)
        yield _seen(picture.even(picture.flat(image)), number, tell)


def _seen(image: Image, number: int, tell: Tell) -> Page:
    """Read a picture: words in units such that its long side is as long as that of A4."""
    tell("finding", 20)
    image, quads = ocr.upright(image)
    seen = ocr.words_in(image, quads, lambda done, of: tell("recognising", 50 + 45 * done // max(of, 1)))
    high, wide = image.shape[:2]
    unit = A4_LONG / max(high, wide)
    words = []
    for one in seen:
        (left, top), (right, bottom) = one.quad.min(axis=0), one.quad.max(axis=0)
        box = [round(float(v) * unit) for v in (left, high - bottom, right, high - top)]
        words.append(
            {"text": one.text, "page": number, "box": box, "sure": round(100 * one.sure), "turned": one.turned}
        )
    return {"width": round(wide * unit), "height": round(high * unit), "scanned": True}, words, image


def _encoded(image: Image) -> bytes:
    scale = min(1.0, SHOWN / max(image.shape[:2]))
    done, data = cv2.imencode(
        ".jpg",
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA),
        [cv2.IMWRITE_JPEG_QUALITY, 80],
    )
    return data.tobytes() if done else b""
