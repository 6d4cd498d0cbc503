"""How likely a plan is on time, how much carbon it emits, and the weakest credit in it: estimates, not money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cofab.core.creation.plan.model import Leg
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

WHOLE = 1_000_000


def late_ppm(firms: Iterable[Offer], finish: datetime, due: datetime, rules: RuleSet) -> int:
    """Return the chance of arriving after `due`, in millionths.

    Each firm is late by its own record; every `slack_half_life_s` between arrival and due halves that.
    Firms are taken as independent. A plan that arrives after `due` is late for certain.
    """
    return late_of((offer.on_time_ppm for offer in firms), finish, due, rules)


def late_of(on_time_ppm: Iterable[int], finish: datetime, due: datetime, rules: RuleSet) -> int:
    """Return the chance of arriving after `due` from the records of the firms alone; see `late_ppm`."""
    slack = int((due - finish).total_seconds())
    if slack < 0:
        return WHOLE
    in_time = WHOLE
    for share in on_time_ppm:
        late = _halved(WHOLE - share, slack, rules["slack_half_life_s"])
        in_time = in_time * (WHOLE - late) // WHOLE
    return WHOLE - in_time


def _halved(value: int, elapsed: int, half_life: int) -> int:
    """Return a value after exponential decay, linear inside each half-life (integers only)."""
    times, rest = divmod(elapsed, half_life)
    halved = value >> times
    return halved - halved * rest // (2 * half_life)


def carbon_g(work: Iterable[tuple[Offer, int]], legs: Iterable[Leg], places: Map, rules: RuleSet) -> int:
    """Return grams of CO2: machines by the hour, transport by weight and road kilometre."""
    machines = sum(offer.carbon_g_per_h * seconds // 3600 for offer, seconds in work)
    rate = int(rules["carbon_leg_mg_per_kg_km"])
    return machines + sum(leg.weight_g * places.road_km[leg.from_town, leg.to_town] * rate // 1_000_000 for leg in legs)


def least_credit(firms: Iterable[Offer]) -> int:
    """Return the lowest credit of the firms in a plan, in millionths."""
    return min(offer.credit_ppm for offer in firms)
