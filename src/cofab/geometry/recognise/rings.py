"""Ring grooves cut into a face (for an O-ring): a hollow cylinder outside, a full one inside, a ring as floor."""

from __future__ import annotations

from cofab.geometry.graph import Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import coaxial, parallel


def ring_grooves_of(graph: Graph) -> list[Found]:
    """Return the ring grooves of a solid; depth is the groove's, diameter its outer one."""
    found = []
    for floor in graph.faces:
        if floor.kind != "plane":
            continue
        walls = [graph.faces[n] for n, edge in graph.around(floor.number) if edge.turn < 0]
        outer = [w for w in walls if w.kind == "cylinder" and w.hollow and parallel(w.axis, floor.axis)]
        inner = [w for w in walls if w.kind == "cylinder" and not w.hollow and parallel(w.axis, floor.axis)]
        pair = next(
            ((o, i) for o in outer for i in inner
             if coaxial(o.origin, o.axis, i.origin, i.axis) and o.radius > i.radius), None
        )  # fmt: skip
        if pair is None:
            continue
        big, small = pair
        walls_numbers = {w.number for w in walls if coaxial(w.origin, w.axis, big.origin, big.axis)}
        depth = big.high - big.low
        facts = {"inner_um": um(2 * small.radius), "width_um": um(big.radius - small.radius)}
        found.append(Found("groove.ring", {floor.number} | walls_numbers, 2 * big.radius, depth, floor.axis, facts))
    return found
