"""The rules that agree adds: how long capacity is held while people talk, sign and pay."""

from cofab.core.stewardship.governance.defaults import declare_rules

RESERVE = declare_rules(
    "reserve", {"hold_s": 259_200}, "Reservations", "How long capacity is held while people talk, sign and pay."
)
