"""Between stored JSON and core values: routings, parts, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.routing import Operation, Option, Question, Requirement, Routing


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
        }
    )


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in data["options"])
    return Question(**{**data, "options": options, "faces": tuple(data["faces"])})


def routing_of(data: Mapping[str, Any]) -> Routing:
    """Return the routing that `routing_json` wrote; an empty mapping is a routing with nothing in it."""
    return Routing(
        operations=tuple(_operation(item) for item in data.get("operations", ())),
        questions=tuple(_question(item) for item in data.get("questions", ())),
    )


def part_of(data: Mapping[str, Any]) -> Part:
    """Return the part that `part_json` wrote."""
    features = tuple(
        Feature(**{**item, "faces": tuple(item["faces"]), "direction": tuple(item["direction"])})
        for item in data["features"]
    )
    return Part(**{**data, "size_um": tuple(data["size_um"]), "features": features})
