"""An offer: one machine on sale with its abilities, price, place and free windows.

Not here: whose work fills the other windows; the planner sees free and busy only.
"""

from __future__ import annotations

from dataclasses import dataclass

from cofab.core.kernel.window import Window


@dataclass(frozen=True, slots=True)
class Offer:
    """A machine on sale. Money in minor units, lengths in micrometres, times in seconds.

    `processes` are vocabulary ids, `families` the process families they belong to; `materials` are material
    groups ("aluminium"; empty: all). The price of q pieces of an operation is
    max(minimum_minor, rate_minor_per_h x hours + unit_minor x units), where units are square decimetres,
    kilograms or pieces as `unit` says (empty: by the hour only). `speed_ppm` scales run time (1,000,000: as stated).
    `credit_ppm` is the lower bound of the firm's credit, `carbon_g_per_h` its emissions while running.
    """

    id: str
    firm: str
    town: str
    processes: frozenset[str]
    families: frozenset[str]
    envelope_um: tuple[int, int, int]
    tolerance_um: int
    materials: frozenset[str]
    certificates: frozenset[str]
    rate_minor_per_h: int
    minimum_minor: int
    windows: tuple[Window, ...]
    unit: str = ""
    unit_minor: int = 0
    speed_ppm: int = 1_000_000
    lead_s: int = 0
    credit_ppm: int = 500_000
    on_time_ppm: int = 850_000
    carbon_g_per_h: int = 0
    skill: str = ""
    new_member: bool = False
    operator_owned: bool = False
    answered_by_phone: bool = False
