"""One part's 3D view out of a view of several: the same file with one node in its scene."""

from __future__ import annotations

import json
import struct

HEAD = struct.Struct("<III")
CHUNK = struct.Struct("<II")


def only_part(data: bytes, index: int) -> bytes:
    """Return a binary glTF whose scene shows node `index` alone; a view of one part comes back as it is."""
    length, kind = CHUNK.unpack_from(data, HEAD.size)
    start = HEAD.size + CHUNK.size
    document = json.loads(data[start : start + length])
    if len(document["nodes"]) == 1:
        return data
    document["scenes"][0]["nodes"] = [index]
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    rest = data[start + length :]
    magic, version, _total = HEAD.unpack_from(data)
    whole = HEAD.pack(magic, version, start + len(text) + len(rest))
    return whole + CHUNK.pack(len(text), kind) + text + rest
