"""What the API of monitor reads and writes."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema


class GatewayIn(Schema):
    """A gateway to register: what people call it, its Ed25519 public key in base64."""

    name: str = Field(min_length=1, max_length=80)
    public_key: str


class GatewayOut(Schema):
    """A registered gateway."""

    key: str
    name: str
    public_key: str
    active: bool
    registered_at: datetime
    heard_at: datetime | None
    points: int


class GatewaysOut(Schema):
    """A list of gateways."""

    items: list[GatewayOut]
    next: str | None = None


class TakenOut(Schema):
    """What became of a batch: all points up to `acknowledged` are stored or refused for good."""

    acknowledged: int
    kept: int
    repeated: int
    refused: list[tuple[int, str]]
    clock_off_s: int = 0


class NowOut(Schema):
    """What a machine does now, as far as its gateway tells."""

    state: str
    busy: str
    since: datetime | None
    heard_at: datetime | None
    fault: str
    program: str
    counter: int
    tells_state: bool
    silent: bool


class SignalHourOut(Schema):
    """A signal over one hour."""

    item: str
    hour: datetime
    unit: str
    count: int
    doubtful: int
    low: float
    high: float
    mean: float


class SignalsOut(Schema):
    """Hourly sums of signals, oldest first."""

    items: list[SignalHourOut]
    next: str | None = None


class StatesOut(Schema):
    """States over a window, as `cofab states` gives them."""

    from_: datetime = Field(alias="from")
    to: datetime
    seconds: dict[str, int]
    spans: list[tuple[str, datetime, datetime]]
    measured_s: int
