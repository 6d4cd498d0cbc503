"""Other ways for the same part, and from which quantity each is the cheaper one.

Five axes for many clampings, a turn-mill for lathe and mill, a sliding-head lathe for many small turned parts, water
jet or punch for a laser, a casting or moulding with cut fits for what is cut from the solid, printing for a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cofab.core.kernel.refusal import declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.edits import Choose, Merge, apply
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Alternative, Operation, Requirement, Routing
from cofab.core.proposition.demand.setups import clampings, through_plate
from cofab.core.proposition.demand.sheet import plate_cut_s
from cofab.core.proposition.demand.ways.processes import Piece, operation_of

FIVE_AXIS = declare("demand.way_five_axis", "Five axes reach all sides in {setups} clampings instead of {before}.")
TURN_MILL = declare("demand.way_turn_mill", "A turn-mill turns and mills in one clamping.")
SWISS = declare("demand.way_swiss", "A sliding-head lathe turns it from bar without a hand on it.")
WATER_JET = declare("demand.way_water_jet", "The water jet cuts without heat; no hard edges.")
PUNCH = declare("demand.way_punch", "The punch cuts plain outlines and holes faster than the laser.")
ONE_CLAMPING = declare("demand.way_one_clamping", "The mill drills the holes in the same clamping.")
PLATE = declare(
    "demand.way_plate",
    "Cut from plate by laser in one go, sharp corners too; only what is sunk, tapped or fits is cut.",
)
CAST = declare("demand.way_cast", "Cast in {material}, with a mould made for it; only what must fit is cut.")
PRINT = declare("demand.way_print", "Printed, without programme and clamping; what must fit is cut.")

CUT = ("turning", "milling", "drilling")
CASTINGS: dict[str, tuple[tuple[str, str, tuple[int, int]], ...]] = {
    "aluminium": (("aluminium-high-pressure-die-casting", "ADC12", (3_000_000, 9_000_000)),
                  ("gravity-permanent-mould-casting", "ADC12", (800_000, 2_000_000))),
    "steel": (("investment-casting", "", (500_000, 1_500_000)),),
    "stainless": (("investment-casting", "", (500_000, 1_500_000)),),
    "copper": (("sand-casting", "", (200_000, 600_000)),),
    "plastic": (("injection-moulding", "", (1_500_000, 5_000_000)),),
}  # fmt: skip
"""By material group: process, the material it takes instead ("" the same), the mould in fen, low and high."""
PRINTS = {"plastic": "polymer-powder-bed-fusion", "aluminium": "metal-powder-bed-fusion",
          "stainless": "metal-powder-bed-fusion", "titanium": "metal-powder-bed-fusion"}  # fmt: skip
SWISS_UM = (32_000, 300_000)
PUNCH_UM = 3_000
PLATE_UM = 12_000
CAST_LEAST_G, CAST_MOST_G = 5, 20_000
PRINT_MOST_G = 3_000
QUANTITIES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
Cost = Callable[[Routing, int], int]


@dataclass(frozen=True, slots=True)
class _Way:
    replaces: tuple[Operation, ...]
    operations: tuple[Operation, ...]
    code: str
    facts: dict[str, object]


def alternatives_of(part: Part, brief: Brief, needs: Needs, group: str, routing: Routing, times: RuleSet, cost: Cost
                    ) -> tuple[Alternative, ...]:  # fmt: skip
    """Return the other ways, each with its difference at the quantity asked for and from where it is cheaper.

    `cost` gives what a quantity of pieces costs by a routing, before VAT, in fen.
    """
    found = []
    quantity = max(1, brief.quantity)
    plain = replace(routing, alternatives=())
    base = {q: cost(plain, q) for q in (*QUANTITIES, quantity)}
    for number, way in enumerate(_ways(part, needs, group, routing, times), 1):
        ops = tuple(replace(o, id=f"a{number}.{n}", after=(f"a{number}.{n - 1}",) if n > 1 else ())
                    for n, o in enumerate(way.operations, 1))  # fmt: skip
        one = Alternative(f"a{number}", tuple(o.id for o in way.replaces), ops, way.code, way.facts)
        other = apply(replace(routing, alternatives=(one,)), [Choose(one.id)])
        first, last = _cheaper(base, lambda q, r=other: cost(r, q))  # type: ignore[misc]
        facts = {**way.facts, "from_quantity": first, "to_quantity": last}
        found.append(replace(one, facts=facts, from_quantity=first, delta_minor=cost(other, quantity) - base[quantity]))
    return tuple(found)


def _cheaper(base: dict[int, int], other: Callable[[int], int]) -> tuple[int, int]:
    """Return the quantities from which and to which the other way is cheaper; 0: never, and without an end."""
    cheap = [other(q) < base[q] for q in QUANTITIES]
    if not any(cheap):
        return 0, 0
    first = cheap.index(True)
    last = len(cheap) - 1 - cheap[::-1].index(True)
    return QUANTITIES[first], 0 if last == len(QUANTITIES) - 1 else QUANTITIES[last]


def _ways(part: Part, needs: Needs, group: str, routing: Routing, times: RuleSet) -> Iterable[_Way]:
    ops = routing.operations
    for operation in ops:
        if operation.process == "milling" and operation.setups >= 3:
            yield _five_axis(operation, times)
        if operation.process == "cutting":
            yield from _cuts(operation, part)
        if operation.process == "turning" and _small(part) and not needs.milled:
            yield _swiss(operation)
    yield from _turn_mill(routing, times)
    yield from _drilled_on_the_mill(part, needs, routing, times)
    if not needs.welds and needs.sheet is None:
        yield from _plate(part, needs, routing, times)
    cut = tuple(o for o in ops if o.process in CUT)
    if cut and not needs.welds and needs.sheet is None:
        yield from _near_net(part, needs, group, cut, times)


def _five_axis(operation: Operation, times: RuleSet) -> _Way:
    p = times["milling"]
    clamped = dict(operation.terms).get("clamp_s", operation.setups)
    saved = p["clamp_s"] * max(0, clamped - 2)
    terms = tuple((n, 2 if n == "clamp_s" else c) for n, c in operation.terms)
    once = operation.setup_s - p["set_up_s"] * (operation.setups - 2) + p["programme_s"] // 2
    need = _need(operation.requirement, "milling", "5-axis-simultaneous-milling")
    fresh = replace(operation, requirement=need, setups=2, setup_s=once, run_s=operation.run_s - saved, terms=terms)
    return _Way((operation,), (fresh,), FIVE_AXIS, {"setups": 2, "before": operation.setups})


def _need(need: Requirement, family: str, process: str) -> Requirement:
    skill = operation_of(process, Piece()).requirement.skill
    return replace(need, process=family, any_of=frozenset({process}), skill=skill)


def _cuts(operation: Operation, part: Part) -> Iterable[_Way]:
    jet = replace(operation, requirement=_need(operation.requirement, "cutting", "abrasive-water-jet-cutting"),
                  setup_s=operation.setup_s * 3 // 2, run_s=operation.run_s * 5, terms=())  # fmt: skip
    yield _Way((operation,), (jet,), WATER_JET, {})
    if min(part.size_um) <= PUNCH_UM:
        punch = replace(operation, requirement=_need(operation.requirement, "cutting", "turret-punching"),
                        setup_s=operation.setup_s + 1500, run_s=max(5, operation.run_s * 3 // 5), terms=())  # fmt: skip
        yield _Way((operation,), (punch,), PUNCH, {})


def _small(part: Part) -> bool:
    across, length = sorted(part.size_um)[1], max(part.size_um)
    return part.turned and across <= SWISS_UM[0] and length <= SWISS_UM[1]


def _swiss(operation: Operation) -> _Way:
    fresh = replace(operation, requirement=_need(operation.requirement, "turning", "swiss-type-turning"), setups=1,
                    setup_s=14_400, run_s=max(20, operation.run_s // 6), terms=())  # fmt: skip
    return _Way((operation,), (fresh,), SWISS, {})


def _turn_mill(routing: Routing, times: RuleSet) -> Iterable[_Way]:
    """Join a turning with the milling or drilling right after it: one clamping and half a set-up less."""
    for first in (o for o in routing.operations if o.process == "turning"):
        second = next((o for o in routing.operations if o.process in CUT[1:] and o.after == (first.id,)), None)
        if second is None:
            continue
        p = times[second.process]
        saved = p["prepare_s"] + p["clamp_s"] * dict(second.terms).get("clamp_s", second.setups)
        need = apply(routing, [Merge((first.id, second.id))]).operations
        joined = next(o for o in need if o.id == first.id)
        fresh = replace(
            joined, requirement=_need(joined.requirement, "turning", "turn-mill-machining"), setups=first.setups,
            setup_s=first.setup_s + second.setup_s // 2, run_s=max(1, joined.run_s - saved), terms=(),
        )  # fmt: skip
        yield _Way((first, second), (fresh,), TURN_MILL, {})


def _drilled_on_the_mill(part: Part, needs: Needs, routing: Routing, times: RuleSet) -> Iterable[_Way]:
    """Join milling and drilling where the holes are open to the sides from which the part is milled anyway."""
    mill = next((o for o in routing.operations if o.process == "milling"), None)
    drill = next((o for o in routing.operations if mill and o.process == "drilling" and o.after == (mill.id,)), None)
    if mill is None or drill is None:
        return
    if len(clampings((*needs.milled, *needs.holes), part.size_um)) > max(1, mill.setups):
        return
    p = times["drilling"]
    saved = p["prepare_s"] + p["clamp_s"] * dict(drill.terms).get("clamp_s", drill.setups)
    joined = next(o for o in apply(routing, [Merge((mill.id, drill.id))]).operations if o.id == mill.id)
    fresh = replace(joined, setups=mill.setups, setup_s=mill.setup_s + p["programme_feature_s"] * len(drill.features),
                    run_s=max(1, joined.run_s - saved), terms=())  # fmt: skip
    yield _Way((mill, drill), (fresh,), ONE_CLAMPING, {})


def _plate(part: Part, needs: Needs, routing: Routing, times: RuleSet) -> Iterable[_Way]:
    """Cut a part that is milled through and through from plate like a sheet; what is more than a cut stays."""
    mill = next((o for o in routing.operations if o.process == "milling"), None)
    through = all(through_plate(f, part.size_um) for f in needs.milled if f.facts.get("size_um"))
    if mill is None or part.turned or not needs.milled or not through or min(part.size_um) > PLATE_UM:
        return
    thick = min(part.size_um)
    plain = {h.id for h in needs.holes if h.facts.get("form", "plain") == "plain" and h.diameter_um >= thick
             and h.id not in needs.threads and h.id not in needs.fits}  # fmt: skip
    drill = next((o for o in routing.operations if o.process == "drilling"), None)
    once, run = plate_cut_s(part, thick, len(needs.milled) + len(plain), times)
    need = _need(mill.requirement, "cutting", "laser-cutting")
    features = (*(f.id for f in needs.milled), *(h.id for h in needs.holes if h.id in plain))
    cut = replace(mill, process="cutting", requirement=need, features=features, setups=1, setup_s=once, run_s=run,
                  terms=())  # fmt: skip
    left = tuple(f for f in drill.features if f not in plain) if drill else ()
    share = len(left) * 1_000_000 // len(drill.features) if drill and drill.features else 0
    p = times["drilling"]
    rest = (replace(drill, features=left, terms=(), run_s=max(
        p["prepare_s"] + p["clamp_s"], drill.run_s * share // 1_000_000)),) if drill and left else ()  # fmt: skip
    yield _Way((mill, drill) if drill else (mill,), (cut, *rest), PLATE, {})


def _near_net(part: Part, needs: Needs, group: str, cut: tuple[Operation, ...], times: RuleSet) -> Iterable[_Way]:
    weight = cut[0].weight_g
    piece = Piece(part.size_um, weight, part.area_mm2, group)
    left = tuple(_left(o, needs, times) for o in cut)
    rest = tuple(o for o in left if o is not None)
    if CAST_LEAST_G <= weight <= CAST_MOST_G:
        for process, material, mould in CASTINGS.get(group, ()):
            cast = replace(operation_of(process, piece), tooling_minor=mould)
            yield _Way(cut, (cast, *rest), CAST, {"material": material or group, "process": process})
    if group in PRINTS and 0 < weight <= PRINT_MOST_G:
        printed = operation_of(PRINTS[group], piece)
        yield _Way(cut, (printed, *rest), PRINT, {"process": PRINTS[group]})


def _left(operation: Operation, needs: Needs, times: RuleSet) -> Operation | None:
    """Return what is still cut of a casting: fits and threads, one clamping; None where there are none."""
    asked: Sequence[str] = [f for f in operation.features if f in needs.fits or f in needs.threads]
    if not asked:
        return None
    p = times[operation.process]
    cycle = p.get("feature_s", p.get("hole_s", 10)) + p["fit_s"]
    run = p["prepare_s"] + p["clamp_s"] + cycle * len(asked)
    once = operation.setup_s // max(1, operation.setups)
    return replace(operation, features=tuple(asked), setups=1, setup_s=min(once, operation.setup_s), terms=(),
                   run_s=min(run, operation.run_s))  # fmt: skip
