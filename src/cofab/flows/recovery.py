"""The money of a recovery: what was agreed follows the pieces, what it costs more is given out, what is over is paid.

Runs in the transaction that moves the work; a firm's own shop and waiting change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.deliver.selectors import shipments
from cofab.apps.creation.produce.selectors import work_orders
from cofab.apps.proposition.demand.selectors import routing_for
from cofab.apps.realisation.settle import actions as settle
from cofab.apps.realisation.settle.selectors import agreed_lines, parties_of
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.produce.work import OPEN
from cofab.core.realisation.settle.recovery import claims, shares, spared, transports

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order
    from cofab.core.creation.plan.replan import Proposal

ENDED = ("arrived", "cancelled", "lost")


def follow_pieces(system: Viewer, order: Order, proposal: Proposal, broke: str, consented_minor: int, why: str) -> None:
    """Let the order's money follow an applied proposal; `broke`: whose machine broke, `why`: the proposal's name.

    `consented_minor`: what the buyer agreed that it may cost more. Call once, after the work was moved.
    """
    if not parties_of(order.key):
        return
    rules = current("plan").values
    quantities: dict[int, int] = {}
    for work in work_orders(system, order.key):
        quantities[work.lot] = max(work.quantity, quantities.get(work.lot, 0))
    given = shares(agreed_lines(order.key), proposal.moves, quantities)
    for share in given:
        facts = {"proposal": why, **share.facts}
        settle.reassign(system, order.key, share.from_firm, share.to_firm, share.amount_minor, facts)
    takers = Organisation.objects.filter(key__in={share.to_firm for share in given})
    vat = dict(takers.values_list("key", "vat_ppm"))
    processes = {op.id: op.requirement.process for op in routing_for(order.demand).operations}
    more = claims(given, proposal, processes, vat, rules)
    legs = [transports(runs, rules["vat_leg_ppm"]) for runs in (proposal.legs, proposal.dropped)]
    settle.recover(system, order.key, broke, more, spared(*legs), consented_minor)
    _release_the_rest(system, order, proposal)


def _release_the_rest(system: Viewer, order: Order, proposal: Proposal) -> None:
    """Release what waits for work and runs that nobody will report any more, because the last of them moved away."""
    for firm in {move.from_firm for move in proposal.moves}:
        if not work_orders(system, order.key, tuple(OPEN)).filter(organisation__key=firm).exists():
            settle.release(system, order.key, "made", firm)
    for carrier in {leg.carrier for leg in proposal.dropped}:
        if not shipments(system, order.key).filter(carrier__key=carrier).exclude(state__in=ENDED).exists():
            settle.release(system, order.key, "carried", carrier)
