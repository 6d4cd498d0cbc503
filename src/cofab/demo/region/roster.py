"""Who is in the demo region: forty firms with 300 machines, and the bodies that serve them. All invented.

One row of `roster.tsv` a firm. Marks: p answers by phone only, l updates the calendar late, t has telemetry, 8 quotes
no tolerance better than IT8, n new member, s small taxpayer, o the operator's own supply, d also orders as a buyer.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

CARRIERS = {"van": "luqiao-van", "line": "yinzhou-line", "truck": "beilun-truck"}

ROLES = {
    "supplier": (("owner", "厂长", "owner"), ("planner", "计划员", "planner"), ("worker", "操作工", "worker")),
    "demander": (("owner", "总经理", "owner"), ("buyer", "采购员", "buyer"), ("engineer", "工程师", "engineer")),
    "inspection": (("owner", "站长", "head"), ("inspector", "检验员", "inspector")),
    "operator": (("operator", "运营", "operator"), ("merchandiser", "跟单", "merchandiser")),
    "committee": (("committee", "委员", "member"),),
}
OTHER_ROLES = (("owner", "负责人", "head"), ("worker", "经办人", "clerk"))

MATERIALS = {
    "6061-T6": (3000, 4200), "7075-T6": (5000, 7800), "5052": (2500, 3300), "ADC12": (2000, 2400),
    "Q235": (380, 500), "45": (450, 700), "40Cr": (550, 800), "SPCC": (450, 550), "SECC": (520, 650),
    "304": (1300, 2000), "316L": (2400, 3200), "H59": (5500, 7200), "T2": (8500, 11200), "Cr12MoV": (1700, 2800),
    "718H": (1500, 2400), "TC4": (18000, 32000), "POM": (2500, 3600), "ABS": (1100, 1400), "PA66-GF30": (1900, 2800),
    "PC": (1500, 2100), "PEEK": (90000, 140000), "NBR": (1400, 2200),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the roster; `machines` as (kind, count)."""

    key: str
    kind: str
    town: str
    trade: str
    name_zh: str
    name_en: str
    machines: tuple[tuple[str, int], ...]
    marks: str


def roster() -> tuple[Row, ...]:
    """Return every firm of the region in a fixed order."""
    table = files("cofab.demo.region").joinpath("roster.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return tuple(Row(*r[:6], machines=_machines(r[6]), marks=r[7]) for r in rows)


def _machines(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((kind, int(count)) for kind, count in (item.split("*") for item in text.split()))
