"""The first version of the time model's parameters: seconds, cubic millimetres a minute, millimetres a minute.

Milling's removal rates are the largest cutter's; `cutter_ppm` says what share of it a smaller one removes.

Calibrated on published work plans that state minutes for clamping, tool changes, cutting, seams and inspection, and on
workshop figures for set-ups and programmes of the region; an operator or a firm replaces them with its own.
"""

from __future__ import annotations

from typing import Any

from cofab.core.kernel.rules import RuleSet

_TIMES: dict[str, Any] = {
    "turning": {
        "programme_s": 1800, "set_up_s": 1800, "prepare_s": 300, "clamp_s": 180, "tool_change_s": 10, "feature_s": 8,
        "removal_mm3_per_min": {
            "aluminium": 120_000, "copper": 100_000, "steel": 60_000, "stainless": 35_000, "titanium": 15_000,
            "plastic": 200_000, "rubber": 200_000,
        },
        "fit_s": 30,
    },
    "milling": {
        "programme_s": 4500, "programme_feature_s": 300, "set_up_s": 4500, "prepare_s": 300, "clamp_s": 180,
        "reclampings": 1, "tool_change_s": 15, "feature_s": 11, "fit_s": 30,
        "removal_mm3_per_min": {
            "aluminium": 1_400_000, "copper": 450_000, "steel": 300_000, "stainless": 170_000, "titanium": 70_000,
            "plastic": 1_800_000, "rubber": 1_800_000,
        },
        "cutter_ppm": [
            [1_000, 1_000], [2_000, 5_000], [3_000, 15_000], [4_000, 40_000], [6_000, 180_000], [8_000, 230_000],
            [10_000, 320_000], [12_000, 400_000], [16_000, 460_000], [20_000, 550_000], [25_000, 690_000],
            [32_000, 820_000], [40_000, 1_000_000],
        ],
    },
    "drilling": {
        "programme_s": 600, "programme_feature_s": 60, "set_up_s": 1500, "prepare_s": 300, "clamp_s": 180,
        "tool_change_s": 20, "tool_s": 2, "hole_s": 10, "sink_s_per_mm": 2, "thread_s_per_mm": 2, "fit_s": 10,
        "feed_mm_per_min": {
            "aluminium": 1_400, "copper": 1_000, "steel": 700, "stainless": 350, "titanium": 150, "plastic": 2_000,
            "rubber": 1_000,
        },
    },
    "welding": {"set_up_s": 1800, "prepare_s": 300, "position_s": 300, "seam_mm_per_min": 200, "check_mm_per_min": 300},
    "grinding": {
        "set_up_s": 1800, "prepare_s": 180, "clamp_s": 300, "feature_s": 120, "area_mm2_per_min": 20_000,
    },
    "cutting": {"programme_s": 600, "set_up_s": 900, "prepare_s": 10, "cut_mm_per_min": 3000, "pierce_s": 1},
    "bending": {"set_up_s": 1500, "bend_s": 25},
    "deburring": {"set_up_s": 600, "prepare_s": 30, "feature_s": 6, "edge_s_per_dm2": 10},
    "inspection": {"set_up_s": 1800, "prepare_s": 60, "dimension_s": 60, "first_article_s": 3600},
    "marking": {"set_up_s": 600, "run_s": 20},
    "coating": {"set_up_s": 0, "mask_s": 60, "hang_s": 30},
}  # fmt: skip

DEFAULT_TIMES = RuleSet("demand.time", 2, _TIMES)
