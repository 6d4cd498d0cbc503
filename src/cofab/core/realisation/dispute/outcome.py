"""What a dispute is worth, for every cause and every remedy, before anybody chooses.

Promises: an outcome is never above what is disputed plus the claimant's own goods; each comes with its formula's
figures, so that both sides compute the same cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cofab.core.kernel.refusal import Refused, declare

MILLION = 1_000_000
CAUSES = ("respondent", "claimant", "material", "nobody")
"""Who or what brought it about; `material`: 料废, the given material; the respondent's own work is `respondent`."""

MENDING = frozenset({"remake", "rework"})
"""Remedies that the respondent works off; money moves only if that is not done in time."""
KEPT = frozenset({"elsewhere", "keep"})
"""Remedies after which the pieces, and with them the claimant's material in them, stay in use."""

KIND_UNKNOWN = declare("dispute.kind_unknown", "There is no complaint of kind {kind}.")
REMEDY_UNFIT = declare("dispute.remedy_unfit", "A complaint of this kind is not settled by {remedy}.")
PIECES_WRONG = declare("dispute.pieces_wrong", "{pieces} pieces are complained about, of {quantity}.")
CAUSE_WRONG = declare("dispute.cause_wrong", "A cause is respondent, claimant, material or nobody, not {cause}.")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is complained about.

    `gross_minor`: what the respondent gets for the whole `quantity`, with VAT; `pieces` of it are touched.
    `goods_minor`: the claimant's own material in a piece (free issue). `freight_minor` and `insured`: of a carrier's
    leg. `late_minor` was cut for `late_days`, of which `waited_days` were spent waiting for the claimant's material.
    """

    kind: str
    pieces: int
    quantity: int
    gross_minor: int
    goods_minor: int = 0
    freight_minor: int = 0
    insured: bool = True
    late_minor: int = 0
    late_days: int = 0
    waited_days: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the claimant gets if `cause` is found and `remedy` chosen, and the figures it comes from.

    `else_minor`: what it gets instead where the pieces are to be mended and are not in time.
    """

    cause: str
    remedy: str
    award_minor: int
    else_minor: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


def check(claim: Claim, rules: Mapping[str, Any]) -> None:
    """Refuse an unknown kind and a number of pieces that cannot be."""
    if claim.kind not in rules["kinds"]:
        raise Refused(KIND_UNKNOWN, kind=claim.kind)
    if not 0 <= claim.pieces <= claim.quantity:
        raise Refused(PIECES_WRONG, pieces=claim.pieces, quantity=claim.quantity)


def outcomes(claim: Claim, rules: Mapping[str, Any]) -> tuple[Outcome, ...]:
    """Return every outcome that the rules know for this kind: each remedy under each cause."""
    check(claim, rules)
    return tuple(outcome(claim, cause, remedy, rules) for remedy in rules["kinds"][claim.kind] for cause in CAUSES)


def outcome(claim: Claim, cause: str, remedy: str, rules: Mapping[str, Any]) -> Outcome:
    """Return what the claimant gets under one cause and one remedy, in minor units, rounded down.

    award = (value of the touched pieces x worth of the remedy + own goods lost beyond the allowance) x share borne.
    A carrier that was not insured pays at most `carrier_times` its freight. Lateness that came of waiting for the
    buyer's material gives back that share of what was cut. Source: rule set "disputes".
    """
    check(claim, rules)
    if cause not in CAUSES:
        raise Refused(CAUSE_WRONG, cause=cause)
    if remedy not in rules["kinds"][claim.kind]:
        raise Refused(REMEDY_UNFIT, remedy=remedy)
    bears = int(rules["bears_ppm"][cause])
    value, facts = _late(claim) if claim.kind == "material_late" else _pieces(claim, remedy, rules)
    amount = int(value * bears / MILLION)
    told = {**facts, "bears_ppm": bears}
    return Outcome(cause, remedy, 0, amount, told) if remedy in MENDING else Outcome(cause, remedy, amount, 0, told)


def _late(claim: Claim) -> tuple[Fraction, dict[str, Any]]:
    days = min(claim.waited_days, claim.late_days)
    value = Fraction(claim.late_minor * days, claim.late_days) if claim.late_days else Fraction(0)
    return value, {"late_minor": claim.late_minor, "late_days": claim.late_days, "waited_days": days}


def _pieces(claim: Claim, remedy: str, rules: Mapping[str, Any]) -> tuple[Fraction, dict[str, Any]]:
    worth = _worth(claim.kind, remedy, rules)
    quantity = max(claim.quantity, 1)
    value = Fraction(claim.gross_minor * claim.pieces * worth, quantity * MILLION)
    facts: dict[str, Any] = {"pieces": claim.pieces, "of": claim.quantity, "of_minor": claim.gross_minor}
    facts["worth_ppm"] = worth
    if claim.goods_minor and remedy not in KEPT:
        lost = max(claim.pieces - quantity * int(rules["loss_ppm"]) // MILLION, 0)
        value += lost * claim.goods_minor
        facts |= {"goods_minor": claim.goods_minor, "goods_pieces": lost}
    if claim.freight_minor and not claim.insured:
        most = claim.freight_minor * int(rules["carrier_times"])
        value = min(value, Fraction(most))
        facts["most_minor"] = most
    return value, facts


def _worth(kind: str, remedy: str, rules: Mapping[str, Any]) -> int:
    if kind == "certificate" and remedy == "keep":
        return int(rules["certificate_keep_ppm"])
    return int(rules["remedies_ppm"]["refund" if remedy in MENDING else remedy])


def most(claim: Claim, rules: Mapping[str, Any]) -> int:
    """Return the most that the claimant may get: what is held back until the dispute is over."""
    return max((max(found.award_minor, found.else_minor) for found in outcomes(claim, rules)), default=0)
