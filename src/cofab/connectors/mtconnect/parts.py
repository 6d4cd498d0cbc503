"""Splits an agent's endless multipart answer (multipart/x-mixed-replace) into its documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email.message import Message

from cofab.connectors.mtconnect.document import LIMIT
from cofab.connectors.port import NOT_UNDERSTOOD
from cofab.core.kernel.refusal import Refused


def parts(content_type: str, chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    """Yield the body of each part, by its Content-length where given, else up to the next boundary.

    Refuses a content type without boundary and a part above LIMIT bytes.
    """
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise Refused(NOT_UNDERSTOOD, url=url, protocol="MTConnect", problem=f"no boundary in {content_type[:80]}")
    mark, held = b"--" + boundary.strip("-").encode("ascii", "replace"), b""
    for chunk in chunks:
        held += chunk
        if len(held) > LIMIT:
            raise Refused(NOT_UNDERSTOOD, url=url, protocol="MTConnect", problem=f"a part above {LIMIT} bytes")
        while (found := _first(held, mark)) is not None:
            body, held = found
            yield body


def _first(held: bytes, mark: bytes) -> tuple[bytes, bytes] | None:
    """Return (body, rest) of the first whole part, or None while it has not come in full."""
    start = held.find(mark)
    head_end = held.find(b"\r\n\r\n", start)
    if start < 0 or head_end < 0:
        return None
    begin = head_end + 4
    length = _length(held[start:head_end])
    end = begin + length if length is not None else held.find(b"\r\n" + mark, begin)
    if end < begin or end > len(held):
        return None
    return held[begin:end], held[end:]


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None
