"""What the API of publish reads and writes."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from cofab.apps.proposition.publish.models import Machine, Occupancy


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
