"""Build the demo region from a seed and a start: firms, machines, prices, certificates, own work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.calendar import MONDAY_TO_SATURDAY, Calendar, Shift
from cofab.core.proposition.publish.vocabulary import families_of
from cofab.demo.region.kinds import Kind, kinds
from cofab.demo.region.model import Booking, Certificate, Firm, Machine, Person, Region
from cofab.demo.region.roster import CARRIERS, MATERIALS, OTHER_ROLES, ROLES, Row, roster
from cofab.demo.region.towns import demo_map
from cofab.demo.region.vocabulary import vocabulary
from cofab.demo.region.work import own_work

ZONE = "Asia/Shanghai"
HORIZON_DAYS = 100
_DAY = ((time(8), time(11, 30)), (time(12, 30), time(17)))
HOURS = {
    "day": _DAY,
    "long": (*_DAY, (time(18), time(20, 30))),
    "two": ((time(8), time(20)), (time(20), time(8))),
    "garment": ((time(8), time(12)), (time(13), time(17, 30)), (time(18, 30), time(21))),
}
CREWED = {"cnc", "mould"}
TOLERANCE_IT8_UM = 40


def build(seed: int, start: datetime) -> Region:
    """Return the region of that seed; every date in it is counted from `start` (aware)."""
    today = start.astimezone(ZoneInfo(ZONE)).date()
    holidays = frozenset(today + timedelta(days=n) for n in (45, 46, 47))
    rows = roster()
    firms = tuple(_firm(seed, row, today, holidays, i) for i, row in enumerate(rows))
    bookings = tuple(b for f in firms for b in _bookings(seed, f, today))
    prices = Random(f"{seed}/materials")
    materials = {name: between(prices, low, high) for name, (low, high) in MATERIALS.items()}
    return Region(seed, start, firms, bookings, demo_map(CARRIERS, holidays), holidays, materials)


def between(random: Random, low: int, high: int, lean: float = 0.0) -> int:
    """Return a log-normal value inside [low, high]; `lean` shifts it by that many standard deviations."""
    if low <= 0 or low == high:
        return low
    share = min(1.0, max(0.0, 0.5 + 0.18 * (lean + 0.6 * random.gauss(0, 1))))
    return round(low * math.exp(share * math.log(high / low)))


def _firm(seed: int, row: Row, today: date, holidays: frozenset[date], index: int) -> Firm:
    random = Random(f"{seed}/{row.key}")
    lean = random.gauss(0, 1) - (0.6 if "s" in row.marks else 0.0)
    machines = _machines(random, row, lean, holidays, index)
    crew = max(2, round(random.uniform(0.5, 0.7) * len(machines))) if row.trade in CREWED else len(machines)
    return Firm(
        key=row.key,
        kind=row.kind,
        name_zh=f"演示·{row.name_zh}",
        name_en=f"Demo {row.name_en}",
        town=row.town,
        trade=row.trade,
        machines=machines,
        operators=crew,
        people=_people(row),
        certificates=_certificates(random, row, today, index),
        vat_ppm=30_000 if "s" in row.marks else 130_000,
        credit_ppm=_credit(random, row),
        on_time_ppm=random.randrange(750_000, 900_001, 5_000),
        phone_only="p" in row.marks,
        calendar_late="l" in row.marks,
        telemetry="t" in row.marks,
        it8_only="8" in row.marks,
        new_member="n" in row.marks,
        operator_owned="o" in row.marks,
        also=("demander",) if "d" in row.marks else (),
    )


def _credit(random: Random, row: Row) -> int:
    return 300_000 if "n" in row.marks else random.randrange(520_000, 910_001, 5_000)


def _people(row: Row) -> tuple[Person, ...]:
    return tuple(
        Person(f"{row.key}/{role}", f"演示·{row.name_zh}{zh}", f"Demo {row.name_en}, {en}", (role,))
        for role, zh, en in ROLES.get(row.kind, OTHER_ROLES)
    )


def _machines(random: Random, row: Row, lean: float, holidays: frozenset[date], index: int) -> tuple[Machine, ...]:
    table = kinds()
    found = []
    for key, count in row.machines:
        for number in range(1, count + 1):
            found.append(_machine(random, row, table[key], number, lean, holidays, f"{index:02d}{len(found):03d}"))
    return tuple(found)


def _machine(
    random: Random, row: Row, kind: Kind, number: int, lean: float, holidays: frozenset[date], code: str
) -> Machine:
    processes = frozenset(kind.processes)
    tolerance = (
        max(kind.tolerance_um, TOLERANCE_IT8_UM) if "8" in row.marks and kind.tolerance_um else kind.tolerance_um
    )
    return Machine(
        key=f"{row.key}/{kind.key}-{number}",
        firm=row.key,
        kind=kind.key,
        name_zh=f"{kind.name_zh} {number}号",
        name_en=f"{kind.name_en} no. {number}",
        model=f"DEMO-{kind.key.upper()}",
        code=f"DEMO.88/{code}",
        processes=processes,
        families=families_of(vocabulary(), processes),
        envelope_um=tuple(v * 1000 for v in kind.envelope_mm),  # type: ignore[arg-type]
        tolerance_um=tolerance,
        materials=frozenset(kind.materials),
        rate_minor_per_h=_round(between(random, *kind.rate, lean=lean), 50),
        minimum_minor=_round(between(random, *kind.minimum, lean=lean), 1000),
        calendar=Calendar((Shift(MONDAY_TO_SATURDAY, HOURS[kind.hours]),), ZONE, holidays),
        unit=kind.unit,
        unit_minor=between(random, *kind.unit_price, lean=lean),
        bulk_units=kind.bulk_from,
        bulk_unit_minor=between(random, *kind.bulk_price, lean=lean),
        minimum_pieces=kind.least,
        speed_ppm=round(100_000_000 / kind.speed_pct),
        lead_s=kind.lead_days * 86_400,
        carbon_g_per_h=kind.carbon,
        skill=kind.processes[0] if kind.key in ("five", "hmc", "gantry") else "",
        visibility=random.choice(("request", "request", "partners", "open")),
        telemetry="t" in row.marks,
    )


def _round(value: int, step: int) -> int:
    return round(value / step) * step


def _certificates(random: Random, row: Row, today: date, index: int) -> tuple[Certificate, ...]:
    def held(code: str, zh: str, en: str, days: int, scope: tuple[str, ...] = ()) -> Certificate:
        return Certificate(code, zh, en, f"DEMO-{code.upper()}-{index:03d}", today + timedelta(days=days), scope)

    found = []
    if row.kind == "supplier" and random.random() < 0.6:
        days = -40 if row.key in EXPIRED else random.randrange(120, 900)
        found.append(held("iso-9001", "质量管理体系", "Quality management", days))
    if row.town in ("tangxia", "yuhuan") and row.trade in ("cnc", "grinding", "stamping"):
        found.append(held("iatf-16949", "汽车质量体系", "Automotive quality", random.randrange(120, 700)))
    if row.kind == "supplier" and random.random() < 0.15:
        found.append(held("iso-14001", "环境管理体系", "Environmental management", random.randrange(120, 700)))
    if row.trade == "surface":
        found.append(held("discharge-permit", "排污许可证", "Discharge permit", random.randrange(200, 1500)))
    if row.trade == "sheet":
        found.append(held("welder", "焊工证", "Welder permit", random.randrange(120, 700)))
    if row.kind == "material":
        found.append(held("business-licence", "营业执照", "Business licence", 3650, DEALS[row.trade]))
    if row.key == "yinzhou-lab":
        scope = ("cmm-dimensional-inspection", "material-chemical-and-salt-spray-testing")
        found += [held("cma", "检验机构资质", "CMA", 700, scope), held("cnas", "实验室认可", "CNAS", 400, scope)]
    if row.key == "luqiao-lab":
        found.append(held("cma", "检验机构资质", "CMA", -15, ("material-chemical-and-salt-spray-testing",)))
    return tuple(found)


DEALS = {
    "material": ("aluminium", "steel", "stainless", "copper", "titanium", "plastic"),
    "textile": ("textile", "paper"),
}
"""What the dealers' licences let them deal in, by groups of materials."""
EXPIRED = frozenset({"fenghua-cnc", "yuyao-vmc", "ninghai-shop", "tangxia-heat"})


def _bookings(seed: int, firm: Firm, today: date) -> Sequence[Booking]:
    random = Random(f"{seed}/{firm.key}/work")
    work = own_work(random, [m.key for m in firm.machines], firm.operators, today, HORIZON_DAYS, ZONE)
    return [Booking(machine, window) for machine, window in work] + _closures(firm, today)


def _closures(firm: Firm, today: date) -> list[Booking]:
    """Return the inspection day on which the surface treatment firms stand still."""
    if firm.trade != "surface":
        return []
    day = today + timedelta(days=27 + len(firm.key) % 3)
    zone = ZoneInfo(ZONE)
    begin, end = (datetime.combine(day, at, zone).astimezone(UTC) for at in (time(21), time(23)))
    return [Booking(m.key, Window(begin, end), "closure") for m in firm.machines]
