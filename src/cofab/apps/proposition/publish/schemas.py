"""What the API of publish reads and writes."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from cofab.apps.proposition.publish.actions import Entered
from cofab.apps.proposition.publish.models import LONGEST_S, Machine, Occupancy


class MachineIn(Schema):
    """A machine to put on sale; lengths in micrometres, money in minor units."""

    name: str = Field(min_length=1, max_length=80)
    model: str = ""
    code: str = ""
    processes: list[str] = Field(min_length=1)
    envelope_um: tuple[int, int, int] = (0, 0, 0)
    tolerance_um: int = 0
    materials: list[str] = []
    rate_minor_per_h: int = Field(ge=0)
    minimum_minor: int = Field(0, ge=0)
    visibility: str = "request"
    minimum_slot_s: int = Field(0, ge=0, le=LONGEST_S)
    notice_s: int = Field(0, ge=0, le=LONGEST_S)
    buffer_s: int = Field(0, ge=0, le=LONGEST_S)
    cancel_s: int = Field(0, ge=0, le=LONGEST_S)

    def facts(self) -> dict:
        """Return the fields as the model names them."""
        values = self.dict()
        x, y, z = values.pop("envelope_um")
        return {**values, "envelope_x_um": x, "envelope_y_um": y, "envelope_z_um": z}


class MachineChange(Schema):
    """What changes of a machine; the rest stays, as what was promised does. Units as in `MachineIn`."""

    name: str | None = Field(None, min_length=1, max_length=80)
    name_en: str | None = Field(None, max_length=80)
    model: str | None = Field(None, max_length=80)
    processes: list[str] | None = Field(None, min_length=1)
    envelope_um: tuple[int, int, int] | None = None
    tolerance_um: int | None = Field(None, ge=0)
    materials: list[str] | None = None
    minimum_slot_s: int | None = Field(None, ge=0, le=LONGEST_S)
    notice_s: int | None = Field(None, ge=0, le=LONGEST_S)
    buffer_s: int | None = Field(None, ge=0, le=LONGEST_S)
    cancel_s: int | None = Field(None, ge=0, le=LONGEST_S)
    rate_minor_per_h: int | None = Field(None, ge=0)
    minimum_minor: int | None = Field(None, ge=0)

    def facts(self) -> dict:
        """Return the fields that were given, as the model names them."""
        values = self.dict(exclude_none=True)
        if envelope := values.pop("envelope_um", None):
            values.update(zip(("envelope_x_um", "envelope_y_um", "envelope_z_um"), envelope, strict=True))
        return values


class MachineOut(Schema):
    """A machine as its owner sees it."""

    key: str
    name: str
    model: str
    code: str
    organisation: str
    processes: list[str]
    families: list[str]
    envelope_um: tuple[int, int, int]
    tolerance_um: int
    materials: list[str]
    rate_minor_per_h: int
    minimum_minor: int
    visibility: str
    minimum_slot_s: int
    notice_s: int
    buffer_s: int
    cancel_s: int
    telemetry: bool
    down_since: datetime | None
    down_until: datetime | None

    @classmethod
    def of(cls, row: Machine) -> MachineOut:
        """Return a stored machine."""
        same = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        envelope = (row.envelope_x_um, row.envelope_y_um, row.envelope_z_um)
        return cls(**{**same, "organisation": row.organisation.key, "envelope_um": envelope})


class MachinesOut(Schema):
    """A list of machines."""

    items: list[MachineOut]
    next: str | None = None


class ClaimIn(Schema):
    """A stretch of time, half-open; `kind` is own or closure."""

    start: datetime
    end: datetime
    kind: str = "own"
    label: str = Field("", max_length=120)


class MoveIn(Schema):
    """Where own work goes: the machine's key ("": it stays), start and end; without `label` its note stays."""

    machine: str = ""
    start: datetime
    end: datetime
    label: str | None = Field(None, max_length=120)


class OpeningIn(Schema):
    """Who sees a stretch of idle time: request, partners, open; empty for what the machine's habit says."""

    start: datetime
    end: datetime
    visibility: str = ""


class OpeningOut(Schema):
    """A stretch of idle time and who sees it."""

    start: datetime
    end: datetime
    visibility: str


class OpeningsOut(Schema):
    """Stretches of a machine that others see than its habit says."""

    items: list[OpeningOut]
    next: str | None = None


class OwnWorkIn(Schema):
    """Lines of own work; `machine` is the key of the machine for lines that name none."""

    text: str = Field(max_length=1_000_000)
    machine: str = ""


class DayIn(Schema):
    """A day off, or one worked in another's place."""

    day: date
    works: bool = False
    name: str = Field("", max_length=60)


class DaysIn(Schema):
    """Days that differ from the week's habit."""

    items: list[DayIn] = Field(max_length=400)


class DaysOut(Schema):
    """Days that differ from the week's habit."""

    items: list[DayIn]
    next: str | None = None


class EnteredLineOut(Schema):
    """What became of a line: the claim's key, or code and facts of why not."""

    line: int
    machine: str
    claim: str
    code: str
    facts: dict


class EnteredOut(Schema):
    """What became of a list, line by line."""

    items: list[EnteredLineOut]
    next: str | None = None

    @classmethod
    def of(cls, rows: list[Entered]) -> EnteredOut:
        """Return what became of every line."""
        return cls(
            items=[
                EnteredLineOut(
                    line=one.entry.line,
                    machine=one.entry.machine,
                    claim=one.row.key if one.row else "",
                    code=one.refused.code if one.refused else "",
                    facts=one.refused.facts if one.refused else {},
                )
                for one in rows
            ]
        )


class ReservationIn(Schema):
    """A stretch of time to hold; what an order holds is reserved with the order."""

    start: datetime
    end: datetime


class ClaimOut(Schema):
    """A claim on a machine's time."""

    key: str
    machine: str
    kind: str
    state: str
    start: datetime
    end: datetime
    order: str
    op: str
    label: str
    expires_at: datetime | None

    @classmethod
    def of(cls, row: Occupancy) -> ClaimOut:
        """Return a stored claim."""
        return cls(
            key=row.key,
            machine=row.machine.key,
            kind=row.kind,
            state=row.state,
            start=row.during.lower,
            end=row.during.upper,
            order=row.order_key,
            op=row.op,
            label=row.label,
            expires_at=row.expires_at,
        )


class ClaimsOut(Schema):
    """A list of claims."""

    items: list[ClaimOut]
    next: str | None = None


class WindowOut(Schema):
    """A free window."""

    start: datetime
    end: datetime


class WindowsOut(Schema):
    """A machine's free windows."""

    items: list[WindowOut]
    next: str | None = None


class DownIn(Schema):
    """Why a machine is down and when it is expected back."""

    reason: str = Field("", max_length=200)
    until: datetime | None = None


class VisibilityIn(Schema):
    """Who sees the idle windows: request, partners or open."""

    visibility: str
