"""What may be done to gateways and with what they send; every write goes through here."""

from cofab.apps.creation.monitor.actions.gateways import register, retire
from cofab.apps.creation.monitor.actions.ingest import Taken, ingest
from cofab.apps.creation.monitor.actions.queued import enqueue
from cofab.apps.creation.monitor.actions.roll import roll_up
from cofab.apps.creation.monitor.actions.thin import add_up_hours, let_go

__all__ = ["Taken", "add_up_hours", "enqueue", "ingest", "let_go", "register", "retire", "roll_up"]
