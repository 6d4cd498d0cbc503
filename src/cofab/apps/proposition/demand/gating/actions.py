"""What may be done at a gate: give it an owner, show evidence, pass it, send it back."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File, Organisation, Person
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.demand.gating.models import GateEvent, GateRun
from cofab.apps.proposition.demand.gating.selectors import standing_of
from cofab.apps.proposition.demand.models import Demand
from cofab.core.kernel.refusal import FORBIDDEN, NOT_FOUND, Refused
from cofab.core.proposition.demand.gates import Assigned, Event, Passed, Presented, SentBack, after, event_json

BUYERS = ("buyer", "engineer", "merchandiser")


@action
def start(viewer: Viewer, demand_key: str) -> GateRun:
    """Send a demand's product through the gates; the way that it is on already, where there is one."""
    viewer.require(*BUYERS)
    demand = Demand.get_for(viewer, demand_key, lock=True)
    run = GateRun.objects.filter(demand=demand).first()
    if run is None:
        run = GateRun(demand=demand, organisation_id=demand.organisation_id, title=demand.title, started_at=now(),
                      audience=demand.audience)  # fmt: skip
        run.save()
        remember(viewer, "gates.start", subject=run.key, facts={"demand": demand.key}, audience=run.audience)
    return run


@action
def assign(viewer: Viewer, run_key: str, gate: str, owner_key: str) -> GateRun:
    """Give a gate to a firm; only the product's own firm may. The firm sees the way from then on."""
    run = GateRun.get_for(viewer, run_key, lock=True)
    if viewer.organisation_id != run.organisation_id and not viewer.system:
        raise Refused(FORBIDDEN, needs="buyer")
    viewer.require(*BUYERS)
    owner = Organisation.objects.filter(key=owner_key).first()
    if owner is None:
        raise Refused(NOT_FOUND)
    with platform():
        run.widen(owner.pk)
        for row in run.events.all():
            row.widen(owner.pk)
    return _append(viewer, run, Assigned(gate, owner.key))


@action
def present(viewer: Viewer, run_key: str, kind: str, key: str, amount_minor: int = 0) -> GateRun:
    """Show a piece of evidence at the gate at hand: the key of a file, an order, a booking; an amount for costs."""
    run = GateRun.get_for(viewer, run_key, lock=True)
    if key.startswith(f"{File.prefix}_"):
        File.get_for(viewer, key)
    return _append(viewer, run, Presented(viewer.organisation_key, kind, key, amount_minor))


@action
def let_pass(viewer: Viewer, run_key: str, reason: str = "") -> GateRun:
    """Pass the gate at hand; refuses where evidence lacks."""
    return _append(viewer, GateRun.get_for(viewer, run_key, lock=True), Passed(viewer.organisation_key, reason.strip()))


@action
def send_back(viewer: Viewer, run_key: str, to: str, reason: str) -> GateRun:
    """Send the product back to an earlier gate, saying why."""
    run = GateRun.get_for(viewer, run_key, lock=True)
    return _append(viewer, run, SentBack(viewer.organisation_key, to, reason.strip()))


def _append(viewer: Viewer, run: GateRun, event: Event) -> GateRun:
    before = standing_of(run)
    found = after(before, event)
    name = Person.objects.filter(pk=viewer.person_id).values_list("name", flat=True).first() or viewer.person_key
    data = event_json(event)
    GateEvent(run=run, number=run.events.count() + 1, event=data, person=name, at=now(), audience=run.audience).save()
    remember(viewer, f"gates.{data['event']}", subject=run.key, before=before.gate, after=found.gate, facts=data,
             audience=run.audience)  # fmt: skip
    return run
