"""The pools of an order are shared once the ratings are in or their time is up."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.apps.base.action import action
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.settle.actions.fix import locked
from cofab.apps.realisation.settle.actions.move import pay_out_all, resolve_rows
from cofab.apps.realisation.settle.refusals import NOT_SECURED
from cofab.apps.realisation.share.actions import decide
from cofab.apps.realisation.share.models import ShareDecision
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.share.composite import Player

POOLS = ("performance", "innovation")


@action
def share_pools(viewer: Viewer, order_key: str, players: Sequence[Player]) -> ShareDecision:
    """Split the performance and innovation pools of an order among its makers and pay them out; once.

    `players` by public name. Asked again, returns the decision that stands.
    """
    with platform():
        money = locked(order_key)
        if money.secured_at is None:
            raise Refused(NOT_SECURED)
        waiting = money.milestones.filter(state="waiting", kind__in=POOLS)
        rows = {row.kind: row for row in waiting.select_related("hold")}
        sums = [rows[kind].amount_minor if kind in rows else 0 for kind in POOLS]
        firms = dict(Organisation.objects.filter(key__in=[p.id for p in players]).values_list("key", "pk"))
        audience = sorted({*money.audience, *firms.values()})
        decision = decide(viewer, order_key, *sums, players, audience, money.hashes.get("split", ""))
        shares = {
            row.key: {firms[s["id"]]: s[f"{kind}_minor"] for s in decision.shares if s[f"{kind}_minor"]}
            for kind, row in rows.items()
        }
        resolve_rows(viewer, money, [(row, row.amount_minor) for row in rows.values()], shares)
        pay_out_all(viewer, money)
    return decision
