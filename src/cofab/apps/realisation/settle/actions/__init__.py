"""How the money of an order moves: fixed, secured, released, cut, ended early, shared."""

from cofab.apps.realisation.settle.actions.award import award, award_payee, withhold
from cofab.apps.realisation.settle.actions.contest import contest, settle_contest
from cofab.apps.realisation.settle.actions.cuts import cut, use_reserve
from cofab.apps.realisation.settle.actions.early import drop, end_early
from cofab.apps.realisation.settle.actions.evidence import bundle
from cofab.apps.realisation.settle.actions.fix import fix, secure
from cofab.apps.realisation.settle.actions.move import release
from cofab.apps.realisation.settle.actions.pools import share_pools
from cofab.apps.realisation.settle.actions.recover import reassign, recover
from cofab.apps.realisation.settle.actions.retain import release_retained

__all__ = [
    "award",
    "award_payee",
    "bundle",
    "contest",
    "cut",
    "drop",
    "end_early",
    "fix",
    "reassign",
    "recover",
    "release",
    "release_retained",
    "secure",
    "settle_contest",
    "share_pools",
    "use_reserve",
    "withhold",
]
