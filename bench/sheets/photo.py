"""What becomes of a sheet on its way: a scan slightly askew, or a photograph by telephone with all its faults."""

from __future__ import annotations

import cv2
import numpy as np


def scan(png: bytes, seed: int) -> bytes:
    """Return a grey scan: turned by up to a degree and a half, specks, soft edges, JPEG."""
    dice = np.random.default_rng(seed)
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    h, w = page.shape
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), dice.uniform(-1.5, 1.5), 1)
    page = cv2.warpAffine(page, turn, (w, h), borderValue=250)
    page = cv2.GaussianBlur(page, (3, 3), 0)
    noisy = page.astype(np.float32) + dice.normal(0, 6, page.shape)
    specks = dice.random(page.shape) < 0.0002
    noisy[specks] = 60
    return _jpeg(noisy, 80)


def photo(png: bytes, seed: int, hard: float = 1.0) -> bytes:
    """Return a photograph: the sheet on a table, seen from aside, in uneven light, slightly blurred."""
    dice = np.random.default_rng(seed)
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    h, w = page.shape[:2]
    big_w, big_h = int(w * 1.2), int(h * 1.2)
    table = np.empty((big_h, big_w, 3), np.float32)
    table[:] = dice.uniform(40, 110, 3)
    table += cv2.resize(dice.normal(0, 14, (big_h // 24, big_w // 24, 1)).astype(np.float32), (big_w, big_h))[..., None]
    shift = 0.045 * hard
    corners = np.float32([(0.1 * w, 0.1 * h), (1.1 * w, 0.1 * h), (1.1 * w, 1.1 * h), (0.1 * w, 1.1 * h)])
    corners += dice.uniform(-shift, shift, (4, 2)).astype(np.float32) * (w, h)
    angle = np.deg2rad(dice.uniform(-4, 4) * hard)
    middle = corners.mean(axis=0)
    turn = np.float32([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = ((corners - middle) @ turn.T + middle).astype(np.float32)
    view = cv2.getPerspectiveTransform(np.float32([(0, 0), (w, 0), (w, h), (0, h)]), corners)
    seen = cv2.warpPerspective(page, view, (big_w, big_h)).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((h, w), np.float32), view, (big_w, big_h))[..., None]
    shot = seen * mask + table * (1 - mask)
    shot *= _light(dice, big_h, big_w, hard)
    shot *= dice.uniform(0.92, 1.05, 3)
    shot = cv2.GaussianBlur(shot, (0, 0), 0.6 + 0.5 * hard * dice.random())
    shot += dice.normal(0, 5 * hard, shot.shape)
    shot = np.clip(shot, 0, 255).astype(np.uint8)
    if dice.random() < 0.25:
        shot = np.rot90(shot, int(dice.integers(1, 4))).copy()
    return _jpeg(shot, 85)


def _light(dice, h, w, hard):
    """Return the light on the picture: a slope, a vignette and the soft edge of a shadow."""
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    ys, xs = ys / h, xs / w
    slope = 1 - 0.3 * hard * (xs * dice.random() + ys * dice.random())
    vignette = 1 - 0.25 * hard * ((xs - 0.5) ** 2 + (ys - 0.5) ** 2)
    edge = xs * dice.uniform(-1, 1) + ys * dice.uniform(-1, 1) - dice.uniform(-0.3, 0.5)
    shadow = 1 - 0.35 * hard / (1 + np.exp(-edge * 25))
    return (slope * vignette * shadow)[..., None]


def _jpeg(picture, quality) -> bytes:
    done, data = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()
