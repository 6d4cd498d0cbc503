"""The first version of the price model's parameters: money in fen, shares in millionths, by the region's figures."""

from __future__ import annotations

from typing import Any

from cofab.core.kernel.rules import RuleSet

_PRICES: dict[str, Any] = {
    "currency": "CNY",
    "rate_minor_per_h": {
        "turning": [3500, 6000], "milling": [5000, 8500], "drilling": [4000, 6000], "welding": [5000, 8000],
        "grinding": [4000, 7500], "deburring": [2800, 4500], "inspection": [12000, 20000], "cutting": [15000, 32000],
        "marking": [3000, 5000], "bending": [7000, 11000], "honing": [5000, 11000],
    },
    "least_minor": {
        "turning": [20000, 35000], "milling": [20000, 35000], "drilling": [20000, 30000], "welding": [15000, 30000],
        "grinding": [20000, 30000], "deburring": [5000, 10000], "inspection": [20000, 40000], "cutting": [10000, 20000],
        "bending": [10000, 15000], "casting": [50000, 100000], "moulding": [50000, 80000], "additive": [5000, 10000],
        "honing": [20000, 30000],
    },
    "group_ppm": {"stainless": [1_400_000, 1_800_000], "titanium": [2_500_000, 4_000_000]},
    "fit_ppm": {"7": [1_000_000, 1_100_000], "6": [1_400_000, 1_800_000], "5": [1_600_000, 2_000_000]},
    "finish_minor_per_dm2": {
        "hard-anodising": [250, 400], "decorative-anodising": [80, 180], "zinc-electroplating": [60, 120],
        "electroless-nickel-plating": [200, 400], "chrome-plating": [600, 1200], "powder-coating": [18, 35],
        "blasting-finish": [30, 80], "painting-and-electrophoretic-coating": [25, 50],
        "blackening-and-phosphating": [20, 40], "pickling-and-passivation": [20, 45],
    },
    "finish_bulk_from_dm2": 2500,
    "finish_bulk_ppm": [450_000, 600_000],
    "finish_least_minor": [15000, 30000],
    "mask_minor": [100, 300],
    "heat_minor_per_kg": {
        "": [200, 400], "vacuum-hardening": [1000, 1800], "carburising-and-hardening": [400, 800],
        "nitriding": [800, 1500], "induction-hardening": [400, 800],
        "annealing-stress-relief-and-ageing": [150, 300],
    },
    "heat_least_minor": [10000, 30000],
    "near_net_ppm": 1_250_000,
    "cut_minor": [300, 800],
    "spare_ppm": [20_000, 50_000],
    "first_article_minor": [10000, 30000],
    "report_minor": [10000, 30000],
    "leg_minor": [6000, 11000],
    "leg_minor_per_kg": [35, 80],
    "margin_ppm": [60_000, 160_000],
    "risk_ppm": [40_000, 40_000],
    "fee_ppm": 25_000,
    "vat_ppm": 130_000,
    "vat_by_ticket": {"special": [130_000, 130_000], "small": [10_000, 30_000]},
    "breaks": [1, 10, 50, 200, 500, 2000],
    "sample_sizes": [[15, 2], [50, 3], [150, 5], [500, 8], [3200, 13], [35000, 20]],
}  # fmt: skip

DEFAULT_PRICES = RuleSet("demand.price", 2, _PRICES)
