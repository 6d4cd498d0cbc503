"""The first version of every rule set, and where other steps declare theirs.

Promises: a rule set's values are JSON-ready without floats; its hash is what decisions store. What a set is called and
does is told in two sentences beside it, translated like every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.core.kernel.rules import RuleSet

DEFAULTS: dict[str, RuleSet] = {}
WORDS: dict[str, tuple[str, str]] = {}


def declare_rules(name: str, values: Mapping[str, Any], title: str, what: str) -> RuleSet:
    """Register the first version of the rules called `name`, and how people are told of them; return it.

    Raises ValueError when the name is taken by other values.
    """
    fresh = RuleSet(name, 1, dict(values))
    if DEFAULTS.setdefault(name, fresh).hash != fresh.hash:
        raise ValueError(f"rules {name} are declared twice")
    WORDS[name] = (title, what)
    return DEFAULTS[name]


AGREE = declare_rules(
    "agree",
    {
        "quantity_tolerance_ppm": 30_000,
        "late_per_day_ppm": 3_000,
        "late_cap_ppm": 50_000,
        "acceptance_silence_days": 7,
        "retention_ppm": 0,
        "retention_days": 90,
        "performance_ppm": 20_000,
        "innovation_ppm": 10_000,
        "request_answer_s": 14_400,
    },
    "Contract clauses",
    "Tolerances, penalties, acceptance by silence and pools of every contract.",
)

SETTLE = declare_rules(
    "settle",
    {
        "schedule": {
            "maker": [["started", 300_000], ["made", 400_000], ["accepted", 300_000]],
            "material": [["started", 1_000_000]],
            "carrier": [["carried", 1_000_000]],
            "inspector": [["reported", 1_000_000]],
            "platform": [["accepted", 1_000_000]],
            "other": [["accepted", 1_000_000]],
        },
        "rating_days": 14,
    },
    "Milestones",
    "Which part of whose money is released by which event.",
)

ENDINGS = declare_rules(
    "endings",
    {
        "half_made_ppm": {"buyer": 1_000_000, "material": 1_000_000, "nobody": 1_000_000, "supplier": 0},
        "cancel_ppm": 100_000,
        "recovery_by": ["reserve", "supplier", "buyer"],
    },
    "Early endings",
    "What is paid when work is cancelled, half made or fails, by who caused it.",
)

FEES = declare_rules(
    "fees",
    {"platform_ppm": 25_000, "of": "work", "material_excluded": True},
    "Fees",
    "What the platform charges, and of what.",
)

SPLIT = declare_rules(
    "split",
    {"base_ppm": 850_000, "performance_ppm": 100_000, "innovation_ppm": 50_000},
    "Income split",
    "Base by resources, performance by delivery, innovation by contribution.",
)

CREDIT = declare_rules(
    "credit",
    {
        "weights_ppm": {
            "on_time": 350_000,
            "quality": 250_000,
            "rating": 150_000,
            "stability": 100_000,
            "answers": 100_000,
            "disputes": 50_000,
        },
        "half_life_days": 365,
        "cap_ppm": 3_000_000,
        "prior_good_ppm": 1_000_000,
        "prior_bad_ppm": 1_000_000,
        "quantile_ppm": 50_000,
        "opens": [
            [0, "probation", 2_000_000],
            [300_000, "limit", 8_000_000],
            [600_000, "half_deposit", 12_000_000],
            [750_000, "advance", 30_000_000],
        ],
    },
    "Credit",
    "Weights, forgetting, caps and the cautious lower bound by which firms are ranked.",
)
