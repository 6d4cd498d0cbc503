"""When a demand could be ready, before any firm was asked: working days from its operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cofab.apps.base.clock import now
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.stewardship.governance.selectors import current

WEEKEND = (5, 6)


def working_days(operations: list[dict[str, Any]], quantity: int, rules: Any) -> int:
    """Return the working days that a batch takes: queue and material, shifts of work, treatments, changes of shop."""
    days = int(rules["queue_days"]) + int(rules["material_days"])
    work, outside = 0, 0
    for op in operations:
        if op["process"] in rules["finish_days"]:
            days += rules["finish_days"][op["process"]]
            outside += 1
        else:
            work += op["setup_s"] + op["run_s"] * quantity
    return days + -(-work // rules["shift_s"]) + rules["between_days"] * (1 + outside)


def days_of(row: Demand) -> int:
    """Return the working days that a demand takes as it stands."""
    return working_days(row.routing.get("operations", []), row.quantity, current("demand.lead"))


def after_working_days(start: datetime, days: int) -> datetime:
    """Return the moment so many working days after a start, weekends left out."""
    at = start
    while days > 0:
        at += timedelta(days=1)
        days -= at.weekday() not in WEEKEND
    return at


def forecast(row: Demand) -> datetime:
    """Return when a demand could be ready if it were ordered now."""
    return after_working_days(now(), days_of(row))
