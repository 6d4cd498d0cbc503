"""The sets of sheets: twenty in each language before tuning and twenty after, as PDF, scan or photograph."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass

import photo
from compose import Composer

MEDIA = ("pdf", "photo", "scan", "photo", "pdf", "photo", "scan")
PPI = {"photo": 200, "scan": 190}


@dataclass(frozen=True)
class Sample:
    """One file as a buyer would send it, with the fields that a careful reader notes."""

    name: str
    medium: str
    data: bytes
    expected: list[dict]


def samples(which: str, language: str, count: int = 20) -> Iterator[Sample]:
    """Make the samples of a set ("before" or "after") one by one; the same each time."""
    words = importlib.import_module(which)
    for i in range(count):
        medium = MEDIA[i % len(MEDIA)]
        sheet, expected = Composer(words, language, f"{which}-{language}-{i}").compose()
        name = f"{which}-{language}-{i:02}.{'pdf' if medium == 'pdf' else 'jpg'}"
        yield Sample(name, medium, _made(sheet, medium, i), expected)


def _made(sheet, medium: str, seed: int) -> bytes:
    if medium == "pdf":
        return sheet.pdf()
    ppi = PPI[medium] * (0.75 if sheet.width > 300 else 1)
    return (photo.photo if medium == "photo" else photo.scan)(sheet.png(ppi), seed)
