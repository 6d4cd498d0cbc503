"""A part as the reader of CAD files understood it: size, faces and machining features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Feature:
    """A machining feature, `kind` such as "hole.through", with the numbers of the faces it came from.

    Lengths in micrometres; `direction` is the tool axis as a unit vector in thousandths; `facts` holds
    what only some kinds have (a thread's size, a pocket's width), JSON-ready.
    """

    id: str
    kind: str
    faces: tuple[int, ...]
    diameter_um: int = 0
    depth_um: int = 0
    direction: tuple[int, int, int] = (0, 0, 0)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a file; `size_um` is its bounding box, x y z; `turned` tells a body of revolution."""

    name: str
    count: int
    solids: int
    size_um: tuple[int, int, int]
    volume_mm3: int
    area_mm2: int
    features: tuple[Feature, ...]
    turned: bool = False
    faces: int = 0
