"""The first story from its first file to its last cent; see region.md for whom it is about."""

from __future__ import annotations

import time
from random import Random

from cofab.core.kernel.window import utc
from cofab.demo.story import buying, ending
from cofab.demo.story.making import Making
from cofab.demo.story.money import yuan
from cofab.demo.story.stage import Stage

FIRST, AGAIN = 50, 2000


def play(stage: Stage, seed: int) -> dict[str, str]:
    """Play the story; returns the keys of what came of it. Raises Unexpected when the site refuses what it needs."""
    began = time.monotonic()
    random = Random(seed)
    first = _first_batch(stage, random)
    again = _reorder(stage, first, random)
    result = ending.verify(stage, again)
    stage.say(f"The story took {time.monotonic() - began:.0f} s.")
    if result != "right":
        raise RuntimeError(f"the evidence is {result}")
    return {"first": first, "again": again, "verified": result}


def _first_batch(stage: Stage, random: Random) -> str:
    demand = buying.demand(stage, FIRST, buying.later(stage, 24))
    buying.candidates(stage, demand["key"])
    run = buying.plans(stage, stage.buyer.post(f"/demands/{demand['key']}/plans"))
    if len(run["plans"]) > 1:
        buying.declined(stage, run["plans"][-1])
    plan = run["plans"][0]
    buying.who_wins(stage, plan)
    order = buying.order(stage, plan, "agent", counters=False)
    Making(stage, order, breaks=False, random=random).run()
    ending.accept(stage, order)
    ending.rate(stage, order)
    ending.statements(stage, order)
    return order


def _reorder(stage: Stage, first: str, random: Random) -> str:
    due = buying.later(stage, 45)
    run = stage.buyer.post(f"/orders/{first}/reorder", quantity=AGAIN, due=due.isoformat())
    stage.say(f"   the same again, {AGAIN} pieces, in one click")
    run = buying.plans(stage, run)
    plan = min(run["plans"], key=lambda p: (utc(p["finish"]) > due, len(p["legs"]), p["price_minor"]))
    firms = len({op["firm"] for op in plan["operations"]})
    stage.say(
        f"   the buyer takes plan {plan['letter']} at {yuan(plan['price_minor'])}: {firms} firms, in time, fewest legs"
    )
    order = buying.order(stage, plan, "lead", counters=True)
    Making(stage, order, breaks=True, random=random).run()
    ending.accept(stage, order)
    ending.rate(stage, order)
    ending.statements(stage, order)
    return order
