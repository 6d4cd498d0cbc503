"""Does one shop win when it should: 500 generated demands of 1 to 5,000 pieces in five regions.

Run `python bench/honesty.py [--demands 500]`. Prints one JSON line a claim; exits 1 if any is missed. For each demand
the cheapest plan in time is taken; its makers are the firms that shape the part (coating and inspection often have to
be elsewhere). Where several make it, every firm that could make it alone is asked for its best, in lots too. Where one
makes it, the search is repeated with handovers, legs and partners for nothing: what changes then was their doing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from time import monotonic, process_time

import numpy as np

from cofab.core.creation.plan.chain import by, forward
from cofab.core.creation.plan.check import Question, faults
from cofab.core.creation.plan.compose import Limits, plans
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.model import Goods, Plan, Wishes
from cofab.core.creation.plan.problem import EACH, Problem, chain_of, problem, with_inspection
from cofab.core.creation.plan.rules import FIRST
from cofab.core.creation.plan.timetable import windows_of
from cofab.core.creation.plan.trace import trace
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.demo.region import build, offers

START = datetime(2026, 11, 22, tzinfo=UTC)
SHAPING = ("turning", "milling", "drilling", "grinding", "deburring")
ELSEWHERE = ("anodising", "inspection", "plating", "conversion")
CLASSES = ((1, 19), (20, 199), (200, 999), (1_000, 5_000))
ALONE = 5


@dataclass(frozen=True)
class Demand:
    """One generated demand."""

    routing: Routing
    quantity: int
    due: datetime
    goods: Goods


@dataclass(frozen=True)
class Verdict:
    """Who won one demand and why; `alone` and `won` are prices, `wrong` what the checks found."""

    quantity: int
    makers: int
    why: str
    wrong: tuple[str, ...]


def demand(random: Random) -> Demand:
    """Return two to five shaping steps and perhaps a coating, 1 to 5,000 pieces evenly over the orders of magnitude."""
    kinds = sorted(random.sample(SHAPING, random.randint(2, 5)), key=SHAPING.index)
    kinds += ["anodising"] * (random.random() < 0.4)
    steps = []
    for n, kind in enumerate(kinds, 1):
        need = Requirement(kind, frozenset(), (48_000, 90_000, 90_000), random.choice((25, 50, 100)) if n < 4 else 0,
                           "aluminium")  # fmt: skip
        after = (f"o{n - 1}",) if n > 1 else ()
        steps.append(Operation(f"o{n}", kind, need, after, setup_s=60 * random.randint(10, 150),
                               run_s=random.randint(30, 900), area_mm2=35_000, weight_g=500))  # fmt: skip
    quantity = round(5_000 ** random.random())
    days = random.randint(10, 25) if quantity < 200 else random.randint(25, 60)
    return Demand(Routing(tuple(steps)), quantity, START + timedelta(days=days), Goods(1020, 500, 4300, "6061-T6", "m"))


def makers(plan: Plan, d: Demand) -> set[str]:
    """Return the firms that shape the part."""
    shaping = {op.id for op in d.routing.operations if op.requirement.process not in ELSEWHERE}
    return {o.firm for o in plan.operations if o.op in shaping}


def unpaid(plan: Plan) -> list[str]:
    """Return what a plan over several firms should pay for but does not, counted from its operations alone."""
    paid, wrong = Counter(line.kind for line in plan.lines), []
    moves = 0
    for lot in {o.lot for o in plan.operations}:
        order = sorted((o for o in plan.operations if o.lot == lot), key=lambda o: o.start)
        moves += sum(a.firm != b.firm for a, b in pairwise(order))
    lots = len({o.lot for o in plan.operations})
    wrong += ["legs"] * (len(plan.legs) != moves + lots or any(leg.price_minor <= 0 for leg in plan.legs))
    wrong += ["coordination"] * (bool(moves) != bool(paid["coordination"]))
    firms = {o.firm for o in plan.operations}
    partner = sum(line.amount_minor for line in plan.lines if line.kind == "partner")
    wrong += ["partner"] * (partner != FIRST["new_partner_minor"] * (len(firms) - 1))
    wrong += ["set-up"] * (paid["run"] != len({(o.lot, o.clamping) for o in plan.operations}))
    return wrong


def solo(p: Problem, d: Demand) -> list[str]:
    """Return the firms that can shape the part alone, those that promise the least in one lot first."""
    shaping = {n for n, op in enumerate(p.operations) if op.requirement.process not in ELSEWHERE}
    owner = {o.id: o.firm for o in p.usable}
    able = set.intersection(*({owner[m] for m in p.matches.matched[p.operations[n].id] if m in owner} for n in shaping))
    chain, windows, found = chain_of(p, d.quantity, EACH), windows_of([p.slots[o.id] for o in p.usable]), []
    for firm in sorted(able):
        number = p.firms.index(firm)
        blocks = [_only(b, number) if shaping & set(range(b.first, b.until)) else b for b in chain.blocks]
        front = forward(replace(chain, blocks=tuple(b for b in blocks if len(b.firm))), windows)
        found.append((by(front, len(front.price) - 1), firm))
    return [firm for _, firm in sorted(found)]


def _only(block: object, firm: int) -> object:
    keep = block.firm == firm
    return replace(block, **{c: getattr(block, c)[keep] for c in ("firm", "machine", "price", "ticks", "lead")})


def free_makers(p: Problem, d: Demand) -> int:
    """Return how many firms shape the cheapest one lot where handovers, legs and partners cost nothing."""
    chain = chain_of(p, d.quantity, EACH)
    gratis = tuple(np.where(fare < NEVER, 0, NEVER) for fare in chain.fare)
    chain = replace(chain, enter=np.zeros_like(chain.enter), fare=gratis)
    front = forward(chain, windows_of([p.slots[o.id] for o in p.usable]))
    slot = int(np.searchsorted(front.at, p.clock.down(p.due), side="right")) - 1
    if slot < 0 or front.price[slot] >= NEVER:
        return 0
    firms = set()
    for step in trace(chain, front, slot)[0]:
        block = chain.blocks[step.block]
        kinds = {op.requirement.process for op in p.operations[block.first : block.until]}
        if kinds - set(ELSEWHERE):
            firms.add(int(block.firm[step.candidate]))
    return len(firms)


def judge(known: list, region: object, d: Demand, seconds: float) -> Verdict | None:
    """Return who won a demand and why, or None where nothing arrives in time."""
    where = (region.map, d.routing, d.quantity, d.due, "fenghua", START, FIRST, d.goods)
    stop = monotonic() + seconds
    found = plans(known, *where, Limits(lambda: monotonic() > stop))
    good = [plan for plan in found.plans if plan.finish <= d.due]
    if not good:
        return None
    won = min(good, key=lambda plan: plan.price_minor)
    asked = Question(with_inspection(d.routing.operations, FIRST), d.quantity, START, d.due, "fenghua", d.goods)
    wrong = [f.rule for f in faults(won, asked, known, region.map, FIRST)] + unpaid(won)
    p = problem(known, *where)
    if len(makers(won, d)) == 1:
        free = free_makers(p, d)
        why = "handovers cost more than they save" if free > 1 else "cheapest even were handovers free"
        return Verdict(d.quantity, 1, why, tuple(wrong))
    alone = solo(p, d)
    best = min((_alone(known, where, d, firm, seconds) for firm in alone[:ALONE]), default=NEVER)
    wrong += ["a shop alone is cheaper"] * (best < won.price_minor)
    why = "no shop can make it alone" if not alone else "no shop alone is in time" if best >= NEVER else "cheaper"
    return Verdict(d.quantity, len(makers(won, d)), why, tuple(wrong))


def _alone(known: list, where: tuple, d: Demand, firm: str, seconds: float) -> int:
    shaping = [op.id for op in d.routing.operations if op.requirement.process not in ELSEWHERE]
    stop = monotonic() + seconds
    found = plans(known, *where, Limits(lambda: monotonic() > stop), Wishes(dict.fromkeys(shaping, firm)))
    return min((plan.price_minor for plan in found.plans if plan.finish <= d.due), default=NEVER)


def claim(text: str, ours: float, bar: float, met: bool, **more: object) -> bool:
    """Print one line as other benches do; return whether it is met."""
    line = {"claim": text, "ours": ours, "peer": "bar", "theirs": bar, "ratio": 0, "bar": bar, "met": met, "seeds": 5}
    print(json.dumps({**line, **more}), flush=True)
    return met


def main() -> int:
    """Judge the demands of five regions; return 1 where a claim is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--demands", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long splits are tried")
    given = parser.parse_args()
    verdicts, late, begun = [], 0, process_time()
    for seed in range(1, 6):
        region, random = build(seed, START), Random(seed)
        known = offers(region, Window(START, START + timedelta(days=100)))
        for _ in range(given.demands // 5):
            verdict = judge(known, region, demand(random), given.seconds)
            late += verdict is None
            verdicts += [verdict] if verdict else []
        sys.stderr.write(f"region {seed}: {len(verdicts)} judged, {late} late, {process_time() - begun:.0f} s\n")
    met = []
    for low, high in CLASSES:
        some = [v for v in verdicts if low <= v.quantity <= high]
        ones = sum(v.makers == 1 for v in some)
        why = Counter(f"{'one' if v.makers == 1 else 'several'}: {v.why}" for v in some)
        share = round(ones / len(some), 3) if some else 0
        claim(f"share of demands of {low} to {high} pieces that one shop wins", share, 0, True, of=len(some), why=why)
    wrong = Counter(fault for v in verdicts for fault in v.wrong)
    text = "plans that leave a real cost out, or that one shop alone would beat"
    bad = sum(bool(v.wrong) for v in verdicts)
    met.append(claim(text, bad, 0, not bad, of=len(verdicts), late=late, what=wrong))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
