"""In which order firms are shown for an operation, and why: one sum that anybody can do again.

Promises: the same entries, rules and seed give the same list to the last place; integers only. Money cannot move a
firm up: nothing in an entry says what anybody paid to the platform.
How: a share from 0 to 1,000,000 for each criterion, times its weight. Price, time and carbon are shares of the best;
distance, lead and the age of a calendar kept by phone fade by halves (h / (h + x)); credit is its cautious lower bound.
For small demands flexibility weighs more and small firms count as flexible. Firms new on the platform get a floor:
a stated share of the first places, drawn by the seed among those that are good enough, and labelled.
Not here: who fits at all (`candidates.py`), who may see whom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from cofab.core.kernel.rules import RuleSet

WHOLE = 1_000_000
CRITERIA = ("price", "time", "credit", "distance", "flexibility", "carbon")


@dataclass(frozen=True, slots=True)
class Entry:
    """A machine that fits, as it is weighed: what the job costs there and when it could be ready.

    `price_minor` without VAT and transport, `wait_s` from asking to the earliest finish, `credit_ppm` a lower bound,
    `carbon_g` 0 where unknown (counts half), `calendar_age_s` only where the calendar is told by phone (else 0),
    `machines` how many its firm has on sale.
    """

    machine: str
    firm: str
    price_minor: int
    wait_s: int
    credit_ppm: int
    km: int
    minimum_pieces: int
    lead_s: int
    carbon_g: int
    calendar_age_s: int
    machines: int
    new_member: bool
    operator_owned: bool

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored with a published list."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Placed:
    """One firm in its place, with its best machine: `shares` and `points` by criterion, `floor` if by fair exposure."""

    firm: str
    machine: str
    score_ppm: int
    shares: Mapping[str, int]
    points: Mapping[str, int]
    floor: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored with a published list."""
        return {**asdict(self), "shares": dict(self.shares), "points": dict(self.points)}


def weights_for(rules: RuleSet, quantity: int) -> dict[str, int]:
    """Return the weight of each criterion for so many pieces; they sum to whatever they sum to."""
    found = {name: int(rules["weights"][name]) for name in CRITERIA}
    if quantity <= rules["small_pieces"]:
        found["flexibility"] = int(rules["small_flexibility"])
    return found


def rank(entries: Sequence[Entry], quantity: int, rules: RuleSet, seed: str) -> tuple[Placed, ...]:
    """Return the firms in order, the best machine of each; the order of `entries` does not matter."""
    if not entries:
        return ()
    weights = weights_for(rules, quantity)
    best = _best(entries, rules)
    placed = [_placed(entry, shares(entry, best, quantity, rules), weights) for entry in entries]
    firms: dict[str, Placed] = {}
    for one in sorted(placed, key=lambda p: (-_sum(p.shares, weights), p.machine)):
        firms.setdefault(one.firm, one)
    fresh = {entry.firm for entry in entries if entry.new_member}
    return tuple(_exposed(list(firms.values()), fresh, rules, seed))


def _best(entries: Sequence[Entry], rules: RuleSet) -> dict[str, int]:
    """Return the lowest price, wait and known carbon among the entries, at least 1."""
    return {
        "price": max(1, min(entry.price_minor for entry in entries)),
        "time": max(1, min(_wait(entry, rules) for entry in entries)),
        "carbon": max(1, min((entry.carbon_g for entry in entries if entry.carbon_g), default=1)),
    }


def _wait(entry: Entry, rules: RuleSet) -> int:
    """Return the wait as it counts: a calendar told by phone is believed less the older it is."""
    half = int(rules["calendar_half_s"])
    return max(1, entry.wait_s) * (half + entry.calendar_age_s) // half


def _fade(value: int, half: int) -> int:
    return WHOLE * half // (half + max(0, value))


def shares(entry: Entry, best: Mapping[str, int], quantity: int, rules: RuleSet) -> dict[str, int]:
    """Return what an entry reaches of each criterion, in millionths."""
    return {
        "price": WHOLE * best["price"] // max(1, entry.price_minor, best["price"]),
        "time": WHOLE * best["time"] // _wait(entry, rules),
        "credit": min(WHOLE, max(0, entry.credit_ppm)),
        "distance": _fade(entry.km, int(rules["km_half"])),
        "flexibility": flexibility(entry, quantity, rules),
        "carbon": WHOLE * best["carbon"] // entry.carbon_g if entry.carbon_g else WHOLE // 2,
    }


def flexibility(entry: Entry, quantity: int, rules: RuleSet) -> int:
    """Return how easily a machine takes a job: how far its minimum batch is below it, how soon it may start.

    For small demands a firm with few machines counts in full as the third part.
    """
    parts = [
        WHOLE - WHOLE * min(quantity, max(0, entry.minimum_pieces)) // max(1, quantity),
        _fade(entry.lead_s, int(rules["lead_half_s"])),
    ]
    if quantity <= rules["small_pieces"]:
        parts.append(_fade(max(0, entry.machines - int(rules["small_machines"])), int(rules["small_machines"])))
    return sum(parts) // len(parts)


def _placed(entry: Entry, reached: Mapping[str, int], weights: Mapping[str, int]) -> Placed:
    total = sum(weights.values()) or 1
    points = {name: weights[name] * reached[name] // total for name in CRITERIA}
    return Placed(entry.firm, entry.machine, _sum(reached, weights) // total, dict(reached), points)


def _sum(reached: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Return weights times shares, whole, so that nothing is lost before firms are compared."""
    return sum(weights[name] * reached[name] for name in CRITERIA)


def _exposed(order: list[Placed], fresh: set[str], rules: RuleSet, seed: str) -> list[Placed]:
    """Lift new firms into the first places until their floor is reached; the first place is never taken."""
    places, best = int(rules["exposure_places"]), order[0].score_ppm
    wanted = places * int(rules["exposure_ppm"]) // WHOLE
    least = best * int(rules["exposure_least_ppm"]) // WHOLE
    while len(order) > places and sum(one.firm in fresh for one in order[:places]) < wanted:
        good = [one for one in order[places:] if one.firm in fresh and one.score_ppm >= least]
        if not good:
            break
        drawn = min(good, key=lambda one: _lot(seed, one.firm))
        order.remove(drawn)
        at = 1 + int(_lot(seed, "place", drawn.firm), 16) % (places - 1) if places > 1 else 1
        order.insert(at, Placed(drawn.firm, drawn.machine, drawn.score_ppm, drawn.shares, drawn.points, floor=True))
    return order


def _lot(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()
