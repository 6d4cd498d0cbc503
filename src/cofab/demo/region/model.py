"""What the demo region is made of, as plain values, and the offers that its machines make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.calendar import Calendar, crew_of, free
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by role only; `roles` as the platform names them ("owner", "planner", "worker"...)."""

    key: str
    name_zh: str
    name_en: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: its code ("iso-9001"), number, last day, and the process ids that it covers (empty: all)."""

    code: str
    name_zh: str
    name_en: str
    number: str
    valid_until: date
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of a firm; fields as in Offer, plus names, identity `code`, calendar and who may see its idle time."""

    key: str
    firm: str
    kind: str
    name_zh: str
    name_en: str
    model: str
    code: str
    processes: frozenset[str]
    families: frozenset[str]
    envelope_um: tuple[int, int, int]
    tolerance_um: int
    materials: frozenset[str]
    rate_minor_per_h: int
    minimum_minor: int
    calendar: Calendar
    unit: str = ""
    unit_minor: int = 0
    bulk_units: int = 0
    bulk_unit_minor: int = 0
    minimum_pieces: int = 0
    speed_ppm: int = 1_000_000
    lead_s: int = 0
    carbon_g_per_h: int = 0
    skill: str = ""
    visibility: str = "request"
    telemetry: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented organisation; `kind` as the platform names them, `trade` what it is known for.

    `operators` is how many people can tend its machines at one time (0: no limit).
    """

    key: str
    kind: str
    name_zh: str
    name_en: str
    town: str
    trade: str = ""
    machines: tuple[Machine, ...] = ()
    operators: int = 0
    people: tuple[Person, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    vat_ppm: int = 130_000
    credit_ppm: int = 600_000
    on_time_ppm: int = 850_000
    phone_only: bool = False
    calendar_late: bool = False
    telemetry: bool = False
    it8_only: bool = False
    new_member: bool = False
    operator_owned: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booking:
    """Time of a machine that is taken: `kind` is "own" (its firm's work) or "closure"."""

    machine: str
    window: Window
    kind: str = "own"


@dataclass(frozen=True, slots=True)
class Region:
    """The whole demo region; `materials` are minor units a kilogram, `holidays` local dates."""

    seed: int
    start: datetime
    firms: tuple[Firm, ...]
    bookings: tuple[Booking, ...]
    map: Map
    holidays: frozenset[date]
    materials: dict[str, int]

    def firm(self, key: str) -> Firm:
        """Return the firm of that key; raises KeyError."""
        return {f.key: f for f in self.firms}[key]

    @property
    def machines(self) -> tuple[Machine, ...]:
        """Return every machine of every firm."""
        return tuple(m for f in self.firms for m in f.machines)


def valid(certificates: Iterable[Certificate], day: date) -> frozenset[str]:
    """Return the codes of the certificates that hold on `day`."""
    return frozenset(c.code for c in certificates if c.valid_until >= day)


def offers(region: Region, between: Window) -> tuple[Offer, ...]:
    """Return what every machine of the region has to offer in that time."""
    taken: dict[str, list[Window]] = defaultdict(list)
    for booking in region.bookings:
        taken[booking.machine].append(booking.window)
    return tuple(offer for firm in region.firms for offer in _of(firm, taken, between))


def _of(firm: Firm, taken: dict[str, list[Window]], between: Window) -> Iterable[Offer]:
    held = valid(firm.certificates, between.start.date())
    crew = crew_of(firm.operators, (w for m in firm.machines for w in taken[m.key]))
    for m in firm.machines:
        time = free(m.calendar, between, taken[m.key], crew)
        yield Offer(
            id=m.key,
            firm=firm.key,
            town=firm.town,
            processes=m.processes,
            families=m.families,
            envelope_um=m.envelope_um,
            tolerance_um=m.tolerance_um,
            materials=m.materials,
            certificates=held,
            expired=frozenset(c.code for c in firm.certificates) - held,
            rate_minor_per_h=m.rate_minor_per_h,
            minimum_minor=m.minimum_minor,
            windows=time.windows,
            stretches=time.stretches,
            hands=time.hands,
            unit=m.unit,
            unit_minor=m.unit_minor,
            bulk_units=m.bulk_units,
            bulk_unit_minor=m.bulk_unit_minor,
            minimum_pieces=m.minimum_pieces,
            speed_ppm=m.speed_ppm,
            lead_s=m.lead_s,
            credit_ppm=firm.credit_ppm,
            on_time_ppm=firm.on_time_ppm,
            carbon_g_per_h=m.carbon_g_per_h,
            skill=m.skill,
            new_member=firm.new_member,
            operator_owned=firm.operator_owned,
            answered_by_phone=firm.phone_only,
            vat_ppm=firm.vat_ppm,
        )
