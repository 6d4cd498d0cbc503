"""The rules of monthly statements: when they close, when what they list is due, and interest for the late."""

from cofab.core.stewardship.governance.defaults import declare_rules

STATEMENTS = declare_rules(
    "statements",
    {"closing_day": 25, "due_days": 30, "late_ppm_per_day": 500},
    "Monthly statements",
    "The closing day, days until what is listed is due, and late interest where nothing else is agreed.",
)
