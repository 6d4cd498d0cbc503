"""STL gives a view, a size and a volume, nothing more."""

import struct

from cofab import geometry

CORNERS = [(0, 0, 0), (10, 0, 0), (0, 10, 0), (0, 0, 10)]
FACES = [(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)]


def tetrahedron():
    body = b"".join(
        struct.pack("<12fH", 0, 0, 0, *CORNERS[a], *CORNERS[b], *CORNERS[c], 0) for a, b, c in FACES
    )  # fmt: skip
    return b"\0" * 80 + struct.pack("<I", len(FACES)) + body


def test_a_binary_stl_has_size_and_volume():
    result = geometry.read(tetrahedron(), "tetra.stl")
    part = result.parts[0]
    assert part.size_um == (10_000, 10_000, 10_000)
    assert part.volume_mm3 == 167
    assert part.features == ()
    assert result.stats["triangles"] == 4


def test_a_text_stl_is_read():
    lines = ["solid t"]
    for face in FACES:
        corners = "".join("vertex {} {} {}\n".format(*CORNERS[i]) for i in face)
        lines.append(f"facet normal 0 0 0\nouter loop\n{corners}endloop\nendfacet")
    part = geometry.read(("\n".join([*lines, "endsolid t"])).encode(), "t.stl").parts[0]
    assert part.volume_mm3 == 167
