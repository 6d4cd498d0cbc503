"""Why publish says no."""

from cofab.core.kernel.refusal import declare

WINDOW_TAKEN = declare(
    "publish.window_taken", "{machine} is already taken in that time. Free instead: see the alternatives."
)
MACHINE_DOWN = declare("publish.machine_down", "{machine} is down and takes no new work before it is back.")
RESERVATION_LAPSED = declare(
    "publish.reservation_lapsed", "The reservation has lapsed. Reserve again; the windows may still be free."
)
TOO_MANY_HELD = declare(
    "publish.too_many_held",
    "A firm holds at most {most} reservations without an order. Order, or wait until one lapses.",
)
WINDOW_PAST = declare("publish.window_past", "That time lies in the past.")
SLOT_TOO_SHORT = declare("publish.slot_too_short", "{machine} is held for {least_s} s or longer.")
NOTICE_TOO_SHORT = declare("publish.notice_too_short", "{machine} wants {notice_s} s of notice.")
TOO_NEAR = declare("publish.too_near", "{machine} wants {buffer_s} s between one work and the next.")
TOO_LATE = declare(
    "publish.too_late_to_give_back", "{machine} is given back {cancel_s} s before it begins at the latest."
)
CODE_TAKEN = declare("publish.code_taken", "The identity code {identity} belongs to another machine.")
UNKNOWN_PROCESS = declare("publish.unknown_process", "The vocabulary has no process called {process}.")
PROMISED_STAYS = declare(
    "publish.promised_stays", "This time is promised to an order; it moves only when the order is replanned."
)
UNKNOWN_MACHINE = declare("publish.unknown_machine", "You have no machine called {machine}.")
NOT_ICALENDAR = declare("publish.not_icalendar", "This is no iCalendar file: {problem}")
