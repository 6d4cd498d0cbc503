"""The API of publish: machines, their claims and free windows, reservations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from ninja import Router, Status

from cofab.apps.base.clock import now
from cofab.apps.proposition.publish import actions, selectors
from cofab.apps.proposition.publish.schemas import (
    ClaimIn,
    ClaimOut,
    ClaimsOut,
    DownIn,
    MachineChange,
    MachineIn,
    MachineOut,
    MachinesOut,
    ReservationIn,
    VisibilityIn,
    WindowsOut,
)
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window

router = Router(tags=["publish"])


def _window(start: datetime, end: datetime) -> Window:
    try:
        return Window(start.astimezone(UTC), end.astimezone(UTC))
    except ValueError as error:
        raise Refused(INVALID, field="start, end", problem=str(error)) from error


@router.get("", response=MachinesOut, summary="My machines")
def machines(request: HttpRequest) -> MachinesOut:
    """Return the machines of the acting organisation."""
    return MachinesOut(items=[MachineOut.of(row) for row in selectors.machines_for(request.viewer)])


@router.post("", response={201: MachineOut}, summary="Put a machine on sale")
def add(request: HttpRequest, body: MachineIn) -> Status[MachineOut]:
    """Put a machine on sale."""
    return Status(201, MachineOut.of(actions.add_machine(request.viewer, body.facts())))


@router.get("/{key}", response=MachineOut, summary="One machine")
def machine(request: HttpRequest, key: str) -> MachineOut:
    """Return one of one's machines."""
    return MachineOut.of(selectors.machine_for(request.viewer, key))


@router.patch("/{key}", response=MachineOut, summary="Change a machine")
def change(request: HttpRequest, key: str, body: MachineChange) -> MachineOut:
    """Change what one of one's machines can do or costs; what was promised before stays as it was promised."""
    return MachineOut.of(actions.change_machine(request.viewer, key, body.facts()))


@router.post("/{key}/visibility", response=MachineOut, summary="Choose who sees idle windows")
def visibility(request: HttpRequest, key: str, body: VisibilityIn) -> MachineOut:
    """Show a machine's idle windows to more or fewer."""
    return MachineOut.of(actions.show_machine(request.viewer, key, body.visibility))


@router.get("/{key}/claims", response=ClaimsOut, summary="Who has the machine's time")
def claims(request: HttpRequest, key: str, start: datetime | None = None, end: datetime | None = None) -> ClaimsOut:
    """Return the active claims on one's machine (default: the next 30 days)."""
    selectors.machine_for(request.viewer, key)
    start = start or now()
    window = _window(start, end or start + timedelta(days=30))
    rows = selectors.claims_of(request.viewer, window.start, window.end, key)
    return ClaimsOut(items=[ClaimOut.of(row) for row in rows])


@router.post("/{key}/claims", response={201: ClaimOut}, summary="Enter own work or a closure")
def claim(request: HttpRequest, key: str, body: ClaimIn) -> Status[ClaimOut]:
    """Enter own work or a closure; 409 with alternatives where something stands already."""
    window = _window(body.start, body.end)
    return Status(201, ClaimOut.of(actions.block(request.viewer, key, window, body.kind, body.label)))


@router.delete("/claims/{key}", response=ClaimOut, summary="Take back own work or a closure")
def unclaim(request: HttpRequest, key: str) -> ClaimOut:
    """Take back own work or a closure."""
    return ClaimOut.of(actions.release_own(request.viewer, key))


@router.get("/{key}/free", response=WindowsOut, summary="When the machine is free")
def free(request: HttpRequest, key: str, days: int = 30) -> WindowsOut:
    """Return a machine's free windows, for its owner and, when it is open, for anybody."""
    row = selectors.on_sale(request.viewer, key)
    start = now().astimezone(UTC)
    found = selectors.free_time([row], Window(start, start + timedelta(days=max(1, min(days, 120)))))
    return WindowsOut(items=[{"start": w.start, "end": w.end} for w in found[row.pk].windows])


@router.post("/{key}/reservations", response={201: ClaimOut}, summary="Hold a machine's time")
def reserve(request: HttpRequest, key: str, body: ReservationIn) -> Status[ClaimOut]:
    """Hold a stretch of a machine's time for a while; of many who ask, one wins and the others get 409."""
    request.viewer.require("buyer", "planner")
    selectors.on_sale(request.viewer, key)
    expires = now() + timedelta(seconds=current("publish")["reservation_s"])
    return Status(201, ClaimOut.of(actions.reserve(request.viewer, key, _window(body.start, body.end), "", expires)))


@router.post("/{key}/down", response=MachineOut, summary="Report a machine down")
def down(request: HttpRequest, key: str, body: DownIn) -> MachineOut:
    """Report a machine down; promises stay, new ones are refused until it is back."""
    return MachineOut.of(actions.mark_down(request.viewer, key, body.reason, body.until))


@router.post("/{key}/up", response=MachineOut, summary="Report a machine back")
def up(request: HttpRequest, key: str) -> MachineOut:
    """Report a machine back."""
    return MachineOut.of(actions.mark_up(request.viewer, key))
