"""Blocks whose features run into each other or out of an edge; each scene is a few cuts with what they are."""

from __future__ import annotations

import random

from parts.block import oblong_tool, pocket_tool
from parts.solid import Known, Made, box, cut, placed, rod

SIZE = (120.0, 90.0, 50.0)
TOP = SIZE[2]
X, Y = SIZE[0] / 2, SIZE[1] / 2


def _down(u: float, v: float, diameter: float, depth: float, top: float = TOP):
    return rod((u, v, top + 1), (0, 0, -1), diameter / 2, depth + 1)


def _hole_in_pocket(rng: random.Random) -> tuple[list, list[Known]]:
    depth, d = round(rng.uniform(8, 20), 1), rng.choice((6.0, 8.5, 12.0))
    return (
        [box((30, 20, TOP - depth), (90, 70, TOP + 1)), _down(X, Y, d, TOP + 1)],
        [
            Known("pocket.blind", {"size": [60, 50, depth]}),
            Known("hole.through", {"diameter": d, "depth": TOP - depth}),
        ],
    )


def _crossed_holes(rng: random.Random) -> tuple[list, list[Known]]:
    d, wide = rng.choice((6.0, 8.0)), rng.choice((10.0, 14.0))
    return (
        [_down(X, Y, d, TOP + 1), rod((-1, Y, TOP / 2), (1, 0, 0), wide / 2, SIZE[0] + 2)],
        [
            Known("hole.through", {"diameter": d, "depth": TOP}),
            Known("hole.through", {"diameter": wide, "depth": SIZE[0]}),
        ],
    )


def _crossed_slots(rng: random.Random) -> tuple[list, list[Known]]:
    one, two = round(rng.uniform(6, 18), 1), round(rng.uniform(6, 18), 1)
    a, b = rng.choice((8.0, 14.0)), rng.choice((10.0, 16.0))
    if rng.random() < 0.5:
        two = one
    return (
        [box((-1, Y - a / 2, TOP - one), (SIZE[0] + 1, Y + a / 2, TOP + 1)),
         box((X - b / 2, -1, TOP - two), (X + b / 2, SIZE[1] + 1, TOP + 1))],
        [Known("slot.through", {"size": [SIZE[0], a, one]}), Known("slot.through", {"size": [SIZE[1], b, two]})],
    )  # fmt: skip


def _nested_pockets(rng: random.Random) -> tuple[list, list[Known]]:
    one, two, corner = round(rng.uniform(6, 14), 1), round(rng.uniform(6, 14), 1), rng.choice((0.0, 4.0))
    return (
        [_moved(X, Y, 80, 60, one, corner),
         _moved(X + 5, Y - 3, 40, 30, one + two, corner)],
        [Known("pocket.blind", {"size": [80, 60, one]}), Known("pocket.blind", {"size": [40, 30, two]})],
    )  # fmt: skip


def _moved(u: float, v: float, wide: float, high: float, depth: float, corner: float):
    return placed(pocket_tool(u, v, wide, high, depth, corner), (0, 0, TOP), (0, 0, 1), (1, 0, 0))


def _hole_in_slot(rng: random.Random) -> tuple[list, list[Known]]:
    depth, width, d = round(rng.uniform(8, 20), 1), 16.0, rng.choice((5.0, 8.0))
    deep = round(rng.uniform(8, 20), 1)
    return (
        [box((-1, Y - width / 2, TOP - depth), (SIZE[0] + 1, Y + width / 2, TOP + 1)), _down(40, Y, d, depth + deep)],
        [Known("slot.through", {"size": [SIZE[0], width, depth]}), Known("hole.blind", {"diameter": d, "depth": deep})],
    )


def _hole_in_step(rng: random.Random) -> tuple[list, list[Known]]:
    width, depth, d = round(rng.uniform(22, 30), 1), round(rng.uniform(8, 18), 1), rng.choice((5.0, 8.5))
    return (
        [box((-1, -1, TOP - depth), (SIZE[0] + 1, width, TOP + 1)), _down(30, 10, d, TOP + 1),
         _down(80, 10, d, TOP + 1), _down(80, 10, 1.8 * d, depth + 4)],
        [Known("step.through", {"size": [SIZE[0], width, depth]}),
         Known("hole.through", {"diameter": d, "depth": TOP - depth, "form": "plain"}),
         Known("hole.through", {"diameter": d, "depth": TOP - depth, "form": "counterbore", "wide": 1.8 * d})],
    )  # fmt: skip


def _hole_at_edge(rng: random.Random) -> tuple[list, list[Known]]:
    d, deep, out = rng.choice((10.0, 16.0)), round(rng.uniform(12, 30), 1), rng.uniform(0.1, 0.35)
    return [_down(X, d * out, d, deep)], [Known("hole.blind", {"diameter": d, "depth": deep})]


def _hole_in_open_pocket(rng: random.Random) -> tuple[list, list[Known]]:
    depth, d = round(rng.uniform(8, 20), 1), 8.5
    return (
        [box((70, 20, TOP - depth), (121, 70, TOP + 1)), _down(95, Y, d, TOP + 1)],
        [Known("pocket.open", {"size": [50, 50, depth]}), Known("hole.through", {"diameter": d, "depth": TOP - depth})],
    )


def _slot_across_pocket(rng: random.Random) -> tuple[list, list[Known]]:
    depth, slot = round(rng.uniform(12, 22), 1), round(rng.uniform(5, 10), 1)
    return (
        [box((35, 20, TOP - depth), (85, 70, TOP + 1)), box((-1, Y - 5, TOP - slot), (SIZE[0] + 1, Y + 5, TOP + 1))],
        [Known("pocket.blind", {"size": [50, 50, depth]}), Known("slot.through", {"size": [SIZE[0], 10, slot]})],
    )


def _side_hole_into_pocket(rng: random.Random) -> tuple[list, list[Known]]:
    depth, d = round(rng.uniform(20, 30), 1), rng.choice((6.0, 8.5))
    return (
        [box((35, 20, TOP - depth), (85, 70, TOP + 1)), rod((-1, Y, TOP - depth / 2), (1, 0, 0), d / 2, 50)],
        [Known("pocket.blind", {"size": [50, 50, depth]}), Known("hole.through", {"diameter": d, "depth": 35})],
    )


def _slot_in_step(rng: random.Random) -> tuple[list, list[Known]]:
    width, depth, deep = round(rng.uniform(30, 40), 1), round(rng.uniform(8, 16), 1), round(rng.uniform(5, 10), 1)
    slot = 8.0
    tool = placed(oblong_tool(X, 15, 40, slot, 30), (0, 0, TOP - depth - deep + 30), (0, 0, 1), (1, 0, 0))
    return (
        [box((-1, -1, TOP - depth), (SIZE[0] + 1, width, TOP + 1)), tool],
        [Known("step.through", {"size": [SIZE[0], width, depth]}),
         Known("slot.closed", {"size": [40, slot, deep], "corner": slot / 2})],
    )  # fmt: skip


def _island(rng: random.Random) -> tuple[list, list[Known]]:
    depth, d = round(rng.uniform(8, 18), 1), rng.choice((12.0, 20.0))
    tool = cut(box((25, 15, TOP - depth), (95, 75, TOP + 1)), rod((X, Y, TOP - depth - 1), (0, 0, 1), d / 2, depth + 5))
    return (
        [tool],
        [Known("pocket.blind", {"size": [70, 60, depth]}), Known("boss.round", {"diameter": d, "depth": depth})],
    )


def _steps_at_a_corner(rng: random.Random) -> tuple[list, list[Known]]:
    one, two = round(rng.uniform(6, 12), 1), round(rng.uniform(14, 20), 1)
    return (
        [box((-1, -1, TOP - one), (SIZE[0] + 1, 20, TOP + 1)), box((-1, -1, TOP - two), (25, SIZE[1] + 1, TOP + 1))],
        [Known("step.through", {"size": [SIZE[0] - 25, 20, one]}), Known("step.through", {"size": [25, SIZE[1], two]})],
    )


SCENES = (
    _hole_in_pocket, _crossed_holes, _crossed_slots, _nested_pockets, _hole_in_slot, _hole_in_step, _hole_at_edge,
    _hole_in_open_pocket, _slot_across_pocket, _side_hole_into_pocket, _slot_in_step, _island, _steps_at_a_corner,
)  # fmt: skip


def crossing_of(rng: random.Random, name: str) -> Made:
    """Return a block with one scene of features that meet."""
    tools, known = rng.choice(SCENES)(rng)
    return Made(name, [cut(box((0, 0, 0), SIZE), *tools)], known)
