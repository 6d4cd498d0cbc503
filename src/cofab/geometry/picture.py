"""A photograph or scan of a drawing made readable: opened within limits, laid flat, evenly lit. In the child only.

Asks: any picture that Pillow reads. Promises: what comes back is the sheet seen from straight above where its four
corners can be found, else the picture turned upright by its longest lines.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Opener
from PIL import ImageOps

from cofab.geometry import refusals
from cofab.geometry.unreadable import Unreadable

Image = npt.NDArray[np.uint8]
FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "MPO")
LONGEST, SMALL = 2600, 800
MOST_FRAMES = 10


def opened(data: bytes, pixels: int) -> Iterator[Image]:
    """Yield each page of a picture file as BGR, its long side at most LONGEST; raises Unreadable."""
    warnings.simplefilter("ignore")
    Opener.MAX_IMAGE_PIXELS = None
    try:
        file = Opener.open(io.BytesIO(data), formats=FORMATS)
    except (OSError, ValueError, SyntaxError):
        raise Unreadable(refusals.INVALID, problem="not a readable picture") from None
    if file.width * file.height > pixels:
        raise Unreadable(refusals.TOO_MANY_PIXELS, width=file.width, height=file.height, limit=pixels // 1_000_000)
    for number in range(min(getattr(file, "n_frames", 1), MOST_FRAMES) if file.format == "TIFF" else 1):
        yield _frame(file, number, pixels)


def _frame(file: Opener.Image, number: int, pixels: int) -> Image:
    try:
        file.seek(number)
        if file.width * file.height > pixels:
            raise Unreadable(refusals.TOO_MANY_PIXELS, width=file.width, height=file.height, limit=pixels // 1_000_000)
        file.draft("RGB", (LONGEST, LONGEST))
        page = ImageOps.exif_transpose(file)
        page.thumbnail((LONGEST, LONGEST))
        if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
            ground = Opener.new("RGBA", page.size, "white")
            page = Opener.alpha_composite(ground, page.convert("RGBA"))
        return np.ascontiguousarray(np.asarray(page.convert("RGB"))[:, :, ::-1])
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError):
        raise Unreadable(refusals.INVALID, problem="not a readable picture") from None


def flat(page: Image) -> Image:
    """Return the sheet of paper in the picture seen from straight above, and level."""
    corners = _sheet(page)
    return _level(page if corners is None else _straight(page, corners))


def even(page: Image) -> Image:
    """Return the page with shadows and colour casts taken out: each pixel against the paper around it."""
    size = max(15, max(page.shape) // 60) | 1
    paper = cv2.dilate(page, np.ones((size, size), np.uint8))
    paper = cv2.medianBlur(cv2.resize(paper, None, fx=0.25, fy=0.25), 21)
    paper = cv2.resize(paper, (page.shape[1], page.shape[0]))
    return np.ascontiguousarray(cv2.divide(page, np.maximum(paper, 1), scale=245))


def _sheet(page: Image) -> npt.NDArray[np.float32] | None:
    """Return the four corners of the paper, clockwise from the upper left, or None where none stands out."""
    scale = SMALL / max(page.shape[:2])
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (7, 7), 0)
    area = grey.shape[0] * grey.shape[1]
    best, best_area = None, 0.3 * area
    for mask in _masks(grey):
        for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            hull = cv2.convexHull(contour)
            for share in (0.01, 0.02, 0.04):
                corners = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True)
                covered = cv2.contourArea(corners)
                if len(corners) == 4 and best_area < covered < 0.97 * area and covered > 0.93 * cv2.contourArea(hull):
                    best, best_area = corners.reshape(4, 2), covered
    return None if best is None else _clockwise(best.astype(np.float32) / scale)


def _masks(grey: Image) -> Iterator[Image]:
    yield cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    yield cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 301, 0)
    edges = cv2.dilate(cv2.Canny(grey, 30, 90), np.ones((5, 5), np.uint8))
    yield edges


def _clockwise(corners: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]
    return corners[order] if len(set(map(int, order))) == 4 else corners


def _straight(page: Image, corners: npt.NDArray[np.float32]) -> Image:
    a, b, c, d = corners
    width = int(max(np.linalg.norm(a - b), np.linalg.norm(c - d)))
    height = int(max(np.linalg.norm(a - d), np.linalg.norm(b - c)))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform(corners, target)
    return np.ascontiguousarray(cv2.warpPerspective(page, view, (width, height), flags=cv2.INTER_CUBIC))


def _level(page: Image) -> Image:
    """Turn the page by the few degrees that bring its long lines level."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, 1400 / max(grey.shape))
    edges = cv2.Canny(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), 40, 120)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, 120, minLineLength=int(0.15 * max(edges.shape)), maxLineGap=6)
    if found is None:
        return page
    lines = np.asarray(found).reshape(-1, 4).astype(np.float64)
    across, along = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    angles = (np.degrees(np.arctan2(along, across)) + 45) % 90 - 45
    lengths = np.hypot(across, along)
    near = np.abs(angles) < 12
    if not near.any():
        return page
    order = np.argsort(angles[near])
    half = np.cumsum(lengths[near][order])
    angle = float(angles[near][order][np.searchsorted(half, half[-1] / 2)])
    if abs(angle) < 0.1:
        return page
    h, w = page.shape[:2]
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1)
    return np.ascontiguousarray(
        cv2.warpAffine(page, turn, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    )
