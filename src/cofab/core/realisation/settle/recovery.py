"""Who pays when work moves after a breakdown: the agreed money follows the pieces, what it costs more has its order.

Promises: what leaves one firm reaches another, to the cent; nobody is left with less than nothing.
Why: docs/decisions/2026-11-22-money-follows-the-pieces.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cofab.core.creation.agree.facts import Due
from cofab.core.creation.plan.cost import with_vat
from cofab.core.creation.replan.proposal import moved_share
from cofab.core.kernel.money import parts_per_million

if TYPE_CHECKING:
    from cofab.core.creation.plan.model import Leg, PlannedOperation
    from cofab.core.creation.plan.replan import Move, Proposal

HANDED_OVER, TAKEN_OVER, RECOVERY = "handed_over", "taken_over", "recovery"
MOVED = (HANDED_OVER, TAKEN_OVER, RECOVERY)
"""The lines that recoveries add to an order's money; each is written twice, off one payee and onto another."""

POOLS = ("performance", "innovation")


@dataclass(frozen=True, slots=True)
class Share:
    """`amount_minor` (with VAT) of what a firm agreed on follows its pieces to another firm."""

    from_firm: str
    to_firm: str
    amount_minor: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a payee is owed beyond the shares (with VAT), released by `trigger`; `kind` is what it does in the order."""

    payee: str
    kind: str
    trigger: str
    amount_minor: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transport:
    """A run that is new or no longer needed, as money: its carrier and price with VAT."""

    carrier: str
    lot: int
    amount_minor: int


def shares(dues: Sequence[Due], moves: Iterable[Move], quantities: Mapping[int, int]) -> tuple[Share, ...]:
    """Return what follows each moved piece of work from one firm to another; a firm's own shop moves nothing.

    A block (all operations of one clamping) moves together: its part is the firm's amount for the block by pieces
    moved of pieces agreed. `quantities`: pieces of each lot as agreed. Amounts that moved before count with the firm
    that has them now.
    """
    blocks: dict[tuple[int, str, str, str], list[Move]] = {}
    for move in moves:
        if move.from_firm != move.to_firm:
            blocks.setdefault((move.lot, move.from_firm, move.to_firm, move.to_machine), []).append(move)
    listed, made = list(dues), []
    for (lot, giver, taker, machine), block in blocks.items():
        ops = {move.op for move in block}
        own = [due for due in listed if due.payee == giver and _names(due, lot, ops)]
        amount, pieces = sum(due.gross_minor for due in own), sum(_covers(due, quantities) for due in own)
        moved = min(max(move.quantity for move in block), pieces)
        if not moved or amount <= 0:
            continue
        facts = {"lot": lot, "machine": machine, "ops": sorted(ops), "moved": moved, "of": pieces, "of_minor": amount}
        share = Share(giver, taker, moved_share(amount, pieces, moved), facts)
        listed += handed(share)
        made.append(share)
    return tuple(made)


def _names(due: Due, lot: int, ops: set[str]) -> bool:
    worked = due.kind in ("run", HANDED_OVER, TAKEN_OVER)
    return worked and due.facts.get("lot") == lot and bool(ops & set(due.facts.get("ops", ())))


def _covers(due: Due, quantities: Mapping[int, int]) -> int:
    if due.kind == "run":
        return quantities[due.facts["lot"]]
    return -int(due.facts["moved"]) if due.kind == HANDED_OVER else int(due.facts["moved"])


def handed(share: Share) -> tuple[Due, Due]:
    """Return the two lines of a share: off the firm that hands over, onto the one that takes over."""
    off = {**share.facts, "to": share.to_firm}
    onto = {**share.facts, "from": share.from_firm}
    return (
        Due(HANDED_OVER, share.from_firm, -share.amount_minor, 0, off),
        Due(TAKEN_OVER, share.to_firm, share.amount_minor, 0, onto),
    )


def set_aside(amount_minor: int, rules: Mapping[str, Any]) -> int:
    """Return what of a maker's amount waits in the order's pools."""
    return sum(parts_per_million(amount_minor, int(rules[f"{part}_ppm"])) for part in POOLS)


def claims(
    given: Sequence[Share],
    proposal: Proposal,
    processes: Mapping[str, str],
    vat_ppm: Mapping[str, int],
    rules: Mapping[str, Any],
) -> tuple[Claim, ...]:
    """Return what taking the work over costs beyond the shares: dearer work, handover inspections, extra transport.

    `processes` by operation, `vat_ppm` by firm, `rules`: the rule set "plan" (VAT of transport and service, price of
    a handover inspection). Transport comes first: it is bought from carriers who agreed to nothing.
    """
    work = [claim for share in given if (claim := _work(share, proposal.operations, vat_ppm))]
    inspected = [claim for share in given if (claim := _handover(share, proposal.legs, processes, rules))]
    return (*_extra_legs(proposal, int(rules["vat_leg_ppm"])), *inspected, *work)


def _work(share: Share, operations: Sequence[PlannedOperation], vat_ppm: Mapping[str, int]) -> Claim | None:
    lot, machine, ops = share.facts["lot"], share.facts["machine"], share.facts["ops"]
    taken = [o for o in operations if (o.lot, o.machine) == (lot, machine) and o.op in ops]
    price = with_vat(sum(o.price_minor for o in taken), vat_ppm[share.to_firm])
    more = price - share.amount_minor
    facts = {"lot": lot, "ops": ops, "price_minor": price, "share_minor": share.amount_minor}
    return Claim(share.to_firm, "maker", "made", more, facts) if more > 0 else None


def _handover(
    share: Share, legs: Sequence[Leg], processes: Mapping[str, str], rules: Mapping[str, Any]
) -> Claim | None:
    lot, first = share.facts["lot"], share.facts["ops"][0]
    comes = any(leg.lot == lot and leg.destination == share.to_firm for leg in legs)
    if not comes or processes.get(first) in rules["sampled_families"]:
        return None
    amount = with_vat(int(rules["handover_inspection_minor"]), int(rules["vat_service_ppm"]))
    return Claim(share.to_firm, "maker", "made", amount, {"lot": lot, "handover": True})


def _extra_legs(proposal: Proposal, vat_ppm: int) -> Iterable[Claim]:
    for carrier, amount in paid_more(transports(proposal.legs, vat_ppm), transports(proposal.dropped, vat_ppm)).items():
        lots = sorted({leg.lot for leg in proposal.legs if leg.carrier == carrier})
        yield Claim(carrier, "carrier", "carried", amount, {"lots": lots, "transport": True})


def transports(legs: Iterable[Leg], vat_ppm: int) -> list[Transport]:
    """Return runs as money with VAT."""
    return [Transport(leg.carrier, leg.lot, with_vat(leg.price_minor, vat_ppm)) for leg in legs]


def paid_more(new: Iterable[Transport], dropped: Iterable[Transport]) -> dict[str, int]:
    """Return by carrier what its new runs cost beyond those of its own that it is spared; never below zero."""
    sums: dict[str, int] = {}
    for run in new:
        sums[run.carrier] = sums.get(run.carrier, 0) + run.amount_minor
    for run in dropped:
        if run.carrier in sums:
            sums[run.carrier] -= run.amount_minor
    return {carrier: amount for carrier, amount in sums.items() if amount > 0}


def spared(new: Iterable[Transport], dropped: Iterable[Transport]) -> dict[str, int]:
    """Return by carrier what of its agreed runs is no longer made and not replaced by others of its own."""
    return paid_more(dropped, new)


def take(sources: Sequence[int], amount_minor: int) -> tuple[list[int], int]:
    """Take an amount from sources in their order; return what each gives, and what none of them could."""
    left, given = max(amount_minor, 0), []
    for source in sources:
        given.append(min(max(source, 0), left))
        left -= given[-1]
    return given, left
