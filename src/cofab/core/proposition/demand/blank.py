"""The blank a part is cut from: as the buyer says, else the part's box or bar with an allowance."""

from __future__ import annotations

from dataclasses import dataclass

from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.part import Part

ALLOWANCE_UM = 2_000
PI_MILLIONTHS = 3_141_593


@dataclass(frozen=True, slots=True)
class Blank:
    """A round bar or a box; `size_um` is (diameter, length) or three lengths."""

    round: bool
    size_um: tuple[int, ...]

    @property
    def volume_mm3(self) -> int:
        """Return the volume, rounded down."""
        if self.round:
            diameter, length = self.size_um
            return diameter * diameter * length * PI_MILLIONTHS // (4 * 10**15)
        x, y, z = self.size_um
        return x * y * z // 10**9


def blank_of(part: Part, brief: Brief) -> Blank:
    """Return the blank: stated, or bar for a turned part and box else, 2 mm larger each way (both sides together)."""
    if len(brief.blank_um) == 2:
        first, second = brief.blank_um
        return Blank(True, (first, second) if _is_diameter(part, first, second) else (second, first))
    if len(brief.blank_um) == 3:
        return Blank(False, brief.blank_um)
    if part.turned:
        diameter, length = turned_size(part)
        return Blank(True, (diameter + ALLOWANCE_UM, length + ALLOWANCE_UM))
    x, y, z = part.size_um
    return Blank(False, (x + ALLOWANCE_UM, y + ALLOWANCE_UM, z + ALLOWANCE_UM))


def turned_size(part: Part) -> tuple[int, int]:
    """Return the largest turned diameter and the length along the axis."""
    turned = [f for f in part.features if f.kind == "turned.diameter"]
    if not turned:
        return max(part.size_um), max(part.size_um)
    biggest = max(turned, key=lambda f: f.diameter_um)
    along = max(range(3), key=lambda k: abs(biggest.direction[k]))
    return biggest.diameter_um, part.size_um[along]


def _is_diameter(part: Part, first: int, second: int) -> bool:
    """Tell whether the first number is the diameter: the reading that fits round the part."""
    if not part.turned:
        return first <= second
    diameter, length = turned_size(part)
    return abs(first - diameter) + abs(second - length) <= abs(second - diameter) + abs(first - length)
