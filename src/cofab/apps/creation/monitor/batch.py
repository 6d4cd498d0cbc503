"""Reads a gateway's batch: checks its signature and its form before anything is stored."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cofab.apps.creation.monitor.refusals import BAD_KEY, NOT_SIGNED
from cofab.core.creation.monitor.observation import BAD, GOOD, UNCERTAIN
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import utc

FORMAT = "cofab.batch/1"
MOST_POINTS = 10_000
LONGEST = 500
MOST_NUMBER = 2**62
QUALITIES = (GOOD, UNCERTAIN, BAD)


class Point(NamedTuple):
    """One point of a batch; `machine` is the platform's name of it, `quality` as the core counts it."""

    sequence: int
    machine: str
    at: datetime
    item: str
    value: str
    unit: str = ""
    quality: int = GOOD


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch: the gateway's run, its points in the order of their numbers, and when its clock says it was sent."""

    run: str
    points: tuple[Point, ...]
    sent: datetime | None = None


def check_key(public_key: str) -> str:
    """Return an Ed25519 public key in base64 as it is stored; refuses anything else."""
    try:
        raw = base64.b64decode(public_key, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except (binascii.Error, ValueError):
        raise Refused(BAD_KEY) from None
    return base64.b64encode(raw).decode()


def check_signature(public_key: str, body: bytes, signature: str) -> None:
    """Refuse a body whose signature (base64) is not that of `public_key`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(signature, validate=True), body)
    except (binascii.Error, ValueError, InvalidSignature):
        raise Refused(NOT_SIGNED) from None


def read_batch(body: bytes, gateway: str) -> Batch:
    """Return the batch of `gateway` in a body; refuses another format, gateway, order or size."""
    try:
        document = json.loads(body)
        points = tuple(_point(row) for row in document["points"])
        known = (document["format"], document["gateway"]) == (FORMAT, gateway)
        run, sent = str(document["run"]), document.get("sent")
        sent = utc(sent) if sent else None
    except (ValueError, KeyError, TypeError) as problem:
        raise Refused(INVALID, field="batch", problem=f"{type(problem).__name__}: {problem}") from None
    numbers = [point.sequence for point in points]
    if not known or not 0 < len(run) <= 64 or not 0 < len(points) <= MOST_POINTS or numbers != sorted(set(numbers)):
        raise Refused(INVALID, field="batch", problem="format, gateway, run, number or order of points")
    return Batch(run, points, sent)


def _point(row: Any) -> Point:
    sequence, machine, at, item, value, *more = row
    unit, quality = more or ("", GOOD)
    texts = (machine, item, value, unit)
    if not isinstance(sequence, int) or sequence < 1 or any(not isinstance(t, str) or len(t) > LONGEST for t in texts):
        raise ValueError(f"point {str(row)[:80]}")
    if "\x00" in machine + item + value + unit or quality not in QUALITIES or sequence > MOST_NUMBER:
        raise ValueError("a NUL character, an unknown quality or a number too large")
    return Point(sequence, machine, utc(at), item, value, unit, quality)
