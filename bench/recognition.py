"""How well features are recognised: seeded parts with known features over every kind, in any position and unit.

Run `python bench/recognition.py [--seed N] [--parts N] [--misses]`. Prints one JSON line a claim; exits 1 if a bar is
missed. Found means: the same kind, and every known size within 0.1 mm (1 % for seams, half a degree for bends).
Invented: features found that nobody made.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path

from parts import Known, Made, make, write

from cofab import geometry
from cofab.core.proposition.demand.part import Feature

SLACK = {"seam": 1.0, "angle": 0.5}
WORDS = ("form", "thread")
PLAIN = ("diameter", "depth")
WAYS = ("hole.", "pocket.", "slot.", "step.", "groove.ring")
SILENT = ("turned.face", "turned.form")


def main(argv: list[str]) -> int:
    """Measure and print; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--parts", type=int, default=240)
    options.add_argument("--only", default="")
    options.add_argument("--misses", action="store_true")
    args = options.parse_args(argv)
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    failed: list[str] = []
    right: list[bool] = []
    for number in range(args.parts):
        made = make(args.seed, number)
        if not made.name.startswith(args.only):
            continue
        features = _read(made, failed)
        hit, missed, extra = compared(made.known, features)
        total.update(k.kind for k in made.known)
        found.update(k.kind for k in hit)
        invented.update(f.kind for f in extra)
        if made.reach:
            right.append(set_ups(made.reach) == set_ups(reach_of(features)))
        if args.misses and (missed or extra):
            print(
                made.name, made.unit, "MISSED", [(k.kind, k.sizes) for k in missed], "EXTRA", [_told(f) for f in extra]
            )
    share, false = found.total() / total.total(), invented.total() / max(1, found.total() + invented.total())
    by_kind = {kind: f"{found[kind]}/{total[kind]}" for kind in sorted(total)}
    print(json.dumps({"claim": "features found by kind and size", "ours": round(share, 4), "bar": 0.95,
                      "met": share >= 0.95, "seed": args.seed, "parts": args.parts, "features": total.total(),
                      "failed": failed, "kinds": by_kind}))  # fmt: skip
    print(json.dumps({"claim": "features invented", "ours": round(false, 4), "bar": 0.05, "met": false <= 0.05,
                      "kinds": dict(invented)}))  # fmt: skip
    if right:
        agreed = sum(right) / len(right)
        print(json.dumps({"claim": "fewest set-ups of blocks agree", "ours": round(agreed, 4), "bar": 0.95,
                          "met": agreed >= 0.95, "parts": len(right)}))  # fmt: skip
    return 0 if share >= 0.95 and false <= 0.05 and not failed else 1


def _read(made: Made, failed: list[str]) -> list[Feature]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{made.name}.step"
        write(made, path)
        try:
            parts = geometry.read(path).parts
        except Exception as error:
            failed.append(f"{made.name}: {error}")
            return []
    return [f for part in parts for f in part.features if f.kind not in SILENT]


def set_ups(reach: list[frozenset]) -> int:
    """Return the fewest directions that together reach every feature, tried one after another."""
    names = sorted({way for ways in reach for way in ways})
    return next(
        (n for n in range(len(names) + 1) for chosen in combinations(names, n) if all(set(chosen) & r for r in reach)),
        0,
    )


def reach_of(features: list[Feature]) -> list[frozenset]:
    """Return the directions from which each feature can be cut, as it was read."""
    return [
        frozenset(map(tuple, f.facts.get("open") or f.facts.get("sides") or [f.direction]))
        for f in features
        if f.kind.startswith(WAYS)
    ]


def compared(known: list[Known], features: list[Feature]) -> tuple[list[Known], list[Known], list[Feature]]:
    """Return what was found, what was missed, and what was invented."""
    left, hit, missed = list(features), [], []
    for one in sorted(known, key=lambda k: -len(k.sizes)):
        same = next((f for f in left if f.kind == one.kind and _fits(one, f)), None)
        if same is None:
            missed.append(one)
        else:
            hit.append(one)
            left.remove(same)
    return hit, missed, left


def _fits(known: Known, feature: Feature) -> bool:
    return all(_same(name, value, feature) for name, value in known.sizes.items())


def _same(name: str, value: object, feature: Feature) -> bool:
    if name in WORDS:
        return feature.facts.get(name, "") == value
    if isinstance(value, list):
        theirs = sorted(feature.facts.get("size_um", ()))
        return len(theirs) == len(value) and all(
            abs(a / 1000 - b) <= 0.1 for a, b in zip(theirs, sorted(value), strict=True)
        )
    if name == "angle":
        return abs(feature.facts.get("angle_mdeg", 0) / 1000 - float(str(value))) <= SLACK["angle"]
    micro = getattr(feature, f"{name}_um") if name in PLAIN else feature.facts.get(f"{name}_um", -1)
    slack = 0.01 * float(str(value)) if name == "seam" else 0.1
    return abs(micro / 1000 - float(str(value))) <= slack


def _told(f: Feature) -> tuple:
    return f.kind, f.diameter_um, f.depth_um, {k: v for k, v in f.facts.items() if k not in ("sides", "travel_um")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
