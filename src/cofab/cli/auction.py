"""Decide an auction: bundles at their own price or by Vickrey, Clarke and Groves, or many buyers and many sellers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.cli._texts import document_of
from cofab.core.creation.agree.auction.bids import Bid, Market, checked
from cofab.core.creation.agree.auction.double import mcafee
from cofab.core.creation.agree.auction.payments import first_price, vickrey_clarke_groves
from cofab.core.creation.agree.auction.winners import Auction, Effort
from cofab.core.kernel.refusal import INVALID, Refused

RULES = ("first", "vcg", "mcafee")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the file and the rule."""
    parser.add_argument("file", type=Path, metavar="FILE", help='{"items", "xor", "bids"} or {"buyers", "sellers"}')
    parser.add_argument("--rule", choices=RULES, required=True)
    parser.add_argument("--seconds", type=float, default=Effort.seconds, help="most time on bids that hang together")
    parser.add_argument("--seed", type=int, default=Effort.seed)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print who wins and what each pays."""
    said = document_of(args.file)
    try:
        made = _double(said) if args.rule == "mcafee" else _bundles(said, args)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
        raise Refused(INVALID, field=args.file.name, problem=repr(problem)) from None
    if args.json:
        answer(made)
    else:
        sys.stdout.write(_page(made))
    return 0


def _page(made: Mapping[str, Any]) -> str:
    lines = [f"{name:<24}{paid:>16}" for name, paid in made["payments"].items()]
    gap = "proven best" if made["proven"] else f"at most {made['bound']}"
    return "\n".join([f"value {made['value']} ({gap}), won {', '.join(made['won']) or 'by nobody'}", *lines]) + "\n"


def _bundles(said: Mapping[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    prices = [Fraction(row["price"]) for row in said["bids"]]
    scale = lcm(*(price.denominator for price in prices))
    bids = tuple(
        Bid(str(row["id"]), str(row["bidder"]), frozenset(map(int, row["items"])), int(price * scale))
        for row, price in zip(said["bids"], prices, strict=True)
    )
    market = checked(Market(int(said["items"]), bids, bool(said.get("xor", True))))
    auction = Auction(market, Effort(seconds=args.seconds, seed=args.seed))
    outcome = auction.decide()
    paid = vickrey_clarke_groves(auction, outcome) if args.rule == "vcg" else first_price(outcome.won)
    return {
        "value": _plain(Fraction(outcome.value, scale)),
        "bound": _plain(Fraction(outcome.bound, scale)),
        "proven": outcome.proven,
        "won": sorted(bid.id for bid in outcome.won),
        "payments": {name: str(Fraction(paid[name], scale)) for name in sorted(paid)},
        "trades": len(outcome.won),
        "surplus": "0",
    }


def _double(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the trades; buyer i is B<i> and pays, seller i is S<i> and is paid (a negative payment)."""
    traded = mcafee([Fraction(worth) for worth in said["buyers"]], [Fraction(cost) for cost in said["sellers"]])
    buyers = {f"B{i}": str(traded.buyers_pay) for i in traded.buyers}
    sellers = {f"S{i}": str(-traded.sellers_get) for i in traded.sellers}
    return {
        "value": _plain(traded.gain),
        "bound": _plain(traded.best),
        "proven": True,
        "won": [*buyers, *sellers],
        "payments": {**buyers, **sellers},
        "trades": len(traded.buyers),
        "surplus": str(traded.surplus),
        "buyers_pay": str(traded.buyers_pay),
        "sellers_get": str(traded.sellers_get),
    }


def _plain(value: Fraction) -> int | str:
    """Return a whole number as such, anything else exactly as text."""
    return int(value) if value.denominator == 1 else str(value)
