"""The rules that demand adds: how long a part takes before any firm was asked, for the forecast beside the date."""

from cofab.core.stewardship.governance.defaults import declare_rules

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
