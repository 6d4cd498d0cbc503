"""A feature as recognition finds it, before it gets its number: lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cofab.core.proposition.demand.part import Feature
from cofab.geometry.graph import Graph, Vector

DIRECTIONS = {"sides", "open"}


@dataclass(slots=True)
class Found:
    """A kind with the local face numbers it came from; `direction` points out of the material, to the tool.

    `facts` are JSON-ready but for those in DIRECTIONS, which are directions in the graph's frame.
    """

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
    """Return the feature as the part keeps it: micrometres, thousandths of the model's axes, the part's face numbers.

    `sides` in its facts are the directions from which a tool best comes, `open` all from which it can reach in; a
    feature without its own has its direction.
    """
    facts = dict(found.facts)
    for name in DIRECTIONS & facts.keys():
        facts[name] = [list(thousandths(graph.in_model(side))) for side in facts[name]]
    return Feature(
        f"f{number}",
        found.kind,
        tuple(sorted(graph.first + f for f in found.faces)),
        um(found.diameter),
        um(found.depth),
        thousandths(graph.in_model(found.direction)),
        facts,
    )


def thousandths(direction: Vector) -> tuple[int, int, int]:
    """Return a direction in whole thousandths."""
    return round(direction[0] * 1000), round(direction[1] * 1000), round(direction[2] * 1000)
