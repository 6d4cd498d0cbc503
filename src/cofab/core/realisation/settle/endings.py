"""What is paid when work ends otherwise than planned: late, short, cancelled, half made, failed.

Promises: what was done well and nobody disputes is always paid; every amount comes with its formula's figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.refusal import Refused, declare

CAUSES = ("buyer", "supplier", "material", "nobody")
CAUSE_UNKNOWN = declare(
    "settle.cause_unknown", "An ending is caused by buyer, supplier, material or nobody, not {cause}."
)
MORE_THAN_ALL = declare("settle.more_than_all", "{counted} pieces are counted and {quantity} were ordered.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement: what for, how much, and the figures it comes from."""

    kind: str
    amount_minor: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What a firm did of an order: pieces that are good, half made and scrapped by material or by work.

    `half_ppm` is the part of the work already in a half-made piece; a piece handed on to another firm to be
    finished counts as half made.
    """

    quantity: int
    good: int
    half: int = 0
    half_ppm: int = 500_000
    scrap_material: int = 0
    scrap_work: int = 0


def late(gross_minor: int, days: int, rules: Mapping[str, Any]) -> Line | None:
    """Return the price cut of delivering `days` late: per day, up to the cap; None for work on time."""
    if days <= 0:
        return None
    ppm = min(days * int(rules["late_per_day_ppm"]), int(rules["late_cap_ppm"]))
    facts = {"days": days, "ppm": ppm, "of_minor": gross_minor}
    return Line("late", -parts_per_million(gross_minor, ppm), facts)


def short(gross_minor: int, quantity: int, received: int, rules: Mapping[str, Any]) -> Line | None:
    """Return the price cut of pieces that did not come; None when nothing is missing."""
    missing = quantity - received
    if missing <= 0:
        return None
    tolerated = missing * 1_000_000 <= quantity * int(rules["quantity_tolerance_ppm"])
    cut = _share(gross_minor, missing, quantity)
    return Line("short", -cut, {"missing": missing, "of": quantity, "tolerated": tolerated})


def ending(gross_minor: int, work: Work, cause: str, rules: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return what a firm is paid when its work ends early, as lines whose sum is never above the contract sum.

    Good pieces: the contract price each. Half-made pieces: the part of the work in them, unless the supplier is
    the cause and they were not handed on. Scrap: paid when the material, which another gave, was the cause.
    What was not made: the buyer who cancels pays `cancel_ppm` of it. Source of the order: rule set "endings".
    """
    if cause not in CAUSES:
        raise Refused(CAUSE_UNKNOWN, cause=cause)
    counted = work.good + work.half + work.scrap_material + work.scrap_work
    if counted > work.quantity:
        raise Refused(MORE_THAN_ALL, counted=counted, quantity=work.quantity)
    lines = [_pieces("good", gross_minor, work.good, work.quantity, 1_000_000)]
    half_ppm = work.half_ppm * int(rules["half_made_ppm"][cause]) // 1_000_000
    lines.append(_pieces("half_made", gross_minor, work.half, work.quantity, half_ppm))
    lines.append(_pieces("scrap_material", gross_minor, work.scrap_material, work.quantity, work.half_ppm))
    unmade = work.quantity - counted
    cancel = int(rules["cancel_ppm"]) if cause == "buyer" else 0
    lines.append(_pieces("cancelled", gross_minor, unmade, work.quantity, cancel))
    return tuple(line for line in lines if line.amount_minor)


def _pieces(kind: str, gross: int, pieces: int, quantity: int, ppm: int) -> Line:
    amount = int(Fraction(gross * pieces * ppm, quantity * 1_000_000))
    return Line(kind, amount, {"pieces": pieces, "of": quantity, "of_minor": gross, "ppm": ppm})


def _share(gross: int, pieces: int, quantity: int) -> int:
    return int(Fraction(gross * pieces, quantity))


def fill(amounts: Sequence[int], pay_minor: int) -> list[tuple[int, int]]:
    """Give `pay_minor` out over milestone amounts in order; return (paid, returned) for each.

    What exceeds the amounts together is not paid: they are all there is.
    """
    left = max(pay_minor, 0)
    given = []
    for amount in amounts:
        paid = min(amount, left)
        left -= paid
        given.append((paid, amount - paid))
    return given
