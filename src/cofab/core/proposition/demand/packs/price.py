"""The price of a pack's demand, line by line, as a range; the shares on top are those of machined parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, material
from cofab.core.proposition.demand.packs.model import MATERIAL, Pack
from cofab.core.proposition.demand.packs.routing import Answers, Body
from cofab.core.proposition.demand.price import BY_AREA, Line, Price, Range
from cofab.core.proposition.demand.price_rules import DEFAULT_PRICES
from cofab.core.proposition.demand.routing import Operation, Routing
from cofab.core.proposition.demand.sampling import measured

BUYER = "buyer"
SHARES = (("margin", "margin_ppm"), ("risk", "risk_ppm"), ("fee", "fee_ppm"), ("vat", "vat_ppm"))


def material_minor(pack: Pack, answers: Answers, body: Body) -> Range:
    """Return what the material of one piece costs, from low to high; nothing where the buyer brings it."""
    if answers.get("supply") == BUYER or pack.values.get("own_parts"):
        return (0, 0)
    low = high = 0
    for row in pack.values.get("materials", ()):
        if _used(row, answers):
            low, high = low + _end(row, answers, 0), high + _end(row, answers, 1)
    kilo = _by_weight(pack, answers)
    waste = 1_000_000 + int(pack.values.get("waste_ppm", 0))
    ends = [body.weight_g * price // 1000 * waste // 1_000_000 for price in kilo]
    return low + ends[0], high + ends[1]


def _by_weight(pack: Pack, answers: Answers) -> Range:
    if "paper_minor_per_kg" in pack.values:
        low, high = pack.values["paper_minor_per_kg"]
        return int(low), int(high)
    name = next((a.id for a in pack.asks if a.kind == MATERIAL), "")
    return material(str(answers[name]), DEFAULT_MATERIALS).price_minor if name else (0, 0)


def _used(row: Mapping[str, Any], answers: Answers) -> bool:
    if "if" in row and not answers.get(row["if"]):
        return False
    return all(str(answers[field]) in wanted for field, wanted in row.get("when", ()))


def _end(row: Mapping[str, Any], answers: Answers, k: int) -> int:
    if "by" in row:
        field, low, high = row["by"]
        return int(answers[field]) * int((low, high)[k])
    return int(row["price"][k])


def price_of(pack: Pack, answers: Answers, body: Body, routing: Routing, quantity: int,
             rules: RuleSet = DEFAULT_PRICES) -> Price:  # fmt: skip
    """Return the price of `quantity` pieces: material, each operation, transport, and the shares on top."""
    lines: list[Line] = []
    low, high = material_minor(pack, answers, body)
    if high:
        facts = {"weight_g": body.weight_g, "material": str(answers.get(str(pack.values.get("material", "")), ""))}
        lines.append(Line("material", low * quantity, high * quantity, facts=facts))
    for operation in routing.operations:
        lines += _operation(pack, operation, quantity, rules)
    lines.append(_transport(routing, body, quantity, rules))
    return Price(rules["currency"], quantity, tuple(_with_shares(lines, rules)))


def _operation(pack: Pack, operation: Operation, quantity: int, rules: RuleSet) -> list[Line]:
    if operation.process in BY_AREA:
        return [_by_area(operation, quantity, rules)]
    if operation.process == "heat_treatment":
        weight = operation.weight_g * quantity
        ends = [max(rules["finish_least_minor"][k], weight * (200, 1000)[k] // 1000) for k in (0, 1)]
        return [Line("finishing", ends[0], ends[1], operation.id, {"weight_g": weight})]
    return _hours(pack, operation, quantity, rules)


def _by_area(operation: Operation, quantity: int, rules: RuleSet) -> Line:
    table: Mapping[str, Sequence[int]] = rules["finish_minor_per_dm2"]
    process = next(iter(sorted(operation.requirement.any_of)), "")
    price = table.get(process, table["electroless-nickel-plating"])
    bulk = operation.area_mm2 * quantity // 10_000 >= rules["finish_bulk_from_dm2"]
    ends = []
    for k in (0, 1):
        amount = operation.area_mm2 * quantity * price[k] // 10_000
        amount = parts_per_million(amount, rules["finish_bulk_ppm"][k]) if bulk else amount
        ends.append(max(rules["finish_least_minor"][k], amount))
    return Line("finishing", ends[0], ends[1], operation.id, {"process": process, "area_mm2": operation.area_mm2})


def _hours(pack: Pack, operation: Operation, quantity: int, rules: RuleSet) -> list[Line]:
    """Set-up once, run for every piece (a sample where it is inspected), at the hourly price, at least the minimum."""
    rates: Mapping[str, Sequence[int]] = {**rules["rate_minor_per_h"], **pack.values.get("rates", {})}
    leasts: Mapping[str, Sequence[int]] = {**rules["least_minor"], **pack.values.get("least", {})}
    process = next(iter(sorted(operation.requirement.any_of)), "")
    rate = rates.get(process) or rates.get(operation.process, (5000, 8500))
    share = int(pack.values.get("shares_of_least", 1))
    least = [v // share for v in leasts.get(operation.process, (0, 0))]
    count = measured(quantity, rules["sample_sizes"]) if operation.process == "inspection" else quantity
    setup = [operation.setup_s * rate[k] // 3600 for k in (0, 1)]
    run = [max(operation.run_s * count * rate[k] // 3600, least[k] - setup[k]) for k in (0, 1)]
    facts = {"process": operation.process, "setup_s": operation.setup_s, "run_s": operation.run_s, "rate": list(rate)}
    return [
        Line("setup", setup[0], setup[1], operation.id, facts),
        Line("run", run[0], run[1], operation.id, facts | {"quantity": count}),
    ]


def _transport(routing: Routing, body: Body, quantity: int, rules: RuleSet) -> Line:
    processes = [op.process for op in routing.operations]
    legs = 1 + sum(one != other for one, other in pairwise(processes))
    weight = body.weight_g * quantity
    low, high = (legs * max(rules["leg_minor"][k], weight * rules["leg_minor_per_kg"][k] // 1000) for k in (0, 1))
    return Line("transport", low, high, facts={"legs": legs, "weight_g": weight})


def _with_shares(lines: list[Line], rules: RuleSet) -> list[Line]:
    """Add margin on work, risk, fee and VAT, each on what stands before it."""
    for kind, name in SHARES:
        base = [line for line in lines if kind != "margin" or line.kind in ("setup", "run")]
        ppm = rules[name] if isinstance(rules[name], list | tuple) else [rules[name]] * 2
        low = parts_per_million(sum(line.low_minor for line in base), ppm[0])
        high = parts_per_million(sum(line.high_minor for line in base), ppm[1])
        lines = [*lines, Line(kind, low, high, facts={"ppm": list(ppm)})]
    return lines
