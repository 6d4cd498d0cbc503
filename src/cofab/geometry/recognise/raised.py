"""What stands up from a surface: round and square bosses and ribs, which a cutter leaves by going round them."""

from __future__ import annotations

from itertools import combinations

from cofab.geometry.graph import Edge, Face, Graph, Vector
from cofab.geometry.recognise.axes import axes_of, segments_of
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import dot, parallel, sub

OPPOSITE = -0.9999
EVEN = 0.05
SLENDER = 3.0
UPRIGHT = 0.8
PARTLY = 2.2
MOST_SIDES = 24
BLENDS = ("torus", "cone")
ROUND = ("cylinder", "torus", "sphere")


def raised_of(graph: Graph, taken: set[int]) -> list[Found]:
    """Return bosses and ribs made of faces that are not `taken`; depth is the height above what they stand on."""
    found = _round_bosses(graph, taken)
    used = taken.union(*(f.faces for f in found))
    stood = [_feet(graph, f.number) for f in graph.faces]
    for top in sorted((f for f in graph.faces if f.kind == "plane"), key=lambda f: f.area):
        if top.number in used:
            continue
        block = _block(graph, top, used, stood)
        if block is not None:
            found.append(block)
            used |= block.faces
    return found


def feet_of(graph: Graph, raised: list[Found]) -> set[int]:
    """Return the planes that something raised stands on."""
    walls = set().union(*(f.faces for f in raised))
    return {n for w in walls for n, e in graph.around(w) if e.turn <= 0 and n not in walls}


def _round_bosses(graph: Graph, taken: set[int]) -> list[Found]:
    walls = [f for f in graph.faces if f.kind == "cylinder" and not f.hollow and f.number not in taken]
    found: list[Found] = []
    used: set[int] = set()
    for axis in axes_of(walls):
        for segment in segments_of(axis):
            ends = _ends(graph, segment.faces, axis.direction)
            if len(ends) != 2 or segment.faces & used:
                continue
            (foot, low), (top, high) = ends
            own = segment.faces | ({top.number, *low, *high} - taken)
            used |= own
            height = dot(sub(top.origin, foot.origin), foot.axis)
            found.append(Found("boss.round", own, 2 * segment.radius_low, height, foot.axis))
    return found


def _ends(graph: Graph, wall: set[int], along: Vector) -> list[tuple[Face, set[int]]]:
    """Return the plane below and the plane above a round wall, each with the blends between, or nothing."""
    reached: list[tuple[Face, set[int], int]] = []
    for other, edge in [(o, e) for n in wall for o, e in graph.around(n) if o not in wall]:
        face = graph.faces[other]
        if face.kind == "plane" and parallel(face.axis, along):
            reached.append((face, set(), edge.turn))
        elif face.kind in BLENDS:
            level = [graph.faces[n] for n, _ in graph.around(other) if graph.faces[n].kind == "plane"]
            reached += [(f, {other}, 1 if face.kind == "cone" else 0) for f in level if parallel(f.axis, along)]
    if len({f.number for f, _, _ in reached}) != 2 or dot(reached[0][0].axis, reached[-1][0].axis) < 0.99:
        return []
    up = reached[0][0].axis
    reached.sort(key=lambda one: dot(one[0].origin, up))
    (foot, low, turn), (top, high, over) = reached[0], reached[-1]
    return [(foot, low), (top, high)] if turn <= 0 <= over else []


def _block(graph: Graph, top: Face, used: set[int], stood: list[set[int]]) -> Found | None:
    """Return the square boss or rib below a top face, or None where it is the top of neither."""
    around = _beyond_blends(graph, top)
    sides = {n: e for n, e in around if e.curve == "line" and graph.faces[n].kind == "plane"}
    if len(sides) > MOST_SIDES:
        return None
    rounded = max(
        (graph.faces[n].radius for n, _ in graph.around(top.number) if _is_blend(graph.faces[n])), default=0.0
    )
    pairs = sorted(combinations(sorted(sides), 2), key=lambda pair: -sides[pair[0]].length)
    for one, two in pairs:
        thick = _between(graph.faces[one], graph.faces[two])
        if thick > 0 and not {one, two} & used and _is_strip(top, sides[one], sides[two], thick, rounded):
            feet = stood[one] & stood[two]
            ends = {n for n, _ in around} - {one, two}
            if feet and ends and all(_stands(top, graph.faces[n], stood[n], feet) for n in ends):
                return _named(graph, top, (one, two), ends, feet, thick, sides[one].length + 2 * rounded)
    return None


def _beyond_blends(graph: Graph, top: Face) -> list[tuple[int, Edge]]:
    """Return (neighbour, edge) at the outer corners of a top face, a rounded edge stepped over to what lies beyond."""
    found = []
    for other, edge in graph.around(top.number):
        face = graph.faces[other]
        if edge.turn > 0:
            found.append((other, edge))
        elif edge.turn == 0 and _is_blend(face) and abs(dot(face.axis, top.axis)) < EVEN:
            beyond = [n for n, e in graph.around(other) if e.turn == 0 and n != top.number]
            found += [(n, edge) for n in beyond if graph.faces[n].kind == "plane"]
        elif not (_is_blend(face) and edge.turn == 0):
            found.append((other, edge))
    return found


def _is_blend(face: Face) -> bool:
    """Tell whether the face is an outer corner rounded off."""
    return not face.hollow and face.kind in ROUND and face.span < PARTLY


def _between(one: Face, two: Face) -> float:
    """Return the material between two planes that face away from each other, 0 where they do not."""
    return dot(sub(one.origin, two.origin), one.axis) if dot(one.axis, two.axis) < OPPOSITE else 0.0


def _is_strip(top: Face, one: Edge, two: Edge, thick: float, rounded: float) -> bool:
    """Tell whether the top is just the rectangle between its two sides (holes in it make it less)."""
    even = abs(one.length - two.length) <= EVEN * one.length
    return even and 0.3 * thick * one.length < top.area < (1 + EVEN) * thick * (one.length + 2 * rounded)


def _feet(graph: Graph, wall: int) -> set[int]:
    """Return the planes on which a wall stands, at a sharp inner corner or over a rounded one."""
    found = {n for n, e in graph.around(wall) if e.turn < 0 and graph.faces[n].kind == "plane"}
    for number, edge in graph.around(wall):
        face = graph.faces[number]
        if edge.turn == 0 and face.hollow and face.kind == "cylinder" and face.span < PARTLY:
            found |= {
                n for n, e in graph.around(number) if e.turn == 0 and n != wall and graph.faces[n].kind == "plane"
            }
    return found


def _stands(top: Face, end: Face, own: set[int], feet: set[int]) -> bool:
    """Tell whether the top ends there: in a foot itself, in a wall it runs into, or in an end that stands on a foot."""
    round_ = _is_blend(end) and parallel(end.axis, top.axis)
    return end.number in feet or (bool(own & feet) and (round_ or dot(end.axis, top.axis) < 0.99))


def _named(
    graph: Graph, top: Face, pair: tuple[int, int], ends: set[int], feet: set[int], thick: float, length: float
) -> Found:
    foot = max((graph.faces[n] for n in feet), key=lambda f: (dot(f.axis, top.axis), f.area))
    level = dot(top.axis, foot.axis) > -OPPOSITE
    high = dot(sub(top.origin, foot.origin), foot.axis) if level else _height(graph, pair, foot.axis)
    own = {top.number, *pair} | {n for n in ends if n not in feet and dot(graph.faces[n].axis, foot.axis) < 0.01}
    own |= {n for n in ends if parallel(graph.faces[n].axis, foot.axis) and _is_blend(graph.faces[n])}
    own |= _blends_of(graph, _blends_of(graph, own) | own) - feet
    thin, long = sorted((thick, length))
    facts = {"thickness_um": um(thin), "size_um": [um(long), um(thin), um(high)]}
    slender = (long >= SLENDER * thin or len(feet) > 1) and high >= UPRIGHT * thin
    return Found("rib" if slender else "boss.square", own, 0.0, high, foot.axis, facts)


def _blends_of(graph: Graph, faces: set[int]) -> set[int]:
    """Return the blends, outer ones and those at the foot, that run smoothly into faces."""
    near = {o for n in faces for o, e in graph.around(n) if e.turn == 0}
    return {n for n in near if graph.faces[n].kind in ROUND and graph.faces[n].span < PARTLY}


def _height(graph: Graph, pair: tuple[int, int], up: Vector) -> float:
    """Return how far the sides reach upwards, by the corners of their edges."""
    marks = [dot(p, up) for n in pair for _, e in graph.around(n) for p in e.points]
    return max(marks) - min(marks)
