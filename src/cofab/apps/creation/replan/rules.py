"""How long those whom a proposal touches may think about it; an operator may change it."""

from cofab.core.stewardship.governance.defaults import declare_rules

REPLAN = declare_rules(
    "replan", {"consent_s": 14_400}, "Breakdowns", "How long people have to agree when work must move."
)
