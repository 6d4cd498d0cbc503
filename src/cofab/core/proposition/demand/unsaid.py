"""What a file itself leaves unsaid, to be asked before anything is reckoned: size, thickness, unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Option, Question

SIZE, THICKNESS, UNITS = "size", "thickness", "units"
ASK_SIZE = declare("demand.ask_size", "How large is {name}? The drawing alone does not tell.")
ASK_THICKNESS = declare("demand.ask_thickness", "How thick is the sheet of {name}?")
ASK_UNITS = declare("demand.ask_units", "In which unit is {name} drawn? The file does not say.")
ASK_SIZE_READ = declare("demand.ask_size_read", "The views of {name} read as {size} over all. Is that right?")
NOT_A_LENGTH = declare("demand.not_a_length", "“{text}” is no thickness. Write it in millimetres, such as 2.5.")
NOT_A_SIZE = declare(
    "demand.not_a_size",
    "“{text}” is no size. Write 120 x 70 x 5 for a box or 98 x 46 for a round part, in millimetres.",
)
SHEETS_UM = (500, 800, 1_000, 1_200, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000)
MOST_UM = 100_000_000
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_LENGTHS = re.compile(rf"[⌀Øøφ]?\s*({_NUMBER}(?:\s*[x×*,，]\s*{_NUMBER}){{0,2}})\s*(?:mm|毫米)?", re.IGNORECASE)


def unsized(name: str) -> Question:
    """Return the question for a drawing that does not tell how large the part is."""
    return Question(SIZE, ASK_SIZE, {"name": name})


def size_read(part: Part, sizes: Sequence[Sequence[int]] = ()) -> Question:
    """Return the question whether the size that a drawing's views gave is the part's own; `sizes` are also possible."""
    size = shown(part.size_um[1:] if part.turned else part.size_um)
    options = tuple(Option(one) for one in dict.fromkeys([size, *map(shown, sizes)]))
    return Question(SIZE, ASK_SIZE_READ, {"name": part.name, "size": size}, options)


def shown(lengths_um: Sequence[int]) -> str:
    """Return lengths as an answer tells them: "2 mm", "98 x 46 mm" (diameter and length), "120 x 70 x 5 mm"."""
    return " x ".join(f"{um / 1000:g}" for um in lengths_um) + " mm"


def lengths_of(text: str) -> tuple[int, ...]:
    """Return the lengths in micrometres that an answer tells, none where it tells no lengths above 0."""
    found = _LENGTHS.fullmatch(text.strip())
    lengths = tuple(um_from_mm(n) for n in re.findall(_NUMBER, found.group(1))) if found else ()
    return lengths if lengths and min(lengths) > 0 and max(lengths) <= MOST_UM else ()


def typed(question: str, text: str) -> str:
    """Return a typed answer to the question of size or thickness as it is kept; refuses what tells neither."""
    lengths = lengths_of(text)
    if question == THICKNESS and len(lengths) != 1:
        raise Refused(NOT_A_LENGTH, text=text[:40])
    if question == SIZE and len(lengths) not in (2, 3):
        raise Refused(NOT_A_SIZE, text=text[:40])
    return shown(lengths)


def unsaid(name: str, stats: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions that the reader's figures of a file leave open: its unit, the thickness of its sheet."""
    found = []
    if stats.get("units") == "unknown":
        found.append(Question(UNITS, ASK_UNITS, {"name": name}, tuple(Option(u) for u in ("mm", "cm", "m", "inch"))))
    if stats.get("thickness") == "unknown":
        found.append(
            Question(THICKNESS, ASK_THICKNESS, {"name": name}, tuple(Option(shown((um,))) for um in SHEETS_UM))
        )
    return tuple(found)
