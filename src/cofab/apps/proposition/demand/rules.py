"""The rules that demand adds: minutes, prices and limits of making, and the days of the forecast beside the date."""

from cofab.core.proposition.demand.findings import DEFAULT_FINDING_RULES
from cofab.core.proposition.demand.price_rules import DEFAULT_PRICES
from cofab.core.proposition.demand.time_rules import DEFAULT_TIMES
from cofab.core.stewardship.governance.defaults import declare_rules

TIMES = declare_rules(
    DEFAULT_TIMES.name,
    DEFAULT_TIMES.values,
    "Minutes",
    "Clampings, tool changes, cycles and rates that an estimate's minutes are made of; cofab calibrate fits them.",
)
PRICES = declare_rules(
    DEFAULT_PRICES.name,
    DEFAULT_PRICES.values,
    "Estimated prices",
    "Hourly prices, minimum charges, finishing, spares and shares of the range before any firm was asked.",
)
FINDINGS = declare_rules(
    DEFAULT_FINDING_RULES.name,
    DEFAULT_FINDING_RULES.values,
    "Limits of making",
    "From where a hole, corner, wall, bend, fit or size is hard to make, and what that costs a piece.",
)

LEAD = declare_rules(
    "demand.lead",
    {
        "shift_s": 28_800,
        "queue_days": 3,
        "material_days": 2,
        "between_days": 1,
        "finish_days": {"anodising": 3, "plating": 3, "painting": 3, "coating": 3, "conversion": 2, "passivation": 2,
                        "blasting": 1, "heat_treatment": 3},
    },
    "Lead time",
    "Working days that an estimate allows for queue, material, outside treatment and each change of shop.",
)  # fmt: skip
