"""What can be refused before any parser runs: emptiness, size, kind, truncation, counts, nesting.

A byte scan only, so that its cost is linear and it cannot be led astray by what it reads.
"""

from __future__ import annotations

import re
import struct

from cofab.core.kernel.refusal import Refused
from cofab.geometry import refusals
from cofab.geometry.limits import Limits

_STEP_HEAD = re.compile(rb"^\s*(?:/\*.*?\*/\s*)*ISO-10303-21\s*;", re.DOTALL)
_IGES_HEAD = re.compile(rb"^[^\r\n]{72}S {0,6}0*1\s*\r?\n")
_IGES_END = re.compile(rb"T {0,6}0*1\s*$")
_DXF_HEAD = re.compile(rb"^(?:\s*999\r?\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\s*\r?\n", re.IGNORECASE)
DXF_BINARY = b"AutoCAD Binary DXF"
_STRING = re.compile(rb"'(?:[^']|'')*'|/\*.*?\*/", re.DOTALL)
_BRACKETS = re.compile(rb"[()]")
STL_HEADER, STL_TRIANGLE = 84, 50
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM")


def check(data: bytes, name: str, limits: Limits) -> str:
    """Return "step", "iges", "stl", "3mf" or "dxf" for bytes that may be parsed; raise Refused for those that may not.

    The bytes decide and not the name's ending, except for a binary STL, which has no mark of its own.
    """
    _check_size(data, name, limits)
    for form, mark, test in _FORMS:
        if mark(data[:4096]):
            test(data, name, limits)
            return form
    if name.lower().endswith(".stl"):
        _check_binary_stl(data, name, limits)
        return "stl"
    raise Refused(refusals.NOT_MODEL, name=name)


def check_drawing(data: bytes, name: str, limits: Limits) -> str:
    """Return "pdf" or "picture"; refuse bytes that are neither, empty, too large or cut off."""
    _check_size(data, name, limits)
    if b"%PDF-" in data[:1024]:
        if b"%%EOF" not in data[-2048:]:
            raise Refused(refusals.TRUNCATED, name=name)
        return "pdf"
    if data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    raise Refused(refusals.NOT_DRAWING, name=name)


def _check_size(data: bytes, name: str, limits: Limits) -> None:
    if not data or (not data[:4096].strip(b" \t\r\n\0") and not data.strip(b" \t\r\n\0")):
        raise Refused(refusals.EMPTY, name=name)
    if len(data) > limits.file_bytes:
        megabytes, most = -(-len(data) // 1_000_000), limits.file_bytes // 1_000_000
        raise Refused(refusals.TOO_LARGE, name=name, megabytes=megabytes, limit=most)


def _check_step(data: bytes, name: str, limits: Limits) -> None:
    if b"END-ISO-10303-21" not in data[-2000:]:
        raise Refused(refusals.TRUNCATED, name=name)
    count = data.count(b";")
    if count > limits.entities:
        raise Refused(refusals.TOO_MANY, name=name, count=count, limit=limits.entities)
    depth = _depth(_STRING.sub(b"", data), limits.depth)
    if depth > limits.depth:
        raise Refused(refusals.TOO_DEEP, name=name, depth=depth, limit=limits.depth)


def _check_iges(data: bytes, name: str, limits: Limits) -> None:
    last = data.rstrip()[-80:]
    if b"T" not in last or not _IGES_END.search(data[-400:]):
        raise Refused(refusals.TRUNCATED, name=name)
    count = len(data) // 160
    if count > limits.entities:
        raise Refused(refusals.TOO_MANY, name=name, count=count, limit=limits.entities)


def _check_zip(data: bytes, name: str, limits: Limits) -> None:
    if b"PK\x05\x06" not in data[-70_000:]:
        raise Refused(refusals.TRUNCATED, name=name)


def _check_dxf(data: bytes, name: str, limits: Limits) -> None:
    if not data.startswith(DXF_BINARY) and b"EOF" not in data[-200:]:
        raise Refused(refusals.TRUNCATED, name=name)
    count = data.count(b"\n") // 8
    if count > limits.entities:
        raise Refused(refusals.TOO_MANY, name=name, count=count, limit=limits.entities)


def _depth(data: bytes, enough: int) -> int:
    """Return the deepest nesting of brackets, or the first depth beyond `enough`."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(data):
        depth = depth + 1 if bracket.group() == b"(" else max(0, depth - 1)
        deepest = max(deepest, depth)
        if deepest > enough:
            break
    return deepest


def _check_text_stl(data: bytes, name: str, limits: Limits) -> None:
    if b"endsolid" not in data[-2000:].lower():
        raise Refused(refusals.TRUNCATED, name=name)
    count = data.count(b"endfacet")
    if count > limits.triangles:
        raise Refused(refusals.TOO_MANY, name=name, count=count, limit=limits.triangles)


def _check_binary_stl(data: bytes, name: str, limits: Limits) -> None:
    if len(data) < STL_HEADER:
        raise Refused(refusals.TRUNCATED, name=name)
    said = struct.unpack_from("<I", data, 80)[0]
    room = (len(data) - STL_HEADER) // STL_TRIANGLE
    if said != room:
        raise Refused(refusals.LYING_STL, name=name, said=said, room=room)
    if said > limits.triangles:
        raise Refused(refusals.TOO_MANY, name=name, count=said, limit=limits.triangles)


_FORMS = (
    ("step", _STEP_HEAD.match, _check_step),
    ("stl", lambda head: head[:5].lower() == b"solid" and b"facet" in head[:2000], _check_text_stl),
    ("3mf", lambda head: head.startswith(b"PK\x03\x04"), _check_zip),
    ("dxf", lambda head: head.startswith(DXF_BINARY) or _DXF_HEAD.match(head), _check_dxf),
    ("iges", _IGES_HEAD.match, _check_iges),
)
