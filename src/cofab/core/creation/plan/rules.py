"""The rules a plan is priced and timed under, as versioned data; these are the first version.

Money in minor units, time in seconds, shares in millionths. An operator may change every value.
"""

from __future__ import annotations

from typing import Any

from cofab.core.kernel.rules import RuleSet

DEFAULTS: dict[str, Any] = {
    "tick_s": 900,
    "material_ready_s": 86_400,
    "spare_ppm": 20_000,
    "handover_inspection_minor": 6_000,
    "handover_inspection_s": 1_800,
    "coordination_minor": 3_000,
    "new_partner_minor": 10_000,
    "loading_s": 1_800,
    "packing_minor_per_kg": 25,
    "one_clamping_saved_ppm": 600_000,
    "one_clamping_families": ["turning", "milling", "drilling", "boring"],
    "removing_families": ["turning", "milling", "drilling", "boring", "grinding", "cutting", "edm", "sawing"],
    "fee_ppm": 25_000,
    "reserve_ppm": 40_000,
    "vat_leg_ppm": 90_000,
    "vat_service_ppm": 60_000,
    "vat_material_ppm": 130_000,
    "lots_from": 200,
    "lot_steps": 20,
    "most_lots": 12,
    "shy_ppm": 10_000,
    "unknown_piece_g": 1_000,
    "licences": {"anodising": "discharge-permit", "plating": "discharge-permit", "conversion": "discharge-permit"},
    "inspection": {
        "family": "inspection",
        "process": "cmm-dimensional-inspection",
        "certificate": "cnas",
        "setup_s": 5_400,
        "run_s": 900,
    },
    "sampled_families": ["inspection"],
    "sample_sizes": [[15, 2], [50, 3], [150, 5], [500, 8], [3_200, 13], [35_000, 20]],
    "carbon_leg_mg_per_kg_km": 120,
    "slack_half_life_s": 259_200,
    "most_plans": 5,
    "trust_minor_per_credit": 200_000,
}
"""`sample_sizes`: up to so many pieces, so many are measured (GB/T 2828.1, special level S-3)."""

FIRST = RuleSet("plan", 1, DEFAULTS)
