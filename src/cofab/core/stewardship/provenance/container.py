"""The file of an evidence bundle: a zip archive with one possible byte sequence for given members.

Why: stored members, sorted names and fixed dates leave no byte that could be changed unnoticed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_DATE = 0x21  # 1 January 1980, the first day that the format knows
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return the zip archive of members by name (ASCII), uncompressed, sorted by name."""
    body, directory = bytearray(), bytearray()
    for name, data in sorted(members.items()):
        raw = name.encode("ascii")
        sums = (zlib.crc32(data), len(data), len(data))
        offset = len(body)
        body += _LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, _DATE, *sums, len(raw), 0) + raw + data
        directory += _CENTRAL.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, _DATE, *sums, len(raw), 0, 0, 0, 0, 0, offset)
        directory += raw
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)


def unpack(archive: bytes) -> dict[str, bytes] | None:
    """Return the members by name; None for what is no readable archive, or one that grows when unpacked.

    Not here: whether the archive is the one `pack` would make; compare with it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            listed = opened.infolist()
            names = {info.filename for info in listed}
            if len(names) != len(listed) or sum(info.file_size for info in listed) > 100 * len(archive):
                return None
            return {info.filename: opened.read(info) for info in listed}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError):
        return None
