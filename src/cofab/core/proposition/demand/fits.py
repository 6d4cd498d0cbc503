"""ISO 286 fits and coating growth: what a fit allows, and what a film takes from it.

Source: ISO 286-1, standard tolerance grades in micrometres for nominal sizes up to 500 mm.
"""

from __future__ import annotations

import re

STEPS_MM = (3, 6, 10, 18, 30, 50, 80, 120, 180, 250, 315, 400, 500)
GRADES: dict[int, tuple[int, ...]] = {
    5: (4, 5, 6, 8, 9, 11, 13, 15, 18, 20, 23, 25, 27),
    6: (6, 8, 9, 11, 13, 16, 19, 22, 25, 29, 32, 36, 40),
    7: (10, 12, 15, 18, 21, 25, 30, 35, 40, 46, 52, 57, 63),
    8: (14, 18, 22, 27, 33, 39, 46, 54, 63, 72, 81, 89, 97),
    9: (25, 30, 36, 43, 52, 62, 74, 87, 100, 115, 130, 140, 155),
    10: (40, 48, 58, 70, 84, 100, 120, 140, 160, 185, 210, 230, 250),
    11: (60, 75, 90, 110, 130, 160, 190, 220, 250, 290, 320, 360, 400),
    12: (100, 120, 150, 180, 210, 250, 300, 350, 400, 460, 520, 570, 630),
    13: (140, 180, 220, 270, 330, 390, 460, 540, 630, 720, 810, 890, 970),
}
FIT = re.compile(r"^([A-Za-z]{1,2})(\d{1,2})$")
TIGHT_GRADE = 8


def grade_of(fit: str) -> int:
    """Return the IT grade in a fit such as "H7"; 0 where there is none."""
    found = FIT.match(fit)
    return int(found.group(2)) if found else 0


def width_um(diameter_um: int, fit: str) -> int:
    """Return the width of the tolerance zone of `fit` at a diameter, 0 where it is not in the table."""
    grades = GRADES.get(grade_of(fit))
    if grades is None:
        return 0
    step = next((i for i, mm in enumerate(STEPS_MM) if diameter_um <= mm * 1000), None)
    return grades[step] if step is not None else 0


def is_bore(fit: str) -> bool:
    """Tell whether the fit is a hole's (capital letter)."""
    return bool(fit) and fit[0].isupper()


def growth_um(film_um: int, family: str) -> int:
    """Return how far a surface moves outward under a film: half of an anodised film, all of a plated one."""
    return film_um // 2 if family == "anodising" else film_um
