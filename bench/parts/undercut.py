"""Slots that are wider below: T-slots and dovetails in plates, with holes beside them."""

from __future__ import annotations

import random

from parts.solid import Known, Made, box, cut, outline, rod, swept


def undercut_of(rng: random.Random, name: str) -> Made:
    """Return a block with one or two T-slots or dovetails along it, now and then a hole through a slot's floor."""
    size = (round(rng.uniform(90, 180)), round(rng.uniform(90, 130)), round(rng.uniform(40, 70)))
    solid, known = box((0, 0, 0), size), []
    for place in ((0.5,), (0.27, 0.73))[rng.random() < 0.4]:
        make = rng.choice((_t_slot, _dovetail))
        solid, one = make(rng, solid, size, place * size[1])
        known.append(one)
    for x in (20.0, size[0] - 20.0) if rng.random() < 0.6 else ():
        solid = cut(solid, rod((x, 8.0, -1), (0, 0, 1), 3.3, size[2] + 2))
        known.append(Known("hole.through", {"diameter": 6.6, "depth": size[2]}))
    return Made(name, [solid], known)


def _t_slot(rng: random.Random, solid, size: tuple[float, float, float], y: float):
    neck, depth = rng.choice((8.0, 10.0, 12.0)), round(rng.uniform(16, 24), 1)
    wide, low = round(neck * rng.uniform(1.6, 2.1), 1), round(rng.uniform(6, 9), 1)
    top = size[2]
    solid = cut(solid, box((-1, y - neck / 2, top - depth), (size[0] + 1, y + neck / 2, top + 1)),
                box((-1, y - wide / 2, top - depth), (size[0] + 1, y + wide / 2, top - depth + low)))  # fmt: skip
    return solid, Known("slot.t", {"depth": depth, "width": neck, "wide": wide, "size": [size[0], wide, depth]})


def _dovetail(rng: random.Random, solid, size: tuple[float, float, float], y: float):
    neck, depth, lean = round(rng.uniform(12, 24), 1), round(rng.uniform(8, 16), 1), rng.choice((0.577, 0.7, 1.0))
    wide, top = neck + 2 * lean * depth, size[2]
    face = outline([(-1, y - wide / 2, top - depth), (-1, y + wide / 2, top - depth), (-1, y + neck / 2, top),
                    (-1, y + neck / 2, top + 1), (-1, y - neck / 2, top + 1), (-1, y - neck / 2, top)])  # fmt: skip
    solid = cut(solid, swept(face, (size[0] + 2, 0, 0)))
    return solid, Known("slot.dovetail", {"depth": depth, "width": neck, "wide": wide})
