"""What may be done to work orders; every write goes through here."""

from cofab.apps.creation.produce.actions.machine import machine_counted, machine_turned
from cofab.apps.creation.produce.actions.opening import cancel_work, move_work, open_work
from cofab.apps.creation.produce.actions.report import add_photo, finish, pause, report, report_down, start
from cofab.apps.creation.produce.actions.shift import shift_work

__all__ = [
    "add_photo",
    "cancel_work",
    "finish",
    "machine_counted",
    "machine_turned",
    "move_work",
    "open_work",
    "pause",
    "report",
    "report_down",
    "shift_work",
    "start",
]
