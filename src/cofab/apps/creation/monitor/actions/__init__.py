"""What may be done to gateways and with what they send; every write goes through here."""

from cofab.apps.creation.monitor.actions.gateways import register, retire
from cofab.apps.creation.monitor.actions.ingest import Taken, ingest
from cofab.apps.creation.monitor.actions.roll import roll_up

__all__ = ["Taken", "ingest", "register", "retire", "roll_up"]
