"""Weldments: solids that lie against each other on a base."""

from __future__ import annotations

import math
import random

from parts.solid import Known, Made, box, cut, rod


def welded_of(rng: random.Random, name: str) -> Made:
    """Return a base plate with one to three plates, blocks or tubes set on it; `seam` is the length round each foot."""
    wide, high, thick = round(rng.uniform(160, 220)), round(rng.uniform(90, 130)), round(rng.uniform(14, 22))
    base, known = box((0, 0, 0), (wide, high, thick)), []
    solids = []
    for k in range(rng.randint(1, 3)):
        solids.append(_foot(rng, wide * (k + 0.5) / 3, high / 2, thick, known))
    drill = rng.choice((9.0, 11.0, 13.5))
    for x in (10, wide - 10):
        base = cut(base, rod((x, 12, -1), (0, 0, 1), drill / 2, thick + 2))
        known.append(Known("hole.through", {"diameter": drill, "depth": thick}))
    return Made(name, [base, *solids], known)


def _foot(rng: random.Random, x: float, y: float, thick: float, known: list[Known]):
    how, tall = rng.choice(("plate", "block", "post", "tube")), round(rng.uniform(40, 80))
    if how in ("plate", "block"):
        one, two = (8.0, round(rng.uniform(40, 60))) if how == "plate" else (30.0, round(rng.uniform(25, 45)))
        known.append(Known("weld", {"seam": 2 * (one + two)}))
        return box((x - one / 2, y - two / 2, thick), (x + one / 2, y + two / 2, thick + tall))
    outer = round(rng.uniform(20, 40))
    post = rod((x, y, thick), (0, 0, 1), outer / 2, tall)
    if how == "post":
        known += [
            Known("weld", {"seam": math.pi * outer}),
            Known("turned.diameter", {"diameter": outer, "depth": tall}),
        ]
        return post
    bore = outer - 8
    known += [Known("weld", {"seam": math.pi * outer}), Known("turned.diameter", {"diameter": outer, "depth": tall}),
              Known("bore.through", {"diameter": bore, "depth": tall})]  # fmt: skip
    return cut(post, rod((x, y, thick - 1), (0, 0, 1), bore / 2, tall + 2))
