"""The rules that monitor adds: how long what machines told is kept."""

from cofab.core.stewardship.governance.defaults import declare_rules

KEEP = declare_rules(
    "machine_data",
    {"points_days": 400, "hours_days": 3650},
    "Machine data",
    "How many days the points of machines are kept, and their hourly sums.",
)
