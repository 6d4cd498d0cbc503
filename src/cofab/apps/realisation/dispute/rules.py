"""The rules of disputes: clocks, what each remedy is worth, and who bears it by cause."""

from cofab.core.realisation.dispute.rules import DEFAULTS
from cofab.core.stewardship.governance.defaults import declare_rules

DISPUTES = declare_rules(
    "disputes",
    DEFAULTS,
    "Disputes",
    "Clocks of answer, talk and appeal; what each remedy is worth, and who bears it by cause.",
)
