"""The first version of the rules of disputes: clocks, remedies, and who bears what by cause.

Everything is in parts per million, days or minor units; the committee may change it for disputes to come.
"""

from __future__ import annotations

from typing import Any

DEFAULTS: dict[str, Any] = {
    "answer_days": 3,
    "talk_days": 7,
    "appeal_days": 7,
    "mend_days": 14,
    "warranty_days": 365,
    "bears_ppm": {"respondent": 1_000_000, "claimant": 0, "material": 0, "nobody": 500_000},
    "remedies_ppm": {"refund": 1_000_000, "elsewhere": 250_000, "keep": 150_000, "none": 0},
    "kinds": {
        "coating_tolerance": ["refund", "remake", "rework", "elsewhere", "keep"],
        "shade": ["refund", "rework", "elsewhere", "keep"],
        "scrap": ["refund", "remake", "keep"],
        "short": ["refund", "remake"],
        "scratched": ["refund", "remake", "rework", "elsewhere", "keep"],
        "material_late": ["refund"],
        "burrs": ["refund", "rework", "elsewhere", "keep"],
        "revision": ["refund", "remake", "rework", "elsewhere", "keep"],
        "certificate": ["refund", "keep"],
        "no_answer": ["none"],
        "warranty": ["refund", "remake", "rework", "elsewhere", "keep"],
        "other": ["refund", "remake", "rework", "elsewhere", "keep"],
    },
    "loss_ppm": 20_000,
    "carrier_times": 3,
    "certificate_keep_ppm": 50_000,
}
