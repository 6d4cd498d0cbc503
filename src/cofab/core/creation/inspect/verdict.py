"""What measured values say against their tolerances, with the uncertainty counted by a declared decision rule.

Source of the rules: ISO 14253-1 (guarded acceptance) and ILAC-G8 (simple acceptance).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cofab.core.creation.inspect.sampling import SamplingPlan
from cofab.core.kernel.refusal import Refused, declare

TOO_FEW = declare("inspect.too_few", "{checked} pieces were checked; the plan asks for {sample}.")
UNKNOWN_CHARACTERISTIC = declare("inspect.unknown_characteristic", "Nobody asked for {name} to be measured.")
NOT_MEASURED = declare("inspect.not_measured", "Piece {piece}: {name} was not measured.")

CONFORMS, FAILS, UNDECIDED = "conforms", "fails", "undecided"
SIMPLE, GUARDED = "simple", "guarded"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """Something to measure: allowed from `low_um` to `high_um` (either may be open), uncertainty `u_um` (k = 2)."""

    name: str
    low_um: int | None
    high_um: int | None
    u_um: int = 0

    def as_json(self) -> dict[str, int | str | None]:
        """Return the characteristic as it is signed and shown."""
        return {"name": self.name, "low_um": self.low_um, "high_um": self.high_um, "u_um": self.u_um}


@dataclass(frozen=True, slots=True)
class Piece:
    """The measured values of one piece, in micrometres by the name of the characteristic."""

    number: str
    values_um: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on a lot: accepted or not, the pieces that count against it, and why."""

    accepted: bool
    checked: int
    bad: tuple[str, ...]
    undecided: tuple[str, ...]


def judge_value(wanted: Characteristic, value_um: int, rule: str = GUARDED) -> str:
    """Return conforms, fails or undecided for one value.

    `simple`: inside the tolerance conforms. `guarded`: inside by at least the uncertainty conforms, outside by at
    least the uncertainty fails, anything between is undecided.
    """
    margins = [value_um - wanted.low_um] if wanted.low_um is not None else []
    margins += [wanted.high_um - value_um] if wanted.high_um is not None else []
    margin = min(margins, default=wanted.u_um)
    if rule == SIMPLE:
        return CONFORMS if margin >= 0 else FAILS
    if margin >= wanted.u_um:
        return CONFORMS
    return FAILS if margin <= -wanted.u_um and margin < 0 else UNDECIDED


def judge_lot(
    plan: SamplingPlan, wanted: Sequence[Characteristic], pieces: Sequence[Piece], rule: str = GUARDED
) -> Verdict:
    """Return the verdict on a lot; an undecided piece counts against it, as the supplier bears the proof.

    Refuses fewer pieces than the plan asks for, a value nobody asked for, and a missing value.
    """
    if len(pieces) < plan.sample:
        raise Refused(TOO_FEW, checked=len(pieces), sample=plan.sample)
    found = {piece.number: _judge_piece(wanted, piece, rule) for piece in pieces}
    bad = tuple(number for number, word in found.items() if word == FAILS)
    undecided = tuple(number for number, word in found.items() if word == UNDECIDED)
    return Verdict(len(bad) + len(undecided) <= plan.accept, len(pieces), bad, undecided)


def _judge_piece(wanted: Sequence[Characteristic], piece: Piece, rule: str) -> str:
    names = {c.name for c in wanted}
    for name in piece.values_um:
        if name not in names:
            raise Refused(UNKNOWN_CHARACTERISTIC, name=name)
    for characteristic in wanted:
        if characteristic.name not in piece.values_um:
            raise Refused(NOT_MEASURED, piece=piece.number, name=characteristic.name)
    words = {judge_value(c, piece.values_um[c.name], rule) for c in wanted}
    return FAILS if FAILS in words else UNDECIDED if UNDECIDED in words else CONFORMS
