"""What notes say: general tolerance, surface treatment, heat treatment, hardness, roughness; the rest word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from cofab.core.proposition.demand.drawing import signs
from cofab.core.proposition.demand.drawing.signs import um
from cofab.core.proposition.demand.drawing.sizes import FAIRLY, SURE
from cofab.core.proposition.demand.text.names import PROCESSES

HEATS = ("vacuum-hardening", "carburising-and-hardening", "nitriding", "induction-hardening", "quenching-and-tempering",
         "annealing-stress-relief-and-ageing")  # fmt: skip
_HEATS = (
    *((name, re.compile(dict(PROCESSES)[name], re.I)) for name in HEATS),
    ("hardening", re.compile(r"淬火|淬硬|harden(?:ed|ing)?\b", re.I)),
)
_FILM = re.compile(r"(\d+)\s*(?:[-~]\s*\d+\s*)?(?:µm|um|微米|µ\b)", re.I)
_COLOURS = {
    "black": ("black", "黑"),
    "clear": ("clear", "natural", "本色"),
    "red": ("red ", "红"),
    "blue": ("blue ", "蓝色"),
}
_FINISHES: tuple[tuple[str, str, str, int], ...] = (
    (r"hard[\s-]*(?:coat\s*)?anodi[sz]|type\s*III\s*anodi[sz]|硬质?阳极|硬质氧化", "anodising", "hard-anodising", 30),
    (r"anodi[sz]|阳极氧化|阳极", "anodising", "decorative-anodising", 10),
    (r"electroless\s*nickel|化学镀?镍|无电解镍", "plating", "electroless-nickel-plating", 10),
    (r"zinc[\s-]*plat|galvani[sz]|镀[蓝白彩]*锌", "plating", "zinc-electroplating", 8),
    (r"chrome\s*plat|hard\s*chrome|镀硬?铬", "plating", "chrome-plating", 20),
    (r"powder[\s-]*coat|喷粉|喷塑", "coating", "powder-coating", 60),
    (r"blacken|black\s*oxide|发黑|发蓝|phosphat|磷化", "conversion", "blackening-and-phosphating", 0),
    (r"passivat|钝化", "passivation", "pickling-and-passivation", 0),
    (r"bead\s*blast|sand\s*blast|喷砂", "blasting", "blasting-finish", 0),
)
Found = tuple[str, Any, re.Match[str], int]
_HEADING = re.compile(
    r"^(?:技术要求|技术条件|说明|备注|注|(?:general\s+)?notes?|technical\s+requirements?)\s*:?\s*$", re.I
)
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}\s*[.、)．,，](?!\d)|[①-⑳])\s*(?P<text>.*[^\W\d_]{2}.*)$")


def read_notes(text: str) -> Iterator[Found]:
    """Yield (field, value, match, how sure the rule is) of one cell."""
    for rule in _RULES:
        yield from rule(text)


def heading(text: str) -> bool:
    """Tell whether a cell is the heading above the notes."""
    return _HEADING.match(text) is not None


def numbered(text: str) -> re.Match[str] | None:
    """Return the match of a numbered note, its words as group "text"."""
    return _NUMBERED.match(text)


def _general(text: str) -> Iterator[Found]:
    for match in signs.GENERAL.finditer(text):
        body = re.sub(r"[\s]|-1$", "", match["body"].upper()).replace("GBT", "GB/T")
        body = re.sub(r"^[I1L]S[O0]", "ISO", body)
        grade = re.sub(r"\s", "", match["grade"])
        yield "general_tolerance", f"{body}-{grade[0].lower()}{grade[1:].upper()}", match, SURE
        return


def _finish(text: str) -> Iterator[Found]:
    for pattern, family, process, usual in _FINISHES:
        match = re.search(pattern, text, re.IGNORECASE)
        if match is None:
            continue
        film, lower = _FILM.search(text), text.casefold() + " "
        colour = next((c for c, words in _COLOURS.items() if any(w in lower for w in words)), "")
        colour = "" if process == "blackening-and-phosphating" and "black" not in lower else colour
        thick = int(film.group(1)) if film else usual
        value = {"family": family, "process": process, "film_um": thick, "colour": colour}
        yield "finish", value, re.compile(r".*", re.DOTALL).match(text) or match, SURE if film or not usual else FAIRLY
        return


def _heat(text: str) -> Iterator[Found]:
    for process, pattern in _HEATS:
        match = pattern.search(text)
        if match:
            yield "heat_treatment", {"process": process}, match, SURE
            return


def _hardness(text: str) -> Iterator[Found]:
    for match in signs.HARDNESS.finditer(text):
        low, high = int(match["low"] or match["low2"]), match["high"] or match["high2"]
        scale = (match["a"] or match["b"]).upper()
        yield "hardness", {"scale": scale, "low": low, "high": int(high) if high else low}, match, SURE


def _roughness(text: str) -> Iterator[Found]:
    for match in signs.ROUGH.finditer(text):
        general = signs.GENERAL_ROUGH.search(text) is not None
        yield "roughness", {"ra_nm": um(match["n"]), "general": general}, match, SURE


_RULES: tuple[Callable[[str], Iterator[Found]], ...] = (_general, _finish, _heat, _hardness, _roughness)
