"""Words in a picture, with their boxes and how sure the reading is. Runs in the sandboxed child only.

Why: the two networks lie in the wheel of rapidocr-onnxruntime and run on one thread; nothing is fetched, ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from cofab.geometry import lines
from cofab.geometry.picture import Image

SEEN = 1760
LEAST_SURE = 0.45
TRIED = 14
BATCH = 24
Quad = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """Some words: their quadrilateral in pixels from the upper left, `turned` where they are read from below."""

    text: str
    quad: Quad
    sure: float
    turned: bool


@cache
def networks() -> tuple[Any, Any]:
    """Return the one that finds words and the one that reads them; load them before any fork."""
    import rapidocr_onnxruntime
    from rapidocr_onnxruntime.ch_ppocr_det import TextDetector
    from rapidocr_onnxruntime.ch_ppocr_rec import TextRecognizer

    models = Path(rapidocr_onnxruntime.__file__).parent / "models"
    alone = {"intra_op_num_threads": 1, "inter_op_num_threads": 1, "use_cuda": False, "use_dml": False}
    cv2.setNumThreads(0)
    finder = TextDetector({
        **alone, "model_path": str(models / "ch_PP-OCRv4_det_infer.onnx"), "limit_side_len": 32, "limit_type": "min",
        "mean": [0.5] * 3, "std": [0.5] * 3, "thresh": 0.2, "box_thresh": 0.3, "unclip_ratio": 1.7,
        "max_candidates": 1000, "use_dilation": True, "score_mode": "fast",
    })  # fmt: skip
    reader = TextRecognizer({
        **alone, "model_path": str(models / "ch_PP-OCRv4_rec_infer.onnx"), "rec_img_shape": [3, 48, 320],
        "rec_batch_num": 6,
    })  # fmt: skip
    return finder, reader


def upright(page: Image) -> tuple[Image, list[Quad]]:
    """Return the page with its words upright, and where the words are."""
    quads = _found(page)
    across = sum(_sides(q)[0] for q in quads if not _stands(q))
    along = sum(_sides(q)[1] for q in quads if _stands(q))
    if along > across:
        page = np.ascontiguousarray(np.rot90(page, -1))
        quads = _found(page)
    sample = sorted((q for q in quads if not _stands(q)), key=lambda q: -_sides(q)[0])[:TRIED]
    crops = [_crop(page, q, turned=False) for q in sample]
    if crops and _sureness([np.ascontiguousarray(np.rot90(c, 2)) for c in crops]) > _sureness(crops) + 0.02:
        page = np.ascontiguousarray(np.rot90(page, 2))
        h, w = page.shape[:2]
        quads = [np.roll((np.array([w, h], np.float32) - q), 2, axis=0) for q in quads]
    return page, quads


def words_in(page: Image, quads: list[Quad], progress: Callable[[int, int], None]) -> list[Seen]:
    """Read the words at the places found; `progress(done, all)` is told now and then."""
    found: list[Seen] = []
    for start in range(0, len(quads), BATCH):
        found += _read(page, quads[start : start + BATCH])
        progress(min(start + BATCH, len(quads)), len(quads))
    return found


def _read(page: Image, quads: list[Quad]) -> list[Seen]:
    """Read some places; one that could stand or lie is read both ways, and the surer reading is kept."""
    tried = [(q, turned) for q in quads for turned in _ways(q)]
    read = lines.read(networks()[1], [_crop(page, q, turned) for q, turned in tried])
    best: dict[int, Seen] = {}
    for (quad, turned), line in zip(tried, read, strict=True):
        seen = Seen(line.text, quad, line.sure, turned)
        if seen.text and seen.sure >= LEAST_SURE and (id(quad) not in best or best[id(quad)].sure < seen.sure):
            best[id(quad)] = seen
    return list(best.values())


def _ways(quad: Quad) -> tuple[bool, ...]:
    width, height = _sides(quad)
    return (height > 1.5 * width,) if not 0.75 < height / max(width, 1) < 2.2 else (False, True)


def _sureness(crops: list[Image]) -> float:
    return float(np.mean([line.sure for line in lines.read(networks()[1], crops)]))


def _found(page: Image) -> list[Quad]:
    scale = SEEN / max(page.shape[:2])
    h, w = (max(32, round(side * scale / 32) * 32) for side in page.shape[:2])
    quads, _ = networks()[0](cv2.resize(page, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))
    back = np.array([page.shape[1] / w, page.shape[0] / h], np.float32)
    return [] if quads is None else [np.asarray(q, np.float32) * back for q in quads]


def _sides(quad: Quad) -> tuple[float, float]:
    a, b, c, d = quad
    return max(float(np.linalg.norm(a - b)), float(np.linalg.norm(c - d))), max(
        float(np.linalg.norm(a - d)), float(np.linalg.norm(b - c))
    )


def _stands(quad: Quad) -> bool:
    width, height = _sides(quad)
    return height > 1.5 * width


def _crop(page: Image, quad: Quad, turned: bool) -> Image:
    width, height = (max(2, int(side)) for side in _sides(quad))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform(quad, target)
    line = cv2.warpPerspective(page, view, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(np.rot90(line, -1 if turned else 0))
