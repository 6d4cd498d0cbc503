"""What a file itself leaves unsaid, to be asked before anything is reckoned: size, thickness, unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.routing import Option, Question

SIZE, THICKNESS, UNITS = "size", "thickness", "units"
ASK_SIZE = declare("demand.ask_size", "How large is {name}? The drawing alone does not tell.")
ASK_THICKNESS = declare("demand.ask_thickness", "How thick is the sheet of {name}?")
ASK_UNITS = declare("demand.ask_units", "In which unit is {name} drawn? The file does not say.")


def unsized(name: str) -> Question:
    """Return the question for a drawing that does not tell how large the part is."""
    return Question(SIZE, ASK_SIZE, {"name": name})


def unsaid(name: str, stats: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions that the reader's figures of a file leave open: its unit, the thickness of its sheet."""
    found = []
    if stats.get("units") == "unknown":
        found.append(Question(UNITS, ASK_UNITS, {"name": name}, tuple(Option(u) for u in ("mm", "cm", "m", "inch"))))
    if stats.get("thickness") == "unknown":
        found.append(Question(THICKNESS, ASK_THICKNESS, {"name": name}))
    return tuple(found)
