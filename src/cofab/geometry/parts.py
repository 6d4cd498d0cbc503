"""Parts as JSON and back: what crosses the pipe between the sandboxed child and its caller."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cofab.core.proposition.demand.part import Feature, Part


def part_to_json(part: Part) -> dict[str, Any]:
    """Return a JSON-ready dictionary of a part with all its features."""
    return asdict(part)


def part_from_json(value: dict[str, Any]) -> Part:
    """Return the part that `part_to_json` wrote; raises KeyError or TypeError for anything else."""
    features = tuple(
        Feature(**{**f, "faces": tuple(f["faces"]), "direction": tuple(f["direction"])}) for f in value["features"]
    )
    return Part(**{**value, "size_um": tuple(value["size_um"]), "features": features})
