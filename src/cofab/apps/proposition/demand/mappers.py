"""Between stored JSON and core values: routings, parts, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from cofab.apps.proposition.demand.models import Demand
from cofab.core.proposition.demand.brief import Brief, Callout, Finish
from cofab.core.proposition.demand.completing import completed
from cofab.core.proposition.demand.drawing import Field
from cofab.core.proposition.demand.edits import Edit, from_json
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.routing import Alternative, Operation, Option, Question, Requirement, Routing

REVISION = "conflict.revision"
USUAL = {
    "hard-anodising": Finish("anodising", "hard-anodising", 30, "black"),
    "decorative-anodising": Finish("anodising", "decorative-anodising", 10, "clear"),
    "zinc-electroplating": Finish("plating", "zinc-electroplating", 8),
    "electroless-nickel-plating": Finish("plating", "electroless-nickel-plating", 10),
    "chrome-plating": Finish("plating", "chrome-plating", 20),
    "blackening-and-phosphating": Finish("conversion", "blackening-and-phosphating"),
    "powder-coating": Finish("painting", "powder-coating", 80),
    "pickling-and-passivation": Finish("passivation", "pickling-and-passivation"),
}
"""Surface treatments by vocabulary id, with the film that is usual where the buyer names none."""


def plain(value: Any) -> Any:
    """Return a value with tuples and sets as lists (sorted where unordered), ready for JSON."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def routing_json(routing: Routing) -> dict[str, Any]:
    """Return a routing as JSON."""
    return plain(asdict(routing))


def part_json(part: Part) -> dict[str, Any]:
    """Return a part as JSON."""
    return plain(asdict(part))


def finish_of(data: str | Mapping[str, Any]) -> Finish:
    """Return a finish from its mapping, or from the vocabulary id of a usual one with its usual film."""
    if isinstance(data, str):
        return USUAL.get(data) or Finish(family="coating", process=data)
    return Finish(**{name: data[name] for name in ("family", "process", "film_um", "colour") if name in data})


def brief_of(demand: Demand, answers: Mapping[str, str]) -> Brief:
    """Return all that a routing and a price need beside the part: what the buyer said, then what the drawing says."""
    said = Brief(
        material=demand.material,
        quantity=demand.quantity,
        blank_um=tuple(demand.blank_um),
        finishes=tuple(finish_of(item) for item in demand.finishes),
        callouts=tuple(Callout(**item) for item in demand.callouts),
        tolerance_um=demand.tolerance_um,
        town=demand.town,
        answers=dict(answers),
    )
    drawn = fields_of(demand)
    held = _of_revision(demand, drawn, answers.get(REVISION, ""))
    doubts = completed(said, drawn).sources
    found = completed(said, held)
    return replace(found, sources={**found.sources, **doubts})


def _of_revision(demand: Demand, drawn: list[Field], revision: str) -> list[Field]:
    """Return what holds once somebody said which revision does: nothing of a drawing that states another one."""
    if not revision:
        return drawn
    pages = [page.get("file", "") for page in demand.reading.get("pages", ())]
    sheets = [pages[field.page] if field.page < len(pages) else "" for field in drawn]
    stated = {sheet: str(field.value) for sheet, field in zip(sheets, drawn, strict=True) if field.name == "revision"}
    return [field for sheet, field in zip(sheets, drawn, strict=True) if stated.get(sheet, revision) == revision]


def fields_of(demand: Demand) -> list[Field]:
    """Return what the drawings say after people looked at it: corrected values, without what was thrown out."""
    found = []
    for number, data in enumerate(demand.reading.get("drawing", ())):
        said = demand.checked.get(str(number), {})
        if said.get("state") != "rejected":
            found.append(field_of({**data, "value": said.get("value", data["value"])}))
    return found


def field_json(field: Field) -> dict[str, Any]:
    """Return one thing read from a drawing as JSON, with its place on the page."""
    return plain(asdict(field))


def field_of(data: Mapping[str, Any]) -> Field:
    """Return the field that `field_json` wrote; what else stands beside it is left out."""
    known = {field.name for field in fields(Field)}
    return Field(**{name: value for name, value in data.items() if name in known} | {"box": tuple(data["box"])})


def _requirement(data: Mapping[str, Any]) -> Requirement:
    return Requirement(
        **{
            **data,
            "any_of": frozenset(data["any_of"]),
            "size_um": tuple(data["size_um"]),
            "certificates": frozenset(data["certificates"]),
        }
    )


def _operation(data: Mapping[str, Any]) -> Operation:
    return Operation(
        **{
            **data,
            "requirement": _requirement(data["requirement"]),
            "after": tuple(data["after"]),
            "features": tuple(data["features"]),
            "terms": tuple((name, count) for name, count in data.get("terms", ())),
        }
    )


def _alternative(data: Mapping[str, Any]) -> Alternative:
    operations = tuple(_operation(item) for item in data["operations"])
    return Alternative(**{**data, "replaces": tuple(data["replaces"]), "operations": operations})


def edits_of(demand: Demand) -> list[Edit]:
    """Return every edit of a demand's routing, the first one first."""
    return [from_json(row.edit) for row in demand.edits.order_by("number")]


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in data["options"])
    return Question(**{**data, "options": options, "faces": tuple(data["faces"])})


def routing_of(data: Mapping[str, Any]) -> Routing:
    """Return the routing that `routing_json` wrote; an empty mapping is a routing with nothing in it."""
    return Routing(
        operations=tuple(_operation(item) for item in data.get("operations", ())),
        questions=tuple(_question(item) for item in data.get("questions", ())),
        alternatives=tuple(_alternative(item) for item in data.get("alternatives", ())),
        locked=tuple(data.get("locked", ())),
    )


def part_of(data: Mapping[str, Any]) -> Part:
    """Return the part that `part_json` wrote."""
    features = tuple(
        Feature(**{**item, "faces": tuple(item["faces"]), "direction": tuple(item["direction"])})
        for item in data["features"]
    )
    return Part(**{**data, "size_um": tuple(data["size_um"]), "features": features})
