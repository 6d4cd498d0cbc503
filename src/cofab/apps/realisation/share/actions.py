"""A decision about shared money is made once and kept with all its inputs."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.share.models import ShareDecision
from cofab.core.realisation.share.composite import Player, pools


@action
def decide(
    viewer: Viewer,
    order_key: str,
    performance_minor: int,
    innovation_minor: int,
    players: Sequence[Player],
    audience: Sequence[int],
    rules: str = "",
) -> ShareDecision:
    """Split an order's pools among players (see core composite.pools); the decision that stands stays.

    Refuses no players.
    """
    with platform():
        stands = ShareDecision.objects.filter(order_key=order_key).first()
        if stands is not None:
            return stands
        shares = [
            {
                "id": share.id,
                "performance_minor": share.performance_minor,
                "innovation_minor": share.innovation_minor,
                "weights": dict(share.inputs),
            }
            for share in pools(0, performance_minor, innovation_minor, players)
        ]
        inputs = [
            {
                "id": player.id,
                "resources_minor": player.resources_minor,
                "performance_ppm": player.performance_ppm,
                "contribution": str(player.contribution),
            }
            for player in players
        ]
        row = ShareDecision.objects.create(
            order_key=order_key,
            performance_minor=performance_minor,
            innovation_minor=innovation_minor,
            players=inputs,
            shares=shares,
            rules=rules,
            at=now(),
            audience=sorted(set(audience)),
        )
        facts = {"players": inputs, "shares": shares}
        remember(viewer, "share.decide", subject=order_key, facts=facts, audience=row.audience, rules=rules)
    return row
