"""A map without any tile server: our own rough coastline, stops and routes, drawn by Leaflet from data in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cofab.web.words import millimetres


@dataclass(frozen=True)
class Stop:
    """A place; latitude and longitude in degrees.

    `number` draws a pin with that text, else a dot of `size`; `tone` "", care or stop; `side` of the label.
    """

    latitude: float
    longitude: float
    label: str
    number: str = ""
    size: int = 0
    tone: str = ""
    side: str = "right"
    url: str = ""


@dataclass(frozen=True)
class Sketch:
    """A map: stops, routes as lists of stop indexes (drawn as bows), a title, and how far it reaches."""

    stops: Sequence[Stop]
    routes: Sequence[Sequence[int]] = ()
    title: Any = ""
    note: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """Return what the browser draws, JSON-ready."""
        return {"stops": [asdict(s) for s in self.stops], "routes": [list(r) for r in self.routes]}

    @property
    def way(self) -> list[list[str]]:
        """Return every route in words."""
        return [[self.stops[i].label for i in route] for route in self.routes]


@dataclass(frozen=True)
class Part:
    """A part in three dimensions: the address of its GLB, words for a screen reader, its size, faces lit at first.

    `size_um` are the three lengths of its box, shown at its edges on demand.
    """

    glb: str
    label: Any
    size: str = ""
    faces: Sequence[int] = ()
    tag: str = ""
    size_um: Sequence[int] = ()

    @property
    def lengths(self) -> str:
        """Return the lengths of the box in millimetres, with spaces between."""
        return " ".join(millimetres(um) for um in self.size_um)
