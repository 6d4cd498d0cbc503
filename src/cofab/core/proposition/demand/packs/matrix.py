"""Pieces by colour and size: how they are read, summed, scaled, and cut down to one colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cofab.core.kernel.money import allocate
from cofab.core.kernel.refusal import Refused, declare

EMPTY = declare("packs.matrix_empty", "Fill in at least one number of pieces.")
WRONG = declare("packs.matrix_wrong", "{cell} is no whole number of pieces, in {colour}, size {size}.")
TWICE = declare("packs.matrix_twice", "{name} stands twice.")
NAMELESS = declare("packs.matrix_nameless", "Every colour and every size needs a name.")
NO_COLOUR = declare("packs.matrix_colour", "There is no {colour} here; there are {colours}.")
MOST_COLOURS, MOST_SIZES, MOST_PIECES = 24, 24, 100_000


@dataclass(frozen=True, slots=True)
class Matrix:
    """`counts[colour][size]` pieces; every row has as many numbers as there are sizes."""

    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """Return all pieces."""
        return sum(map(sum, self.counts))

    @property
    def by_size(self) -> tuple[int, ...]:
        """Return the sums of the columns."""
        return tuple(map(sum, zip(*self.counts, strict=True)))

    def as_json(self) -> dict[str, object]:
        """Return the matrix as it is stored."""
        return {"colours": list(self.colours), "sizes": list(self.sizes), "counts": [list(row) for row in self.counts]}


def matrix_of(data: Mapping[str, Sequence[object]]) -> Matrix:
    """Return a matrix from its JSON or from typed cells; blanks are zeros, empty colours are left out.

    Raises Refused(WRONG) by cell, TWICE for a repeated name, NAMELESS, EMPTY.
    """
    sizes = tuple(str(s).strip() for s in data.get("sizes", ()))[:MOST_SIZES]
    rows = list(zip((str(c).strip() for c in data.get("colours", ())), data.get("counts", ()), strict=False))
    found = [(colour, _row(colour, sizes, cells)) for colour, cells in rows[:MOST_COLOURS]]
    kept = [(colour, row) for colour, row in found if any(row)]
    if not kept:
        raise Refused(EMPTY)
    for names in (sizes, tuple(colour for colour, _ in kept)):
        _named(names)
    return Matrix(tuple(c for c, _ in kept), sizes, tuple(r for _, r in kept))


def _row(colour: str, sizes: Sequence[str], cells: object) -> tuple[int, ...]:
    given = list(cells) if isinstance(cells, list | tuple) else []
    padded = [*given, *[0] * len(sizes)][: len(sizes)]
    return tuple(_count(cell, colour, size) for cell, size in zip(padded, sizes, strict=True))


def _count(cell: object, colour: str, size: str) -> int:
    text = str(cell if cell is not None else "").strip() or "0"
    if not (text.isascii() and text.isdigit()) or int(text) > MOST_PIECES:
        raise Refused(WRONG, cell=text[:20], colour=colour, size=size)
    return int(text)


def _named(names: Sequence[str]) -> None:
    if not all(names):
        raise Refused(NAMELESS)
    for name in names:
        if names.count(name) > 1:
            raise Refused(TWICE, name=name)


def one_colour(matrix: Matrix, colour: str, quantity: int) -> Matrix:
    """Return `quantity` pieces of one colour in the proportion of its sizes, by largest remainder."""
    if colour not in matrix.colours:
        raise Refused(NO_COLOUR, colour=colour, colours=", ".join(matrix.colours))
    row = matrix.counts[matrix.colours.index(colour)]
    return Matrix((colour,), matrix.sizes, (tuple(allocate(quantity, row)),))


def spread(colours: Sequence[str], sizes: Sequence[str], ratio: Sequence[int], quantity: int) -> Matrix:
    """Return `quantity` pieces over colours evenly and over sizes in a ratio, by largest remainder."""
    each = allocate(quantity, [1] * len(colours))
    return Matrix(tuple(colours), tuple(sizes), tuple(tuple(allocate(n, ratio)) for n in each))
