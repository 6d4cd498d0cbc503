"""Which faces are the blank's own: planes on the bounding box, which no tool needs to make."""

from __future__ import annotations

from cofab.geometry.graph import Graph

LEVEL = 0.01
NEAR = 0.1
WIDE = 0.5


def stock_of(graph: Graph) -> set[int]:
    """Return the planes on the bounding box, what the saw or the mill left of the blank.

    A box round free surfaces may be too wide: a plane with no edge beyond it counts as on the box where that is near.
    """
    reach = [[p[k] for e in graph.edges for p in e.points] for k in range(3)]
    ends = [(min(r, default=graph.box_low[k]), max(r, default=graph.box_high[k])) for k, r in enumerate(reach)]
    found = set()
    for face in graph.faces:
        k = next((k for k in range(3) if abs(face.axis[k]) > 0.9999), None) if face.kind == "plane" else None
        if k is None:
            continue
        high = face.axis[k] > 0
        limit = graph.box_high[k] if high else graph.box_low[k]
        off = abs(face.origin[k] - limit)
        if off < LEVEL or (off < WIDE and abs(face.origin[k] - ends[k][high]) < NEAR):
            found.add(face.number)
    return found
