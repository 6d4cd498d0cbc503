"""The limits of making as data: each rule's limit (general under "", else by material group or process), what passing
it costs a piece and a feature in fen, its unit, and where the limit comes from.

Costs are what the workshop figures of the region give for the seconds that the slower way takes; they are judgement.
"""

from __future__ import annotations

from typing import Any

from cofab.core.kernel.rules import RuleSet

_HANDBOOK = "workshop practice, twist drills to 8 diameters without pecking"
_RULES: dict[str, Any] = {
    "deep_hole": {"limit": {"": 8}, "cost_minor": 150, "unit": "times", "source": _HANDBOOK},
    "gun_hole": {"limit": {"": 20}, "cost_minor": 1_500, "unit": "times",
                 "source": "workshop practice, gun drilling from 20 diameters"},
    "flat_bottom": {"limit": {"": 118}, "cost_minor": 60, "unit": "degrees", "source": "DIN 338, drill point 118°"},
    "tiny_hole": {"limit": {"": 1_000}, "cost_minor": 250, "unit": "um", "source": "workshop practice"},
    "small_radius": {"limit": {"": 1_500}, "share": 8, "cost_minor": 300, "unit": "um",
                     "source": "workshop practice, cutters to 4 diameters long"},
    "sharp_corner": {"limit": {"": 1_500}, "share": 8, "cost_minor": 2_000, "unit": "um",
                     "source": "a round cutter leaves its radius"},
    "deep_pocket": {"limit": {"": 5}, "cost_minor": 400, "unit": "times",
                    "source": "workshop practice, cutters to 5 diameters long"},
    "thin_wall": {"limit": {"": 800, "steel": 600, "stainless": 800, "plastic": 1_200}, "cost_minor": 400,
                  "unit": "um", "source": "workshop practice"},
    "thin_rib": {"limit": {"": 8, "aluminium": 10, "plastic": 6}, "cost_minor": 500, "unit": "times",
                 "source": "workshop practice, height to thickness"},
    "unreachable": {"limit": {"": 1}, "cost_minor": 4_000, "unit": "directions", "source": "tool access"},
    "slender": {"limit": {"": 10}, "cost_minor": 600, "unit": "times",
                "source": "workshop practice, steady rest from 10 diameters"},
    "fine_fit": {"limit": {"": 7, "milling": 8, "drilling": 7, "turning": 7}, "cost_minor": 900, "unit": "IT",
                 "source": "ISO 286-1 grades that the process holds without grinding"},
    "fine_tolerance": {"limit": {"": 20}, "cost_minor": 1_200, "unit": "um",
                       "source": "the region's workshops, IT7 to 50 mm"},
    "fine_surface": {"limit": {"": 1_600, "turning": 800}, "cost_minor": 700, "unit": "nm",
                     "source": "ISO 1302, Ra reached without grinding"},
    "coating_fit": {"limit": {"": 0}, "cost_minor": 200, "unit": "um", "source": "ISO 286-1 and the film's growth"},
    "coating_thread": {"limit": {"": 25}, "cost_minor": 150, "unit": "um",
                       "source": "ISO 965-1, four times the film on the pitch diameter"},
    "deep_thread": {"limit": {"": 2_500, "aluminium": 3_000, "plastic": 3_000}, "cost_minor": 120, "unit": "um",
                    "source": "ISO 965-1, engagement beyond 2.5 diameters carries nothing"},
    "thread_bottom": {"limit": {"": 3}, "cost_minor": 200, "unit": "um", "source": "DIN 76-1, three pitches"},
    "too_large": {"limit": {"": 0}, "cost_minor": 0, "unit": "um", "source": "the machines on offer"},
    "unfit_material": {"limit": {"": 0}, "cost_minor": 0, "unit": "", "source": "what the process does to the metal"},
    "bend_radius": {"limit": {"": 1_000, "steel": 700, "stainless": 1_000, "aluminium": 1_500, "copper": 600},
                    "cost_minor": 300, "unit": "um", "source": "DIN 6935, least radius in thicknesses"},
    "hole_near_bend": {"limit": {"": 2_000}, "cost_minor": 250, "unit": "um",
                       "source": "workshop practice, two thicknesses and the radius"},
    "hole_near_edge": {"limit": {"": 1_000}, "cost_minor": 150, "unit": "um",
                       "source": "workshop practice, one thickness"},
    "hole_in_sheet": {"limit": {"": 1_000}, "cost_minor": 80, "unit": "um",
                      "source": "workshop practice, holes as wide as the sheet is thick"},
    "weld_access": {"limit": {"": 25_000}, "cost_minor": 1_500, "unit": "um", "source": "room for a torch, 45°"},
    "unfit": {
        "anodising": ["aluminium", "titanium"],
        "zinc-electroplating": ["steel", "copper"],
        "chrome-plating": ["steel", "stainless", "copper", "aluminium"],
        "electroless-nickel-plating": ["steel", "stainless", "copper", "aluminium"],
        "blackening-and-phosphating": ["steel"],
        "pickling-and-passivation": ["stainless"],
        "heat_treatment": ["steel", "stainless", "aluminium", "titanium"],
        "nitriding": ["steel", "stainless"],
        "carburising-and-hardening": ["steel"],
        "induction-hardening": ["steel"],
    },
    "unweldable": ["7075-T6", "ADC12", "2A12", "2024", "303", "PEEK", "POM", "NBR"],
}  # fmt: skip
DEFAULT_FINDING_RULES = RuleSet("demand.findings", 2, _RULES)
