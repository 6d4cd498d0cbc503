"""What a message leaves open: each a question, with near names where they help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.material import materials, near_names
from cofab.core.proposition.demand.text.scan import Field

TRADE = declare("text.ask_trade", "What is to be done: machining, sheet metal, garments, a lease, something else?")
QUANTITY = declare("text.ask_quantity", "How many pieces?")
MATERIAL = declare("text.ask_material", "Which material?")
GRADE = declare("text.ask_grade", "Which grade of {group}? Known are {near}.")
UNKNOWN = declare("text.ask_unknown", "{name} is a material Cofab does not know. Known are {near}.")
DUE = declare("text.ask_due", "By when is it needed?")
TOWN = declare("text.ask_town", "Where shall it be delivered?")
HOURS = declare("text.ask_hours", "For how many hours?")
MACHINE = declare("text.ask_machine", "Which machine?")
OPERATOR = declare("text.ask_operator", "With your own operator or with one of the firm's?")
MOULD = declare("text.ask_mould", "Do you bring the mould?")
SIZES = declare("text.ask_sizes", "How many of each colour and size?")
FINISH = declare("text.ask_finish", "Which surface treatment?")
TREATMENT = declare("text.ask_treatment", "Which heat treatment, and to which hardness?")

MAKING = ("machining", "sheet", "moulding", "additive", "garment", "finishing", "heat", "yearly", "")
_OWN: Mapping[str, Sequence[tuple[str, str]]] = {
    "lease": (("machine", MACHINE), ("hours", HOURS), ("operator", OPERATOR)),
    "garment": (("cell", SIZES),),
    "moulding": (("mould", MOULD),),
    "finishing": (("finish", FINISH),),
    "heat": (("process", TREATMENT),),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that the message does not give: the code of the question and its facts."""

    name: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def missing_in(fields: Sequence[Field], today: date) -> tuple[Missing, ...]:
    """Return what must still be asked before the message is a demand."""
    has = {f.name for f in fields}
    trade = next((str(f.value) for f in fields if f.name == "trade"), "")
    found: list[Missing] = []
    if not trade:
        found.append(Missing("trade", TRADE))
    if trade != "lease" and not has & {"quantity", "yearly", "cell", "per_colour", "weight"}:
        found.append(Missing("quantity", QUANTITY))
    found += _material(fields, has, trade)
    found += [Missing(name, code) for name, code in _OWN.get(trade, ()) if name not in has]
    if not has & {"due", "yearly", "hours"}:
        found.append(Missing("due", DUE))
    if "town" not in has:
        found.append(Missing("town", TOWN))
    return tuple(found)


def _material(fields: Sequence[Field], has: set[str], trade: str) -> list[Missing]:
    if "material" in has or trade not in MAKING:
        return []
    unknown = next((f for f in fields if f.name == "material_unknown"), None)
    if unknown is not None:
        near = near_names(str(unknown.value)) or [m.id for m in materials()]
        return [Missing("material", UNKNOWN, {"name": unknown.value, "near": ", ".join(near)})]
    group = next((f for f in fields if f.name == "group"), None)
    if group is not None:
        near = [m.id for m in materials() if m.group == group.value]
        return [Missing("material", GRADE, {"group": group.text, "near": ", ".join(near)})]
    return [Missing("material", MATERIAL)]
