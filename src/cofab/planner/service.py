"""What a plan job asks of the planner: one call in, a set of checked plans out.

Promises: the same arguments give the same answer, unless the time limit struck; no Django, no database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

from cofab.core.creation.plan.compose import Limits, plans
from cofab.core.creation.plan.model import Goods, PlanSet, Wishes
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map, Tariff, Town


def plan(
    offers: Sequence[Offer],
    map: Map,
    routing: Routing,
    quantity: int,
    due: datetime,
    buyer_town: str,
    start: datetime,
    rules: RuleSet = FIRST,
    seed: int = 0,
    seconds: float = 10.0,
    goods: Goods | None = None,
    wishes: Wishes | None = None,
) -> PlanSet:
    """Return the plans for `quantity` pieces of a routing, delivered to `buyer_town` by `due`.

    `start` is now: nothing happens before. `goods` brings weights and the material's price (None: the buyer
    supplies it). After `seconds` no further split is tried. The method is exact and throws no dice, so that
    `seed` changes nothing; it is taken so that callers can keep it with the answer.
    `wishes` pin operations to machines or firms and exclude others: the answer is exact under them.
    Raises Refused for an unknown town, no operations, a quantity or date that cannot be, wishes that leave nothing.
    """
    del seed
    stop = monotonic() + seconds
    limits = Limits(lambda: monotonic() > stop)
    return plans(offers, map, routing, quantity, due, buyer_town, start, rules, goods, limits, wishes)


def warm(progress: Callable[[str], None] = lambda step: None) -> float:
    """Compile the kernels, or load them from NUMBA_CACHE_DIR, by planning a tiny order; return the seconds it took."""
    begun = monotonic()
    progress("plan kernels")
    start = datetime(2026, 1, 5, tzinfo=UTC)
    tariff = Tariff("carrier", 50, 0, 0, 0, 0, 100, (start.time(),), travel_s=3600)
    place = Map({"town": Town("town", "镇", "Town", 0, 0)}, {("town", "town"): 1}, (tariff,), "UTC")
    windows = (Window(start, start + timedelta(days=20)),)
    offers = [_offer(n, windows) for n in range(2)]
    steps = tuple(Operation(f"o{n}", "milling", Requirement("milling"), setup_s=900, run_s=60) for n in range(2))
    values = {**FIRST.values, "inspection": None, "lots_from": 4}
    plan(
        offers,
        place,
        Routing(steps),
        8,
        start + timedelta(days=15),
        "town",
        start,
        RuleSet("plan", 0, values),
        seconds=30,
    )
    return monotonic() - begun


def _offer(n: int, windows: tuple[Window, ...]) -> Offer:
    none: frozenset[str] = frozenset()
    return Offer(
        f"m{n}", f"f{n}", "town", none, frozenset({"milling"}), (0, 0, 0), 0, none, none, 6000 + n, 100, windows
    )
