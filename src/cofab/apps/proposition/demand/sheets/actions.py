"""Say whether a field was read right: confirmed, corrected in the drawing's own words, or not there at all.

Promises: what a person said of a field outlives a new reading of the price; a doubtful field keeps a demand from
being ready until somebody has said something of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Person
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.mappers import field_json
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.refusals import FIELD_UNKNOWN, NOT_READ_AS
from cofab.apps.proposition.demand.understanding import settle, understand
from cofab.core.kernel.refusal import INVALID, WRONG_STATE, Refused
from cofab.core.kernel.window import iso
from cofab.core.proposition.demand.drawing import DOUBTFUL, Word, read_drawing

VERDICTS = ("confirmed", "corrected", "rejected")
CHECKERS = ("buyer", "engineer", "merchandiser")


@action
def check(viewer: Viewer, demand_key: str, number: int, verdict: str, text: str = "") -> Demand:
    """Say of field `number` that it is confirmed, corrected (to `text`) or rejected; the price follows.

    Refuses demand.field_unknown, and demand.not_read_as where the correction cannot be read as such a field.
    """
    demand = _open(viewer, demand_key)
    fields = demand.reading.get("drawing", [])
    if not 0 <= number < len(fields):
        raise Refused(FIELD_UNKNOWN, number=number)
    if verdict not in VERDICTS:
        raise Refused(INVALID, field="verdict", problem=verdict[:20])
    said = {"state": verdict, **_by(viewer)}
    if verdict == "corrected":
        said |= {"text": text.strip()[:200], "value": value_of(fields[number], text.strip()[:200])}
    return _keep(viewer, demand, {str(number): said})


@action
def confirm_sure(viewer: Viewer, demand_key: str) -> Demand:
    """Confirm at once every field that was read without doubt and that nobody has said anything of."""
    demand = _open(viewer, demand_key)
    fields = demand.reading.get("drawing", [])
    sure = [str(n) for n, field in enumerate(fields) if field.get("confidence", 100) >= DOUBTFUL]
    by = {"state": "confirmed", **_by(viewer)}
    return _keep(viewer, demand, {n: by for n in sure if n not in demand.checked})


@action
def add(viewer: Viewer, demand_key: str, text: str) -> Demand:
    """Add what the reader overlooked, in the drawing's own words; refuses demand.not_read_as where they say nothing."""
    demand = _open(viewer, demand_key)
    words = text.strip()[:200]
    found = (
        [f for f in read_drawing((Word(words, 0, (0, 0, 60 * len(words), 60)),)) if f.name != "note"] if words else []
    )
    if not found:
        raise Refused(NOT_READ_AS, text=words)
    fields = list(demand.reading.get("drawing", []))
    fresh = [{**field_json(field), "box": [0, 0, 0, 0], "confidence": 100} for field in found]
    demand.reading = {**demand.reading, "drawing": [*fields, *fresh]}
    by = {"state": "confirmed", **_by(viewer)}
    return _keep(viewer, demand, {str(n): by for n in range(len(fields), len(fields) + len(fresh))})


def _open(viewer: Viewer, demand_key: str) -> Demand:
    viewer.require(*CHECKERS)
    demand = Demand.get_for(viewer, demand_key, lock=True)
    if demand.state not in ("asking", "ready"):
        raise Refused(WRONG_STATE, state=demand.state, event="check", life="demand")
    return demand


def _by(viewer: Viewer) -> dict[str, str]:
    name = Person.objects.filter(pk=viewer.person_id).values_list("name", flat=True).first()
    return {"by": name or viewer.person_key, "at": iso(now())}


def _keep(viewer: Viewer, demand: Demand, said: Mapping[str, Any]) -> Demand:
    demand.checked = {**demand.checked, **said}
    understand(demand)
    settle(demand)
    demand.save()
    facts = {"fields": {n: {k: v for k, v in one.items() if k != "at"} for n, one in said.items()}}
    remember(viewer, "demand.check", subject=demand.key, after=demand.state, facts=facts, audience=demand.audience)
    return demand


def value_of(field: Mapping[str, Any], text: str) -> Any:
    """Return the value that a person's words give a field, read by the drawing's own grammar."""
    if not text:
        raise Refused(NOT_READ_AS, text=text)
    if isinstance(field["value"], str):
        return text
    if isinstance(field["value"], int):
        if not text.isdecimal():
            raise Refused(NOT_READ_AS, text=text)
        return int(text)
    found = read_drawing((Word(text, 0, (0, 0, 60 * len(text), 60)),))
    same = next((one for one in found if one.name == field["name"]), None)
    if same is None:
        raise Refused(NOT_READ_AS, text=text)
    return same.value
