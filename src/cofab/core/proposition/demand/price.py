"""What a batch costs, line by line, as a range: each line says why it is there.

The range is the market's, between a firm that is cheap and one that is dear; a plan later replaces it by real offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.blank import blank_of
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.doubts import settled
from cofab.core.proposition.demand.fits import grade_of
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, Material, material
from cofab.core.proposition.demand.needs import needs_of
from cofab.core.proposition.demand.operations import masked_features
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.price_rules import DEFAULT_PRICES
from cofab.core.proposition.demand.questions import BUYER, SUPPLY, VAT
from cofab.core.proposition.demand.routing import Operation, Routing
from cofab.core.proposition.demand.sampling import measured
from cofab.core.proposition.demand.ways.processes import DEFAULT_PROCESSES, hourly_minor

Range = tuple[int, int]
SAME_SHOP = ("turning", "milling", "drilling", "deburring", "cutting", "grinding", "honing", "bending")
NEAR_NET = ("casting", "moulding", "forging", "powder", "additive", "rubber")
BY_AREA = ("anodising", "coating", "plating", "conversion", "painting", "passivation", "blasting")


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the whole batch: what for, for which operation, from low to high in fen, and what it rests on."""

    kind: str
    low_minor: int
    high_minor: int
    operation: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a batch of `quantity`: `low_minor` and `high_minor` are the sums of the lines, VAT included."""

    currency: str
    quantity: int
    lines: tuple[Line, ...]

    @property
    def low_minor(self) -> int:
        """Return the sum of the low ends."""
        return sum(line.low_minor for line in self.lines)

    @property
    def high_minor(self) -> int:
        """Return the sum of the high ends."""
        return sum(line.high_minor for line in self.lines)

    def before_vat(self) -> Range:
        """Return the sums without value added tax."""
        lines = [line for line in self.lines if line.kind != "vat"]
        return sum(line.low_minor for line in lines), sum(line.high_minor for line in lines)


def price_of(part: Part, routing: Routing, brief: Brief, rules: RuleSet = DEFAULT_PRICES,
             materials: RuleSet = DEFAULT_MATERIALS) -> Price:  # fmt: skip
    """Return the price of `brief.quantity` pieces (one where it is not known).

    Without a material there is no material line, and the range says so by what is missing.
    """
    brief = settled(brief)
    quantity = max(1, brief.quantity)
    stuff = material(brief.material, materials) if brief.material else None
    lines: list[Line] = []
    if stuff is not None and brief.answers.get(SUPPLY) != BUYER:
        near_net = any(o.process in NEAR_NET for o in routing.operations)
        lines.append(_material(part, brief, stuff, quantity, near_net, rules))
    fit = min((grade_of(c.fit) for c in brief.callouts if grade_of(c.fit)), default=9)
    for operation in routing.operations:
        lines += _operation(operation, part, brief, quantity, fit, stuff, rules)
    lines.append(_transport(routing, part, stuff, quantity, rules))
    lines += _shares(lines, brief, rules)
    return Price(rules["currency"], quantity, tuple(lines))


def breaks_of(part: Part, routing: Routing, brief: Brief, rules: RuleSet = DEFAULT_PRICES,
              materials: RuleSet = DEFAULT_MATERIALS) -> list[dict[str, int]]:  # fmt: skip
    """Return unit prices, VAT included and before it, at the usual quantities and at the one asked for."""
    brief = settled(brief)
    found = []
    for quantity in sorted({*rules["breaks"], max(1, brief.quantity)}):
        price = price_of(part, routing, replace(brief, quantity=quantity), rules, materials)
        low, high = price.before_vat()
        found.append({"quantity": quantity, "low_minor": price.low_minor // quantity,
                      "high_minor": price.high_minor // quantity, "net_low_minor": low // quantity,
                      "net_high_minor": high // quantity})  # fmt: skip
    return found


def _material(part: Part, brief: Brief, stuff: Material, quantity: int, near_net: bool, rules: RuleSet) -> Line:
    """Blanks, or the weight that is cast, with whole spare pieces and their cutting; chips are left to the shop."""
    weight = stuff.weight_g(blank_of(part, brief).volume_mm3)
    if near_net:
        weight = parts_per_million(stuff.weight_g(part.volume_mm3), rules["near_net_ppm"])
    ends, spares = [], []
    for k in (0, 1):
        spare = spare_pieces(quantity, rules["spare_ppm"][k], k == 1)
        each = weight * stuff.price_minor[k] // 1000 + (0 if near_net else rules["cut_minor"][k])
        spares.append(spare)
        ends.append(each * (quantity + spare))
    facts = {"weight_g": weight, "material": stuff.id, "price_minor_per_kg": list(stuff.price_minor), "spares": spares}
    return Line("material", ends[0], ends[1], facts=facts)


def spare_pieces(quantity: int, ppm: int, up: bool) -> int:
    """Return how many pieces more than ordered are begun, so that losses do not leave the order short."""
    return -(-quantity * ppm // 1_000_000) if up else quantity * ppm // 1_000_000


def _operation(operation: Operation, part: Part, brief: Brief, quantity: int, fit: int, stuff: Material | None,
               rules: RuleSet) -> list[Line]:  # fmt: skip
    if operation.process in BY_AREA:
        return _finishing(operation, part, brief, quantity, rules)
    if operation.process == "heat_treatment":
        return [_heat(operation, quantity, rules)]
    if operation.process == "inspection":
        return _inspection(operation, quantity, rules)
    return _hours(operation, quantity, fit, stuff, rules)


def _heat(operation: Operation, quantity: int, rules: RuleSet) -> Line:
    """By weight and process, at least a furnace's charge."""
    process = next(iter(sorted(operation.requirement.any_of)), "")
    table: Mapping[str, Sequence[int]] = rules["heat_minor_per_kg"]
    price, weight = table.get(process, table[""]), operation.weight_g * quantity
    low, high = (max(rules["heat_least_minor"][k], weight * price[k] // 1000) for k in (0, 1))
    return Line("finishing", low, high, operation.id, {"weight_g": weight, "process": process})


def _rate(operation: Operation, rules: RuleSet) -> Sequence[int]:
    """Return the hourly price: the process's where the operation asks for one alone, else its family's."""
    families: Mapping[str, Sequence[int]] = rules["rate_minor_per_h"]
    asked = operation.requirement.any_of
    if len(asked) == 1 and (process := next(iter(asked))) in DEFAULT_PROCESSES.values:
        return families.get(process) or hourly_minor(process)
    return families.get(operation.process, families["milling"])


def _hours(operation: Operation, quantity: int, fit: int, stuff: Material | None, rules: RuleSet) -> list[Line]:
    """Set-up once a batch and run for every piece, at the hourly price; what lacks to the minimum charge; tools."""
    rate = _rate(operation, rules)
    least: Sequence[int] = rules["least_minor"].get(operation.process, [0, 0])
    dear: Sequence[int] = rules["group_ppm"].get(stuff.group if stuff else "", [1_000_000, 1_000_000])
    tight: Sequence[int] = rules["fit_ppm"].get(str(fit), [1_000_000, 1_000_000])
    fine = tight if operation.process in ("turning", "grinding") else [1_000_000, 1_000_000]
    setup, run = [], []
    for k in (0, 1):
        hourly = rate[k] * dear[k] // 1_000_000 * fine[k] // 1_000_000
        setup.append(operation.setup_s * hourly // 3600)
        run.append(operation.run_s * quantity * hourly // 3600)
    lack = [max(0, least[k] - setup[k] - run[k]) for k in (0, 1)]
    facts = {"process": operation.process, "setup_s": operation.setup_s, "run_s": operation.run_s, "rate": list(rate)}
    lines = [
        Line("setup", setup[0], setup[1], operation.id, facts),
        Line("run", run[0], run[1], operation.id, facts | {"quantity": quantity}),
    ]
    if any(lack):
        lines.append(
            Line("minimum", lack[0], max(lack), operation.id, {"process": operation.process, "least": list(least)})
        )
    if any(operation.tooling_minor):
        low, high = operation.tooling_minor
        lines.append(Line("tooling", low, high, operation.id, {"process": operation.process}))
    return lines


def _finishing(operation: Operation, part: Part, brief: Brief, quantity: int, rules: RuleSet) -> list[Line]:
    """By surface, cheaper in bulk, at least a bath's charge; masking by the hole."""
    process = next(iter(sorted(operation.requirement.any_of)), "")
    by_area: Mapping[str, Sequence[int]] = rules["finish_minor_per_dm2"]
    price = by_area.get(process) or by_area["electroless-nickel-plating"]
    bulk = part.area_mm2 * quantity // 10_000 >= rules["finish_bulk_from_dm2"]
    ends = []
    for k in (0, 1):
        amount = part.area_mm2 * quantity * price[k] // 10_000
        amount = parts_per_million(amount, rules["finish_bulk_ppm"][k]) if bulk else amount
        ends.append(max(rules["finish_least_minor"][k], amount))
    lines = [Line("finishing", ends[0], ends[1], operation.id, {"process": process, "area_mm2": part.area_mm2})]
    masked = masked_features(brief, needs_of(part, brief)) * quantity
    if masked:
        low, high = rules["mask_minor"]
        lines.append(Line("masking", low * masked, high * masked, operation.id, {"holes": masked}))
    return lines


def _inspection(operation: Operation, quantity: int, rules: RuleSet) -> list[Line]:
    pieces = measured(quantity, rules["sample_sizes"])
    ends = []
    for k in (0, 1):
        hours = (operation.setup_s + operation.run_s * pieces) * rules["rate_minor_per_h"]["inspection"][k] // 3600
        ends.append(hours + rules["first_article_minor"][k] + rules["report_minor"][k])
    return [Line("inspection", ends[0], ends[1], operation.id, {"pieces": pieces})]


def _transport(routing: Routing, part: Part, stuff: Material | None, quantity: int, rules: RuleSet) -> Line:
    """A leg to each coater, one to the buyer, and one between turning and milling where the batch is small."""
    legs = 1 + len([o for o in routing.operations if o.process not in (*SAME_SHOP, "inspection", "welding")])
    weight = (stuff.weight_g(part.volume_mm3) if stuff else 0) * quantity
    low, high = (legs * max(rules["leg_minor"][k], weight * rules["leg_minor_per_kg"][k] // 1000) for k in (0, 1))
    return Line("transport", low, high, facts={"legs": legs, "weight_g": weight})


def _shares(lines: Sequence[Line], brief: Brief, rules: RuleSet) -> list[Line]:
    """Margin on work, risk, the platform's fee on all but material, and VAT, each on what stands before it."""
    found: list[Line] = []
    work = _sum([line for line in lines if line.kind in ("setup", "run", "minimum")])
    found.append(_share("margin", work, rules["margin_ppm"]))
    before = _sum([*lines, *found])
    found.append(_share("risk", before, rules["risk_ppm"]))
    before = _sum([line for line in (*lines, *found) if line.kind != "material"])
    found.append(_share("fee", before, [rules["fee_ppm"]] * 2))
    before = _sum([*lines, *found])
    usual = [rules["vat_ppm"]] * 2
    found.append(_share("vat", before, rules["vat_by_ticket"].get(brief.answers.get(VAT, ""), usual)))
    return found


def _sum(lines: Sequence[Line]) -> Range:
    return sum(line.low_minor for line in lines), sum(line.high_minor for line in lines)


def _share(kind: str, base: Range, ppm: Sequence[int]) -> Line:
    return Line(kind, parts_per_million(base[0], ppm[0]), parts_per_million(base[1], ppm[1]), facts={"ppm": list(ppm)})
