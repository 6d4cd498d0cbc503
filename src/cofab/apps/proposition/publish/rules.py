"""The rules that publish adds: how long a bare reservation (without an order) is held, and how many a firm may hold."""

from cofab.core.stewardship.governance.defaults import declare_rules

PUBLISH = declare_rules(
    "publish",
    {"reservation_s": 1_800, "reservations_per_firm": 20},
    "Publishing",
    "How long a bare reservation is held, and how many of them a firm may hold.",
)
