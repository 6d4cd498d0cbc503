"""What the asker pins or excludes, laid over what matching found: the pass then is exact over what is left.

Why here and not in matching: a wish says nothing about ability, and each refusal must tell the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.creation.match.model import Matches, Reason, Refusal
from cofab.core.creation.plan.model import Wishes
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer

EXCLUDED = declare("plan.excluded", "You excluded {excluded}.")
PINNED_ELSEWHERE = declare("plan.pinned_elsewhere", "You pinned this step to {pinned}.")
UNKNOWN_WISH = declare("plan.unknown_wish", "No such step, machine or firm is on offer: {wish}.")
PINNED_AND_EXCLUDED = declare("plan.pinned_and_excluded", "{op} is pinned to {pinned}, which is excluded as well.")
PINNED_UNFIT = declare("plan.pinned_unfit", "{op} is pinned to {pinned}, which cannot do it.")
NOTHING_LEFT = declare("plan.nothing_left", "What you pinned and excluded leaves no machine for {op} ({process}).")


def wished(found: Matches, offers: Sequence[Offer], operations: Sequence[Operation], wishes: Wishes) -> Matches:
    """Return the matches that the wishes leave, with a refusal that says so for every fitting machine they put out.

    A machine that fits but for a wish has that wish as its only reason. An exclusion of what is not on offer
    changes nothing. Refuses a pin that names nothing known or what is excluded or unfit, and wishes that leave no
    machine for an operation that had one.
    """
    _known(offers, operations, wishes)
    by_id = {offer.id: offer for offer in offers}
    matched: dict[str, tuple[str, ...]] = {}
    out: list[Refusal] = []
    for op in operations:
        why = {machine: _reasons(by_id[machine], op.id, wishes) for machine in found.matched[op.id]}
        matched[op.id] = tuple(machine for machine, reasons in why.items() if not reasons)
        out += [Refusal(machine, op.id, reasons) for machine, reasons in why.items() if reasons]
        if not matched[op.id]:
            _refuse(found, op, by_id, wishes)
    return Matches(matched, (*found.refused, *out))


def _known(offers: Sequence[Offer], operations: Sequence[Operation], wishes: Wishes) -> None:
    ops, machines, firms = {op.id for op in operations}, {o.id for o in offers}, {o.firm for o in offers}
    for op, pinned in sorted(wishes.pinned.items()):
        for name, known in ((op, ops), (pinned, machines | firms)):
            if name not in known:
                raise Refused(UNKNOWN_WISH, wish=name)
        firm = next((o.firm for o in offers if o.id == pinned), pinned)
        if pinned in wishes.excluded_machines or firm in wishes.excluded_firms:
            raise Refused(PINNED_AND_EXCLUDED, op=op, pinned=pinned)


def _reasons(offer: Offer, op: str, wishes: Wishes) -> tuple[Reason, ...]:
    reasons = []
    if offer.firm in wishes.excluded_firms or offer.id in wishes.excluded_machines:
        excluded = offer.firm if offer.firm in wishes.excluded_firms else offer.id
        reasons.append(Reason(EXCLUDED, {"excluded": excluded}))
    pinned = wishes.pinned.get(op)
    if pinned and pinned not in (offer.id, offer.firm):
        reasons.append(Reason(PINNED_ELSEWHERE, {"pinned": pinned}))
    return tuple(reasons)


def _refuse(found: Matches, op: Operation, offers: dict[str, Offer], wishes: Wishes) -> None:
    """Refuse where wishes took the last machine; where matching found none, the caller says so."""
    pinned = wishes.pinned.get(op.id)
    if pinned:
        mine = [r for r in found.refused if r.op == op.id and pinned in (r.machine, offers[r.machine].firm)]
        if mine:
            reasons = [{"code": reason.code, "facts": dict(reason.facts)} for r in mine for reason in r.reasons]
            raise Refused(PINNED_UNFIT, op=op.id, pinned=pinned, reasons=reasons)
    if found.matched[op.id]:
        raise Refused(NOTHING_LEFT, op=op.id, process=op.requirement.process)
