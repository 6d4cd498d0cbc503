"""Every table of the creation stage, gathered from its steps."""

from cofab.apps.creation.agree.models import Contract, Order, Request, Signature, SigningKey
from cofab.apps.creation.plan.models import PlanRow, PlanRun

__all__ = [
    "Contract",
    "Order",
    "PlanRow",
    "PlanRun",
    "Request",
    "Signature",
    "SigningKey",
]
