"""The rules that match adds: what counts when candidates are ranked, and the floor for firms new on the platform."""

from cofab.core.creation.match.classes import DEFAULTS as CRITERIA
from cofab.core.creation.match.rules import DEFAULTS
from cofab.core.stewardship.governance.defaults import declare_rules

MATCH = declare_rules(
    "match",
    DEFAULTS,
    "Ranking of candidates",
    "Weights of price, time, credit, distance, flexibility and carbon, and the first places kept for new firms.",
)
CLASSES = declare_rules(
    "classes", CRITERIA, "Classes of factories", "Criteria that put a firm into a published class, from its records."
)
