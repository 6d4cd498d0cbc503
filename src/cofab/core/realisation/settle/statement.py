"""A payee's statement of one order: every line with its reason, and a sum that equals the money that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cofab.core.creation.agree.facts import Due
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.realisation.settle.endings import Line
from cofab.core.realisation.settle.milestones import Milestone, owed

NOT_WHOLE = declare("settle.not_whole", "Paid, returned and held make {parts_minor}, and {funded_minor} was secured.")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one payee gets of an order; `lines` sum to `total_minor`."""

    payee: str
    lines: tuple[Line, ...]

    @property
    def total_minor(self) -> int:
        """Return the sum of the lines."""
        return sum(line.amount_minor for line in self.lines)


def statement(
    payee: str,
    dues: Sequence[Due],
    planned: Sequence[Milestone],
    shares: Mapping[str, int],
    cuts: Sequence[Line] = (),
) -> Statement:
    """Return the statement of one payee.

    Its contract lines net and VAT; minus what it left for the pools; plus its `shares` of them by part, once they
    are decided; its cuts (late, short, ...). Its own base and retention milestones plus shares equal the total
    before cuts.
    """
    own = [due for due in dues if due.payee == payee]
    lines = [Line(due.kind, due.net_minor, dict(due.facts)) for due in own]
    vat = sum(due.vat_minor for due in own)
    lines += [Line("vat", vat, {})] if vat else []
    set_aside = sum(m.amount_minor for m in planned if m.payee == payee) - owed(dues).get(payee, 0)
    lines += [Line("set_aside", set_aside, {})] if set_aside else []
    lines += [Line(part, amount, {}) for part, amount in shares.items() if amount]
    return Statement(payee, (*lines, *cuts))


@dataclass(frozen=True, slots=True)
class Whole:
    """The money of an order: secured, paid to payees, given back to the buyer, still held. Minor units."""

    funded_minor: int
    released_minor: int
    refunded_minor: int
    held_minor: int


def checked_whole(whole: Whole) -> Whole:
    """Return the sums; refuses them when secured is not released + refunded + held."""
    parts = whole.released_minor + whole.refunded_minor + whole.held_minor
    if parts != whole.funded_minor:
        raise Refused(NOT_WHOLE, parts_minor=parts, funded_minor=whole.funded_minor)
    return whole
