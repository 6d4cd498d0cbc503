"""Sampling plans for single normal inspection at general level II, as data.

Source: GB/T 2828.1-2012 (ISO 2859-1:1999), tables 1 and 2-A; an arrow leads to the next plan with its own sample.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from cofab.core.kernel.refusal import Refused, declare

NO_PLAN = declare("inspect.no_plan", "There is no sampling plan here for AQL {aql}; there are plans for {known}.")

_LETTERS = "ABCDEFGHJKLMNPQ"
_LOT_UP_TO = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
_SAMPLE = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250)
_ZERO_LETTER = {"0.65": "F", "1.0": "E", "1.5": "D", "2.5": "C", "4.0": "B"}
_ACCEPT_AFTER_ARROWS = (1, 2, 3, 5, 7, 10, 14, 21)


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Check `sample` pieces of a lot of `lot`; accept up to `accept` bad ones, reject from `reject`."""

    lot: int
    letter: str
    aql: str
    sample: int
    accept: int
    reject: int

    def as_json(self) -> dict[str, int | str]:
        """Return the plan as it is signed and shown."""
        return {
            "standard": "GB/T 2828.1-2012",
            "level": "II",
            "aql": self.aql,
            "letter": self.letter,
            "lot": self.lot,
            "sample": self.sample,
            "accept": self.accept,
            "reject": self.reject,
        }


def sampling_plan(lot: int, aql: str = "1.0") -> SamplingPlan:
    """Return the plan for a lot of at least one piece; a sample as large as the lot means every piece.

    `aql` is the acceptance quality limit in per cent nonconforming: 0.65, 1.0, 1.5, 2.5 or 4.0; others are refused.
    """
    if aql not in _ZERO_LETTER:
        raise Refused(NO_PLAN, aql=aql, known=", ".join(_ZERO_LETTER))
    letter = bisect_left(_LOT_UP_TO, lot)
    index, accept = _follow_arrows(letter, _LETTERS.index(_ZERO_LETTER[aql]))
    return SamplingPlan(lot, _LETTERS[index], aql, min(lot, _SAMPLE[index]), accept, accept + 1)


def _follow_arrows(letter: int, zero: int) -> tuple[int, int]:
    """Return (index of the letter that counts, acceptance number) for a column whose plan with Ac 0 is at `zero`.

    Above `zero` arrows point down to it; below it come one arrow up, one down, then Ac 1, 2, 3, 5, 7, 10, 14, 21.
    """
    if letter <= zero + 1:
        return zero, 0
    index = max(letter, zero + 3)
    step = min(index - zero - 3, len(_ACCEPT_AFTER_ARROWS) - 1)
    return zero + 3 + step, _ACCEPT_AFTER_ARROWS[step]
