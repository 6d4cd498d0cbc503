"""Between stored JSON and plans as core values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation, PriceLine, Refusal, Wishes
from cofab.core.kernel.window import iso, utc

TIMES = frozenset({"start", "end", "depart", "arrive", "finish"})


def _json(value: Any) -> dict[str, Any]:
    """Return a flat value's fields as JSON: times as ISO texts, tuples as lists, mappings as they are."""
    found = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if field.name in TIMES:
            item = iso(item)
        elif isinstance(item, Mapping):
            item = dict(item)
        elif isinstance(item, tuple):
            item = list(item)
        found[field.name] = item
    return found


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: utc(item) if key in TIMES else item for key, item in data.items()}


def operation_json(operation: PlannedOperation) -> dict[str, Any]:
    """Return a planned operation as JSON."""
    return _json(operation)


def operation_of(data: Mapping[str, Any]) -> PlannedOperation:
    """Return the planned operation that `operation_json` wrote."""
    return PlannedOperation(**_read(data))


def leg_json(leg: Leg) -> dict[str, Any]:
    """Return a planned leg as JSON."""
    return _json(leg)


def leg_of(data: Mapping[str, Any]) -> Leg:
    """Return the leg that `leg_json` wrote."""
    return Leg(**_read(data))


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return a whole plan as JSON."""
    return {
        **_json(plan),
        "operations": [_json(item) for item in plan.operations],
        "legs": [_json(item) for item in plan.legs],
        "lines": [_json(item) for item in plan.lines],
    }


def plan_of(data: Mapping[str, Any]) -> Plan:
    """Return the plan that `plan_json` wrote."""
    return Plan(
        **{
            **_read(data),
            "operations": tuple(operation_of(item) for item in data["operations"]),
            "legs": tuple(leg_of(item) for item in data["legs"]),
            "lines": tuple(PriceLine(**item) for item in data["lines"]),
            "rules": tuple(data["rules"]),
            "tags": tuple(data["tags"]),
        }
    )


def wishes_json(wishes: Wishes) -> dict[str, Any]:
    """Return what is pinned and excluded as JSON; {} where nothing is."""
    kept = {
        "pinned": dict(sorted(wishes.pinned.items())),
        "excluded_firms": sorted(wishes.excluded_firms),
        "excluded_machines": sorted(wishes.excluded_machines),
    }
    return kept if wishes else {}


def wishes_of(data: Mapping[str, Any]) -> Wishes:
    """Return the wishes that `wishes_json` wrote."""
    return Wishes(
        dict(data.get("pinned", {})),
        frozenset(data.get("excluded_firms", ())),
        frozenset(data.get("excluded_machines", ())),
    )


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    """Return why a machine is out for an operation, every reason."""
    reasons = [{"code": reason.code, "facts": dict(reason.facts)} for reason in refusal.reasons]
    return {"machine": refusal.machine, "op": refusal.op, "reasons": reasons}
