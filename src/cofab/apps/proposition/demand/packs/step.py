"""What trade packs bring to the site: the trades, their forms, their API."""

from cofab.apps.base.registry import Step

STEP = Step(
    name="packs",
    stage="proposition",
    mount="trades/",
    urls="cofab.apps.proposition.demand.packs.urls",
    api=[("/trades", "cofab.apps.proposition.demand.packs.api.router")],
    order=11,
)
