"""Every table of the creation stage, gathered from its steps."""

from cofab.apps.creation.agree.models import Contract, Order, Request, Sample, Signature, SigningKey
from cofab.apps.creation.deliver.models import Acceptance, Shipment
from cofab.apps.creation.inspect.models import Inspection, InspectorKey
from cofab.apps.creation.match.models import RankedList, Waiting
from cofab.apps.creation.monitor.models import (
    DayStates,
    Gateway,
    GatewayRun,
    MachineNow,
    Observation,
    OpenHour,
    SignalHour,
)
from cofab.apps.creation.plan.models import CloudFactory, LeftOut, PlanRow, PlanRun
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.creation.replan.models import Proposal

__all__ = [
    "Acceptance",
    "CloudFactory",
    "Contract",
    "DayStates",
    "Gateway",
    "GatewayRun",
    "Inspection",
    "InspectorKey",
    "LeftOut",
    "MachineNow",
    "Observation",
    "OpenHour",
    "Order",
    "PlanRow",
    "PlanRun",
    "Proposal",
    "RankedList",
    "Request",
    "Sample",
    "Shipment",
    "SignalHour",
    "Signature",
    "SigningKey",
    "Waiting",
    "WorkOrder",
]
