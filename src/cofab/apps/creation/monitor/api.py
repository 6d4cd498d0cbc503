"""The API of monitor: gateways, their batches, the states of one's machines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from ninja import Router

from cofab.apps.base.clock import now
from cofab.apps.creation.monitor import actions, selectors
from cofab.apps.creation.monitor.models import Gateway
from cofab.apps.creation.monitor.schemas import (
    GatewayIn,
    GatewayOut,
    GatewaysOut,
    NowOut,
    SignalsOut,
    StatesOut,
    TakenOut,
)
from cofab.core.creation.monitor import hours
from cofab.core.creation.monitor.spans import seconds
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window

gateway = Router(tags=["monitor"])
gateways = Router(tags=["monitor"])
twins = Router(tags=["monitor"])

LONGEST = timedelta(days=31)


@gateway.post("/batches", response=TakenOut, auth=None, summary="Take a gateway's signed batch")
def batches(request: HttpRequest) -> actions.Taken:
    """Store points that a gateway signed (headers X-Cofab-Gateway, X-Cofab-Signature); repeats do no harm."""
    name, signature = request.headers.get("X-Cofab-Gateway", ""), request.headers.get("X-Cofab-Signature", "")
    return actions.enqueue(request.viewer, name, request.body, signature)


@gateways.get("", response=GatewaysOut, summary="My gateways")
def listed(request: HttpRequest) -> dict[str, object]:
    """Return the gateways of the acting firm."""
    return {"items": list(selectors.gateways(request.viewer))}


@gateways.post("", response={201: GatewayOut}, summary="Register a gateway")
def register(request: HttpRequest, body: GatewayIn) -> tuple[int, Gateway]:
    """Register a gateway of the acting firm by its public key."""
    return 201, actions.register(request.viewer, body.name, body.public_key)


@gateways.post("/{key}/retire", response=GatewayOut, summary="Take no more from a gateway")
def retire(request: HttpRequest, key: str) -> Gateway:
    """Take no more batches from a gateway."""
    return actions.retire(request.viewer, key)


@twins.get("/{key}", response=NowOut, summary="What a machine does now")
def machine(request: HttpRequest, key: str) -> selectors.Now:
    """Return what one of one's machines does now."""
    return selectors.machine_now(request.viewer, key)


@twins.get("/{key}/signals", response=SignalsOut, summary="A machine's signals by the hour")
def signals(request: HttpRequest, key: str, item: str = "", start: datetime | None = None) -> dict[str, object]:
    """Return the hourly sums of one of one's machines from `start` (default: the last day), at most a thousand."""
    begin = (start or now() - timedelta(days=1)).astimezone(UTC)
    return {"items": list(selectors.signal_hours(request.viewer, key, begin, item))}


@twins.get("/{key}/states", response=StatesOut, summary="A machine's states over a window")
def states(request: HttpRequest, key: str, start: datetime | None = None, end: datetime | None = None) -> StatesOut:
    """Return the states of one of one's machines (default: the last 24 hours; at most 31 days)."""
    end = (end or now()).astimezone(UTC)
    start = (start or end - timedelta(days=1)).astimezone(UTC)
    if not timedelta(0) < end - start <= LONGEST:
        raise Refused(INVALID, field="start, end", problem=f"{start.isoformat()} {end.isoformat()}")
    found = selectors.states(request.viewer, key, Window(start, end))
    rows = [(span.state, span.start, span.end) for span in found]
    facts = {"from": start, "to": end, "seconds": seconds(found), "spans": rows}
    return StatesOut(**facts, measured_s=hours.measured_s(found))
