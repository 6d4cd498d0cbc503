"""A feature as recognition finds it, before it gets its number: lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cofab.core.proposition.demand.part import Feature
from cofab.geometry.graph import Graph, Vector


@dataclass(slots=True)
class Found:
    """A kind with the local face numbers it came from; `direction` points out of the material, to the tool."""

    kind: str
    faces: set[int]
    diameter: float = 0.0
    depth: float = 0.0
    direction: Vector = (0.0, 0.0, 0.0)
    facts: dict[str, Any] = field(default_factory=dict)


def um(mm: float) -> int:
    """Return whole micrometres."""
    return round(mm * 1000)


def feature_of(found: Found, number: int, graph: Graph) -> Feature:
    """Return the feature as the part keeps it: micrometres, thousandths, numbers that run through the part."""
    return Feature(
        f"f{number}",
        found.kind,
        tuple(sorted(graph.first + f for f in found.faces)),
        um(found.diameter),
        um(found.depth),
        (round(found.direction[0] * 1000), round(found.direction[1] * 1000), round(found.direction[2] * 1000)),
        found.facts,
    )
