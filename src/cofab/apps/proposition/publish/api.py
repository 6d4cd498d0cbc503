"""The API of publish: machines, their claims and free windows, reservations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from cofab.apps.base.clock import now
from cofab.apps.proposition.publish import actions, selectors
from cofab.apps.proposition.publish.schemas import (
    ClaimIn,
    ClaimOut,
    ClaimsOut,
    DaysIn,
    DaysOut,
    DownIn,
    EnteredOut,
    MachineChange,
    MachineIn,
    MachineOut,
    MachinesOut,
    MoveIn,
    OpeningIn,
    OpeningsOut,
    OwnWorkIn,
    ReservationIn,
    VisibilityIn,
    WindowsOut,
)
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.legal_days import LegalDay
from cofab.core.proposition.publish.own_work import read_table

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


@router.get("/calendar-days", response=DaysOut, summary="Days off and days worked in their place")
def days(request: HttpRequest) -> DaysOut:
    """Return every day that differs from the week's habit."""
    items = [{"day": one.day, "works": one.works, "name": one.name} for one in selectors.legal_days()]
    return DaysOut(items=items)


@router.post("/calendar-days", response=DaysOut, summary="Enter legal days")
def enter_days(request: HttpRequest, body: DaysIn) -> DaysOut:
    """Enter days off and days worked in their place; for the operator."""
    actions.enter_days(request.viewer, [LegalDay(one.day, one.works, one.name) for one in body.items])
    return days(request)


@router.post("/own-work", response=EnteredOut, summary="Enter a list of own work")
def own_work(request: HttpRequest, body: OwnWorkIn) -> EnteredOut:
    """Enter lines of machine, start, end, note and kind; a line that cannot be entered says why."""
    entries = read_table(body.text, settings.TIME_ZONE, timezone.localtime(now()).date())
    return EnteredOut.of(actions.enter_list(request.viewer, entries, body.machine))


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


@router.patch("/claims/{key}", response=ClaimOut, summary="Move own work")
def move(request: HttpRequest, key: str, body: MoveIn) -> ClaimOut:
    """Put own work or a closure elsewhere; 409 with alternatives where something stands already."""
    window = _window(body.start, body.end)
    row, _was = actions.move_own(request.viewer, key, body.machine, window, body.label)
    return ClaimOut.of(row)


@router.delete("/claims/{key}", response=ClaimOut, summary="Take back own work or a closure")
def unclaim(request: HttpRequest, key: str) -> ClaimOut:
    """Take back own work or a closure."""
    return ClaimOut.of(actions.release_own(request.viewer, key))


@router.post("/{key}/openings", response=OpeningsOut, summary="Say who sees a stretch of idle time")
def open_up(request: HttpRequest, key: str, body: OpeningIn) -> OpeningsOut:
    """Show a stretch of one's idle time to more or fewer than the machine's habit; empty: as its habit says."""
    window = _window(body.start, body.end)
    actions.open_up(request.viewer, [(key, window)], body.visibility)
    row = selectors.machine_for(request.viewer, key)
    found = selectors.openings_of([row], window)[row.pk]
    return OpeningsOut(items=[{"start": w.start, "end": w.end, "visibility": seen} for w, seen in found])


@router.get("/{key}/free", response=WindowsOut, summary="When the machine is free")
def free(request: HttpRequest, key: str, days: int = 30) -> WindowsOut:
    """Return a machine's free windows, for its owner and, when it is open, for anybody."""
    row = selectors.on_sale(request.viewer, key)
    start = now().astimezone(UTC)
    found = selectors.free_time([row], Window(start, start + timedelta(days=max(1, min(days, 120)))))[row.pk].windows
    shown = found if row.organisation_id in request.viewer.organisations else selectors.open_part(row, found)
    return WindowsOut(items=[{"start": w.start, "end": w.end} for w in shown])


@router.post("/{key}/reservations", response={201: ClaimOut}, summary="Hold a machine's time")
def reserve(request: HttpRequest, key: str, body: ReservationIn) -> Status[ClaimOut]:
    """Hold a stretch of a machine's time for a while; of many who ask, one wins and the others get 409."""
    request.viewer.require("buyer", "planner")
    row, window = selectors.on_sale(request.viewer, key), _window(body.start, body.end)
    if row.organisation_id not in request.viewer.organisations and selectors.open_part(row, [window]) != [window]:
        raise Refused(NOT_FOUND)
    expires = now() + timedelta(seconds=current("publish")["reservation_s"])
    return Status(201, ClaimOut.of(actions.reserve(request.viewer, key, window, "", expires)))


@router.post("/{key}/down", response=MachineOut, summary="Report a machine down")
def down(request: HttpRequest, key: str, body: DownIn) -> MachineOut:
    """Report a machine down; promises stay, new ones are refused until it is back."""
    return MachineOut.of(actions.mark_down(request.viewer, key, body.reason, body.until))


@router.post("/{key}/up", response=MachineOut, summary="Report a machine back")
def up(request: HttpRequest, key: str) -> MachineOut:
    """Report a machine back."""
    return MachineOut.of(actions.mark_up(request.viewer, key))
