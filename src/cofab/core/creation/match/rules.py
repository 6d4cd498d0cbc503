"""The first version of the rules that candidates are ranked under.

Weights are shares of their sum; times in seconds, shares in millionths. An operator or committee may change each.
"""

from __future__ import annotations

from typing import Any

from cofab.core.kernel.rules import RuleSet

DEFAULTS: dict[str, Any] = {
    "weights": {"price": 35, "time": 20, "credit": 20, "distance": 10, "flexibility": 10, "carbon": 5},
    "small_pieces": 200,
    "small_flexibility": 30,
    "small_machines": 5,
    "lead_half_s": 259_200,
    "km_half": 200,
    "calendar_half_s": 259_200,
    "exposure_places": 10,
    "exposure_ppm": 100_000,
    "exposure_least_ppm": 500_000,
    "list_s": 900,
    "waitings_per_firm": 20,
}
"""`list_s`: for so long a published list is shown again before candidates are ranked anew."""

FIRST = RuleSet("match", 1, DEFAULTS)
