"""What a demand's files leave unsaid: unit, thickness, size; asked before anything is reckoned.

Promises: a part whose scale nobody told has no operations and no price; what was answered stays listed.
"""

from __future__ import annotations

from typing import Any

from cofab.apps.proposition.demand.mappers import fields_of, part_json, part_of, routing_json
from cofab.apps.proposition.demand.models import Demand
from cofab.core.proposition.demand.drawing import part_drawn, sizes_drawn
from cofab.core.proposition.demand.material import grade
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.questions import GRADE, MATERIAL
from cofab.core.proposition.demand.routing import Question, Routing
from cofab.core.proposition.demand.unsaid import SIZE, THICKNESS, UNITS, lengths_of, size_read, typed, unsaid, unsized

READ_ANEW = (UNITS, THICKNESS)
TYPED = (SIZE, THICKNESS, MATERIAL, GRADE)
"""Questions that take an answer in one's own words beside the options."""


def questions_of(demand: Demand) -> tuple[Question, ...]:
    """Return what the files leave unsaid, answered or not."""
    if demand.reading.get("solid", True):
        return unsaid(demand.title, {**demand.reading["stats"], **demand.reading.get("unsaid", {})})
    part = _drawn(demand)
    return (size_read(part, sizes_drawn(fields_of(demand), part)) if part else unsized(demand.title),)


def _drawn(demand: Demand, size_um: tuple[int, ...] = ()) -> Part | None:
    return part_drawn(demand.title, fields_of(demand), tuple(demand.blank_um), size_um)


def draw(demand: Demand) -> None:
    """Take the part of a demand without a model from what its drawings say now and from the size as answered."""
    part = _drawn(demand, lengths_of(demand.answers.get(SIZE, "")))
    demand.reading = {**demand.reading, "part": part_json(part) if part else {}}


def part_known(demand: Demand) -> Part | None:
    """Return the part of a demand, None before its files' scale, thickness or size is known."""
    if not demand.reading.get("solid", True):
        draw(demand)
    lacks = {question.id for question in questions_of(demand)} - demand.answers.keys()
    if lacks & set(READ_ANEW) or not demand.reading["part"]:
        return None
    return part_of(demand.reading["part"])


def wait(demand: Demand) -> None:
    """Leave a demand with nothing but the questions that must be answered first."""
    demand.routing, demand.price, demand.rules = routing_json(Routing((), questions_of(demand))), {}, ""


def kept(question: str, option: str) -> str:
    """Return an answer as it is kept: typed sizes and thicknesses in one way of writing, a grade by its id.

    Refuses what tells no length, a material that nobody knows and one that is no grade.
    """
    if question in (MATERIAL, GRADE):
        return grade(option).id
    return typed(question, option) if question in TYPED else option


def to_read_anew(demand: Demand, question: str) -> bool:
    """Tell whether an answer sends the model back to the reader: the last of those that its scale rests on."""
    asked = {one.id for one in questions_of(demand)}
    return question in READ_ANEW and question in asked and not (asked & set(READ_ANEW)) - demand.answers.keys()


def told(demand: Demand) -> dict[str, Any]:
    """Return the unit and thickness that were answered, as the file reader takes them."""
    thickness = lengths_of(demand.answers.get(THICKNESS, ""))
    return {"units": demand.answers.get(UNITS, ""), "thickness_um": thickness[0] if thickness else 0}


def unsaid_before(demand: Demand) -> dict[str, str]:
    """Return what the file itself left unsaid, to be kept when it is read anew with the answers."""
    stats = {**demand.reading.get("stats", {}), **demand.reading.get("unsaid", {})}
    return {name: "unknown" for name in READ_ANEW if stats.get(name) == "unknown"}
