"""Chamfers and fillets: narrow faces between two others, all outer corners or all smooth."""

from __future__ import annotations

import math

from cofab.geometry.graph import Face, Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import dot

NARROW = 0.25
PARTLY = 2.2


def trims_of(graph: Graph, taken: set[int]) -> list[Found]:
    """Return chamfers and outer fillets among the faces that are not `taken`."""
    found = []
    for face in graph.faces:
        if face.number in taken:
            continue
        kind = _kind(graph, face)
        if kind:
            longest = max(e.length for _, e in graph.around(face.number))
            width = face.minor or (face.radius if face.kind == "cylinder" else face.area / longest)
            found.append(Found(kind, {face.number}, facts={"width_um": um(width)}))
    return found


def _kind(graph: Graph, face: Face) -> str:
    around = graph.around(face.number)
    if not around:
        return ""
    longest = max(e.length for _, e in around)
    width = face.area / longest if longest else math.inf
    if face.kind == "plane" and width < NARROW * longest and _slanted(graph, face, [n for n, _ in around]):
        return "chamfer" if all(e.turn >= 0 for _, e in around) else ""
    if face.kind == "cone" and (not face.hollow or face.span < PARTLY) and width < NARROW * longest:
        return "chamfer" if all(e.turn >= 0 for _, e in around) else ""
    if face.kind in ("cylinder", "torus") and not face.hollow and face.span < PARTLY:
        return "fillet" if sum(1 for _, e in around if e.turn == 0) >= 2 else ""
    return ""


def _slanted(graph: Graph, face: Face, neighbours: list[int]) -> bool:
    """Tell whether the plane leans about equally on two neighbours."""
    leans = [dot(face.axis, graph.faces[n].axis) for n in neighbours if graph.faces[n].kind == "plane"]
    return sum(1 for lean in leans if 0.3 < lean < 0.96) >= 2
