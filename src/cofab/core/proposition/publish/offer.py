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
    kilograms or pieces as `unit` says (empty: by the hour only).
    `speed_ppm` multiplies run time (1,000,000: as stated; 800,000: a fifth less).
    `credit_ppm` is the lower bound of the firm's credit, `carbon_g_per_h` its emissions while running.

    `windows` are the stretches of time in which the machine is attended and free. Where given, `stretches` numbers
    them: work may pause between windows of one number (night, lunch, Sunday) but not across two numbers (somebody
    else's work stands between). `hands` tells for each window how many of the firm's operators are free in it
    (empty or 0: operators are no limit). From `bulk_units` units on, `bulk_unit_minor` replaces `unit_minor`.
    `lead_s` passes between the arrival of goods and the earliest start. `expired` are certificates out of date.
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
    stretches: tuple[int, ...] = ()
    hands: tuple[int, ...] = ()
    bulk_units: int = 0
    bulk_unit_minor: int = 0
    minimum_pieces: int = 0
    vat_ppm: int = 130_000
    expired: frozenset[str] = frozenset()
