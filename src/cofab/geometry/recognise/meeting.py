"""Slots and steps that meet others: crossed at one depth they share a floor, crossed at two they lie in pieces."""

from __future__ import annotations

from itertools import combinations

from cofab.geometry.graph import Frame, Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.recognise.sides import Box, box_round
from cofab.geometry.vector import dot

LEVEL = 0.9999
SAME = 0.02
MOSTLY_OPEN = 3
RUNNING = ("slot.through", "step.through")
Pair = tuple[float, float, set[int]]


def crossed_slots(graph: Graph, group: set[int], floor: int, frame: Frame) -> list[Found]:
    """Return the slots that cross over one floor, or nothing where the group is no crossing."""
    box = box_round(graph, group, frame)
    up = graph.faces[floor].axis
    level = [k for k in range(3) if abs(dot(frame[k], up)) < 0.01]
    if len(level) != 2 or sum(1 for k, _ in box.open if k in level) < MOSTLY_OPEN:
        return []
    pairs = {k: _pairs(graph, group, frame, k) for k in level}
    if not all(pairs.values()):
        return []
    (high,) = [box.size[k] for k in range(3) if k not in level]
    found = []
    for k, other in (level, level[::-1]):
        for first, last, walls in pairs[k]:
            size = [um(box.size[other]), um(last - first), um(high)]
            facts = {"corner_um": 0, "size_um": size, "sides": [up], "open": [up]}
            found.append(Found("slot.through", {floor} | walls, 0.0, high, up, facts))
    return found


def _pairs(graph: Graph, group: set[int], frame: Frame, k: int) -> list[Pair]:
    """Return walls that face each other along an axis with nothing between: (first, last position, their faces)."""
    marks: list[tuple[float, int, int]] = []
    for n in sorted(group):
        face = graph.faces[n]
        lean = dot(face.axis, frame[k])
        if face.kind == "plane" and abs(lean) > LEVEL:
            marks.append((dot(face.origin, frame[k]), 1 if lean > 0 else -1, n))
    marks.sort()
    found: list[Pair] = []
    start, own = None, set()
    for at, facing, n in marks:
        if facing > 0:
            own = own | {n} if start is not None and abs(at - start) < SAME else {n}
            start = at
        elif start is not None and at - start > SAME:
            found.append((start, at, own | {n}))
            start = None
        elif found and abs(found[-1][1] - at) < SAME:
            found[-1][2].add(n)
    return found


def merged(graph: Graph, found: list[Found], frame: Frame) -> list[Found]:
    """Return the features with pieces of one slot or step, cut apart by something deeper, put together again."""
    gone: set[int] = set()
    running = [f for f in found if f.kind in RUNNING and f.faces]
    boxes = {id(f): box_round(graph, f.faces, frame) for f in running}
    for one, two in combinations(running, 2):
        if gone & {id(one), id(two)} or one.kind != two.kind or dot(one.direction, two.direction) < LEVEL:
            continue
        whole = _in_line(boxes[id(one)], boxes[id(two)])
        if whole is None:
            continue
        gone.add(id(one))
        two.faces |= one.faces
        boxes[id(two)] = whole
        two.facts = two.facts | {"size_um": [um(s) for s in whole.size]}
    return [f for f in found if id(f) not in gone]


def _in_line(one: Box, two: Box) -> Box | None:
    """Return the box round two whose sections are the same and which are open towards each other, else None."""
    apart = [k for k in range(3) if abs(one.low[k] - two.low[k]) > SAME or abs(one.high[k] - two.high[k]) > SAME]
    if len(apart) != 1:
        return None
    k = apart[0]
    first, last = (one, two) if one.low[k] < two.low[k] else (two, one)
    if first.high[k] > last.low[k] + SAME or (k, 1) in first.walled or (k, -1) in last.walled:
        return None
    low, high = list(first.low), list(first.high)
    high[k] = last.high[k]
    return Box(one.frame, (low[0], low[1], low[2]), (high[0], high[1], high[2]), one.walled & two.walled)
