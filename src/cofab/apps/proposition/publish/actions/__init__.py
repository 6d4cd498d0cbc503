"""What may be done to machines and their time; every write goes through here."""

from cofab.apps.proposition.publish.actions.claims import block, block_many, mark_down, mark_up, release_own
from cofab.apps.proposition.publish.actions.imports import (
    Fill,
    enter_days,
    import_machines,
    load_reference,
    tell_standings,
)
from cofab.apps.proposition.publish.actions.machines import add_machine, change_machine, show_machine, tell_standing
from cofab.apps.proposition.publish.actions.openings import open_up
from cofab.apps.proposition.publish.actions.own import Entered, bring_back, enter_list, move_own, try_list
from cofab.apps.proposition.publish.actions.reserve import (
    Ask,
    confirm,
    expire_stale,
    finish,
    give_back,
    rebook,
    release,
    reserve,
    reserve_many,
)

__all__ = [
    "Ask",
    "Entered",
    "Fill",
    "add_machine",
    "block",
    "block_many",
    "bring_back",
    "change_machine",
    "confirm",
    "enter_days",
    "enter_list",
    "expire_stale",
    "finish",
    "give_back",
    "import_machines",
    "load_reference",
    "mark_down",
    "mark_up",
    "move_own",
    "open_up",
    "rebook",
    "release",
    "release_own",
    "reserve",
    "reserve_many",
    "show_machine",
    "tell_standing",
    "tell_standings",
    "try_list",
]
