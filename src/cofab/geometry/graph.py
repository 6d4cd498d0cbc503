"""The face adjacency graph of one solid as plain values: what recognition reads, free of any CAD kernel.

Lengths are millimetres (floats) here; they become whole micrometres when a `Part` is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Vector = tuple[float, float, float]
Frame = tuple[Vector, Vector, Vector]


@dataclass(slots=True)
class Face:
    """One face: its surface, its extent and its material side.

    `kind` is plane, cylinder, cone, sphere, torus or free. `axis` is the outward normal of a plane, else the axis of
    revolution; `origin` a point on it. `hollow` means that the material lies outside (a bore). `span` is the angle
    covered in radians; `low`, `high` bound the face along its axis from `origin`; `radius_low`, `radius_high` are the
    radii there (they differ on a cone), `radius` the cylinder's or the torus' main radius, `minor` the torus' tube.
    `normals` are outward normals sampled over the face; `rim` are those of its `edges` that run round its outside.
    """

    number: int
    kind: str
    origin: Vector
    axis: Vector
    area: float
    box_low: Vector
    box_high: Vector
    centre: Vector
    hollow: bool = False
    radius: float = 0.0
    minor: float = 0.0
    span: float = 0.0
    low: float = 0.0
    high: float = 0.0
    radius_low: float = 0.0
    radius_high: float = 0.0
    normals: list[Vector] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    rim: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Edge:
    """Where two faces meet: `turn` is 1 convex (an outer corner), -1 concave (an inner corner), 0 smooth.

    `curve` is line, circle or other; `radius` and `centre` describe a circle; `points` are five along it.
    """

    number: int
    left: int
    right: int
    turn: int
    length: float
    curve: str
    radius: float = 0.0
    centre: Vector = (0.0, 0.0, 0.0)
    points: tuple[Vector, ...] = ()


@dataclass(slots=True)
class Graph:
    """The faces and edges of a solid with its box, volume and surface (mm, mm3, mm2).

    `first` is the number in the part of this solid's first face; `frame` are the graph's x, y, z in the model's;
    `alone` is the same solid in its own frame, where it stands aslant in the part's.
    """

    faces: list[Face]
    edges: list[Edge]
    box_low: Vector
    box_high: Vector
    volume: float
    area: float
    first: int = 0
    frame: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    alone: Graph | None = None

    def in_model(self, direction: Vector) -> Vector:
        """Return a direction of the graph as the model's file has it."""
        x, y, z = self.frame
        a, b, c = direction
        return (a * x[0] + b * y[0] + c * z[0], a * x[1] + b * y[1] + c * z[1], a * x[2] + b * y[2] + c * z[2])

    def other(self, edge: Edge, face: int) -> int:
        """Return the face across `edge`."""
        return edge.right if edge.left == face else edge.left

    def around(self, face: int) -> list[tuple[int, Edge]]:
        """Return (neighbour, edge) for every edge of `face`."""
        return [(self.other(self.edges[e], face), self.edges[e]) for e in self.faces[face].edges]

    @property
    def size(self) -> Vector:
        """Return the lengths of the bounding box."""
        return (
            self.box_high[0] - self.box_low[0],
            self.box_high[1] - self.box_low[1],
            self.box_high[2] - self.box_low[2],
        )


def number_faces(graphs: list[Graph]) -> None:
    """Give each solid of a part its first face number, so that numbers run through the part."""
    first = 0
    for graph in graphs:
        graph.first = first
        if graph.alone is not None:
            graph.alone.first = first
        first += len(graph.faces)
