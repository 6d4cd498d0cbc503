"""Linear equations in fractions, by elimination."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = Sequence[Fraction]


def rank_grows(rows: Sequence[Row], new: Row) -> bool:
    """Tell whether `new` is independent of the rows."""
    return _rank([*rows, new]) > _rank(rows)


def solve(rows: Sequence[Row], sides: Sequence[Fraction]) -> list[Fraction] | None:
    """Return the one x with rows . x = sides, or None where there is none or more than one."""
    wide = [[*row, side] for row, side in zip(rows, sides, strict=True)]
    unknowns = len(rows[0])
    pivots = _eliminate(wide, unknowns)
    if pivots != list(range(unknowns)) or any(row[-1] for row in wide[unknowns:]):
        return None
    return [row[-1] for row in wide[:unknowns]]


def _rank(rows: Sequence[Row]) -> int:
    return len(_eliminate([list(row) for row in rows], len(rows[0]))) if rows else 0


def _eliminate(rows: list[list[Fraction]], columns: int) -> list[int]:
    """Bring the rows to reduced echelon form in place; return the columns that hold a pivot."""
    pivots: list[int] = []
    for column in range(columns):
        at = next((i for i in range(len(pivots), len(rows)) if rows[i][column]), None)
        if at is None:
            continue
        top = len(pivots)
        rows[top], rows[at] = rows[at], rows[top]
        lead = rows[top][column]
        rows[top] = [value / lead for value in rows[top]]
        for i, row in enumerate(rows):
            if i != top and (factor := row[column]):
                rows[i] = [a - factor * b for a, b in zip(row, rows[top], strict=True)]
        pivots.append(column)
    return pivots
