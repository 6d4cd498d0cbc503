"""From the answers of a pack's form to operations with precedence, minutes and what they ask of a machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, material
from cofab.core.proposition.demand.packs.model import MATERIAL, Pack
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing

INSPECTION = {"process": "inspection", "any_of": ["cmm-dimensional-inspection"], "setup": {"base": 5400},
              "run": {"base": 900}, "zh": "终检", "en": "Final inspection"}  # fmt: skip
NONE = "none"
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """What a piece is: its box, its weight, the group of its material."""

    size_um: tuple[int, int, int]
    weight_g: int
    group: str
    area_mm2: int = 0


def body_of(pack: Pack, answers: Answers) -> Body:
    """Return size and weight of a piece by the pack's rules: given, or from lengths and density."""
    values = pack.values
    name = next((a.id for a in pack.asks if a.kind == MATERIAL), "")
    stuff = material(str(answers[name]), DEFAULT_MATERIALS) if name else None
    choice = str(answers.get("process", ""))
    group = stuff.group if stuff else values.get("groups", {}).get(choice, values.get("group", ""))
    if "volume" in values:
        length, width, tenths = (int(answers[field]) for field in values["volume"])
        weight = max(1, prod((length, width, tenths)) * (stuff.density_kg_m3 if stuff else 0) // 10**7)
        return Body((length * 1000, width * 1000, tenths * 100), weight, group, 2 * length * width)
    lengths = [int(answers[field]) * 1000 for field in values.get("size", ())] or list(values.get("size_um", ()))
    size = (*lengths, 0, 0, 0)[:3]
    return Body((size[0], size[1], size[2]), _weight(pack, answers), group)


def _weight(pack: Pack, answers: Answers) -> int:
    values = pack.values
    if "paper" in values:
        length, width, gsm, pages = (int(answers[field]) for field in values["paper"])
        return max(1, length * width * gsm * max(1, pages // 2) // 10**6)
    if "weight" in values:
        return int(answers[values["weight"]])
    return int(values.get("weight_g", 0))


def steps_of(pack: Pack, sample: bool = False) -> list[Mapping[str, Any]]:
    """Return the steps of the bulk, or of a sample; goods that are made are inspected at the end."""
    steps = list(pack.values["sample_steps"] if sample else pack.values["steps"])
    plain = sample or pack.values.get("plain") or pack.values.get("own_parts")
    return steps if plain or steps[-1]["process"] == "inspection" else [*steps, INSPECTION]


def routing_of(pack: Pack, answers: Answers, sample: bool = False) -> Routing:
    """Return the routing: one operation after the other, a step that the answers do not need left out."""
    body = body_of(pack, answers)
    operations: list[Operation] = []
    for step in steps_of(pack, sample):
        if wanted(pack, step, answers):
            after = (operations[-1].id,) if operations else ()
            operations.append(_operation(pack, step, answers, body, f"o{len(operations) + 1}", after))
    return Routing(tuple(operations))


def wanted(pack: Pack, step: Mapping[str, Any], answers: Answers) -> bool:
    """Tell whether the answers need a step: its number is not zero, its choice is not none."""
    if "if" in step and not answers.get(step["if"]):
        return False
    return not ("choice" in step and answers[step["choice"]] == NONE)


def _operation(pack: Pack, step: Mapping[str, Any], answers: Answers, body: Body, name: str,
               after: tuple[str, ...]) -> Operation:  # fmt: skip
    process, any_of = step["process"], frozenset(step.get("any_of", ()))
    if "choice" in step:
        ask = pack.ask(step["choice"])
        chosen = ask.choice(str(answers[step["choice"]])) if ask else None
        process, any_of = (chosen.family, frozenset({chosen.id})) if chosen else (process, any_of)
    tolerance = 0 if process in ("inspection", "deburring") else int(answers.get("tolerance", 0))
    free = process in ("inspection", "measuring", "testing")
    size = (0, 0, 0) if process == "inspection" else body.size_um
    need = Requirement(process, any_of, size, tolerance, "" if free else body.group,
                       frozenset(pack.values.get("certificates", ())))  # fmt: skip
    area = _area(step, answers, body)
    setup, run = seconds(step.get("setup", {}), answers), seconds(step.get("run", {}), answers)
    return Operation(name, process, need, after, (), 1, setup, run, area, body.weight_g, step["en"])


def _area(step: Mapping[str, Any], answers: Answers, body: Body) -> int:
    if "area_cm2" in step:
        return int(answers[step["area_cm2"]]) * 100
    return body.area_mm2 if "area" in step else 0


def seconds(rule: Mapping[str, Any], answers: Answers) -> int:
    """Return a time: a base, plus so much for each unit of a number, plus so much for a choice, or a ratio of two."""
    found = int(rule.get("base", 0))
    for field, times, over in rule.get("by", ()):
        found += int(answers[field]) * int(times) // int(over)
    for field, extra in rule.get("add", ()):
        found += int(extra.get(str(answers.get(field, "")), 0))
    if "ratio" in rule:
        above, below = rule["ratio"]
        found += -(-int(answers[above]) // max(1, int(answers[below])))
    return found
