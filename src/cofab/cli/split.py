"""Split a sum among players by the Shapley value or by base, performance and innovation, to the cent."""

from __future__ import annotations

import argparse
import json
import sys
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

import numpy as np

from cofab.cli import answer
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.realisation.share.composite import Player, composite
from cofab.core.realisation.share.shapley import cents, shapley, table

RULES = ("shapley", "composite")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the file and the rule."""
    parser.add_argument("file", type=Path, metavar="FILE", help='{"total_minor", "players", "worth" or "claims"}')
    parser.add_argument("--rule", choices=RULES, required=True)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print each player's share."""
    given = _read(args.file)
    try:
        made = _composite(given) if args.rule == "composite" else _shapley(given)
    except (KeyError, TypeError, ValueError) as problem:
        raise Refused(INVALID, field=args.file.name, problem=repr(problem)) from None
    if args.json:
        answer({**made, "blocking": None, "method": "exact", "error": 0})
    else:
        lines = [f"{name:<20}{made['shares'][name]:>20}{minor:>16}" for name, minor in made["minor"].items()]
        sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8"), parse_float=str))
    except (OSError, ValueError, TypeError) as problem:
        raise Refused(INVALID, field=path.name, problem=str(problem)) from None


def _shapley(given: dict[str, Any]) -> dict[str, Any]:
    """Return the value of a game given by the worth of every coalition, or as the largest claim in each."""
    players = list(given.get("players") or given["claims"])
    if given.get("game") == "max":
        claims = {name: Fraction(given["claims"][name]) for name in players}
        scale = lcm(*(claim.denominator for claim in claims.values()))
        whole = [int(claims[name] * scale) for name in players]
        masks = range(1 << len(players))
        worths = np.array([max((w for i, w in enumerate(whole) if mask >> i & 1), default=0) for mask in masks])
    else:
        exact = {key: Fraction(value) for key, value in given["worth"].items()}
        scale = lcm(*(value.denominator for value in exact.values()))
        worths = table(players, {key: int(value * scale) for key, value in exact.items()})
    values = [value / scale for value in shapley(worths)]
    total = int(given.get("total_minor", 0))
    minor = dict(zip(players, cents(total, values), strict=True)) if total else dict.fromkeys(players, 0)
    return {"shares": {name: str(value) for name, value in zip(players, values, strict=True)}, "minor": minor}


def _composite(given: dict[str, Any]) -> dict[str, Any]:
    """Return the shares of the composite rule; `rule` holds the ppm of base, performance and innovation."""
    players = [
        Player(row["id"], row["resources_minor"], row.get("performance_ppm", 0), Fraction(row.get("contribution", 0)))
        for row in given["players"]
    ]
    shares = composite(given["total_minor"], given["rule"], players)
    parts = ("base_minor", "performance_minor", "innovation_minor")
    return {
        "shares": {share.id: str(share.total_minor) for share in shares},
        "minor": {share.id: share.total_minor for share in shares},
        "parts": {share.id: {part: getattr(share, part) for part in parts} for share in shares},
    }
