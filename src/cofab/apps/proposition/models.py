"""Every table of the proposition stage, gathered from its steps."""

from cofab.apps.proposition.demand.editing.models import RoutingEdit
from cofab.apps.proposition.demand.gating.models import GateEvent, GateRun
from cofab.apps.proposition.demand.intake.models import Intake, IntakeFile
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.apps.proposition.demand.review.models import Review, ReviewNote
from cofab.apps.proposition.publish.models import Machine, Occupancy, Opening
from cofab.apps.proposition.publish.reference import Holiday, Process, Road, Standing, Tariff, Town

__all__ = [
    "Demand",
    "DemandFile",
    "GateEvent",
    "GateRun",
    "Holiday",
    "Intake",
    "IntakeFile",
    "Machine",
    "Occupancy",
    "Opening",
    "Process",
    "Review",
    "ReviewNote",
    "Road",
    "RoutingEdit",
    "Standing",
    "Tariff",
    "Town",
]
