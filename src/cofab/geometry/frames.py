"""The little protocol on the pipe from the child: one letter, a length, a body.

`P` progress, `R` result, `G` the 3D view, `E` a refusal, `X` how the child ended. Numbers are big-endian.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

HEAD = struct.Struct(">cI")


def write(descriptor: int, letter: bytes, body: bytes) -> None:
    """Write one frame whole; raises OSError when the reader is gone."""
    view = memoryview(HEAD.pack(letter, len(body)) + body)
    while view:
        view = view[os.write(descriptor, view) :]


def write_json(descriptor: int, letter: bytes, value: Any) -> None:
    """Write a value as one JSON frame."""
    write(descriptor, letter, json.dumps(value).encode())


class Unpacker:
    """Cuts frames out of the bytes fed to it; refuses more than `limit` bytes altogether."""

    def __init__(self, limit: int) -> None:
        self._buffer = bytearray()
        self._left = limit

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Return the frames that `data` completes; raises OverflowError beyond the limit."""
        self._left -= len(data)
        if self._left < 0:
            raise OverflowError("the answer is too long")
        self._buffer += data
        frames = []
        while len(self._buffer) >= HEAD.size:
            letter, length = HEAD.unpack_from(self._buffer)
            if len(self._buffer) < HEAD.size + length:
                break
            frames.append((letter, bytes(self._buffer[HEAD.size : HEAD.size + length])))
            del self._buffer[: HEAD.size + length]
        return frames
