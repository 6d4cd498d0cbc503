"""The rules that plan adds: how work is priced, timed and moved while planning, how far it looks, how plans compare."""

from cofab.core.creation.plan.ranking import WEIGHTS
from cofab.core.creation.plan.rules import DEFAULTS
from cofab.core.stewardship.governance.defaults import declare_rules

PLAN = declare_rules("plan", DEFAULTS, "Planning", "What plans charge, and how they are ranked.")
SEARCH = declare_rules(
    "search", {"seconds": 10, "horizon_days": 60}, "Search", "How long plans are searched for, how many days ahead."
)
COMPARISON = declare_rules(
    "comparison", {"weights": WEIGHTS}, "Comparison of plans", "What counts how much before anybody moves a slider."
)
