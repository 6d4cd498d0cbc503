"""Split a sum among players: Shapley value, nucleolus, core, or base, performance and innovation, to the cent."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.cli._texts import document_of
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.realisation.share.composite import Player, composite
from cofab.core.realisation.share.game import (
    MOST,
    Game,
    given,
    largest_claim,
    shapley_of_claims,
    shapley_of_named,
    table,
)
from cofab.core.realisation.share.nucleolus import Blocking, blocking, nucleolus
from cofab.core.realisation.share.sampled import sampled
from cofab.core.realisation.share.shapley import cents, shapley

RULES = ("shapley", "nucleolus", "composite", "core")
EXACT = {"method": "exact", "error": 0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the file and the rule."""
    parser.add_argument("file", type=Path, metavar="FILE", help='{"total_minor", "players", "worth" or "claims"}')
    parser.add_argument("--rule", choices=RULES, required=True)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print each player's share."""
    said = document_of(args.file)
    try:
        made = _composite(said) if args.rule == "composite" else _game(said, args.rule)
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise Refused(INVALID, field=args.file.name, problem=repr(problem)) from None
    if args.json:
        answer({**EXACT, **made})
    else:
        sys.stdout.write(_page(made))
    return 0


def _page(made: Mapping[str, Any]) -> str:
    lines = [f"{name:<20}{made['shares'][name]:>20}{minor:>16}" for name, minor in made["minor"].items()]
    if made["blocking"]:
        lines.append(f"{', '.join(made['blocking'])} would do better alone, by {made['blocking_gain']}.")
    return "\n".join(lines) + "\n"


def _game(said: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """Return the shares of a game given by the worth of its coalitions (0 if unnamed), or as the largest claim in each.

    With "game": "best" a coalition is worth the best named one it holds; above 20 players the values are then sampled.
    Claims are costs to share (a runway) unless "kind" is "worth"; a table is worth unless "kind" is "cost". The core
    answers with its nucleolus, and names the coalition that would do better alone where it is empty.
    """
    claims = {name: Fraction(value) for name, value in said["claims"].items()} if said.get("game") == "max" else None
    cost = said.get("kind", "cost" if claims else "worth") == "cost"
    if claims and rule == "shapley" and len(claims) > MOST:
        return _shares(tuple(claims), shapley_of_claims(claims), said)
    if claims:
        game = largest_claim(claims, cost)
    else:
        worth = {name: Fraction(value) for name, value in said["worth"].items()}
        game = given(said["players"], worth, cost, said.get("game") == "best")
    if rule == "shapley" and len(game.players) > MOST and game.best:
        return _estimated(game, said)
    if rule == "shapley" and len(game.players) > MOST:
        return _shares(game.players, shapley_of_named(game), said)
    worths, scale = table(game)
    shares = shapley(worths) if rule == "shapley" else nucleolus(worths)
    values = [share / (-scale if game.cost else scale) for share in shares]
    return {**_shares(game.players, values, said), **_core(game.players, blocking(worths, shares), scale)}


def _estimated(game: Game, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return shares by sampled orders, with the error of the widest of them."""
    found = sampled(game, int(said.get("seed", 1)))
    return {**_shares(game.players, list(found.values), said), "method": "sampled", "error": found.error}


def _core(players: tuple[str, ...], found: Blocking | None, scale: int) -> dict[str, Any]:
    """Return the coalition that gains most by leaving the split; None in the core."""
    if found is None:
        return {"blocking": None}
    members = [player for i, player in enumerate(players) if found.mask >> i & 1]
    return {"blocking": members, "blocking_gain": str(found.gain / scale)}


def _shares(players: tuple[str, ...], values: list[Fraction], said: Mapping[str, Any]) -> dict[str, Any]:
    total = int(said.get("total_minor", 0))
    minor = cents(total, values) if total else [0] * len(players)
    return {
        "shares": {name: str(value) for name, value in zip(players, values, strict=True)},
        "minor": dict(zip(players, minor, strict=True)),
        "blocking": None,
    }


def _composite(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shares of the composite rule; `rule` holds the ppm of base, performance and innovation."""
    players = [
        Player(row["id"], row["resources_minor"], row.get("performance_ppm", 0), Fraction(row.get("contribution", 0)))
        for row in said["players"]
    ]
    shares = composite(said["total_minor"], said["rule"], players)
    parts = ("base_minor", "performance_minor", "innovation_minor")
    return {
        "shares": {share.id: str(share.total_minor) for share in shares},
        "minor": {share.id: share.total_minor for share in shares},
        "parts": {share.id: {part: getattr(share, part) for part in parts} for share in shares},
        "blocking": None,
    }
