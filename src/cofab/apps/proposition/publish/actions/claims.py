"""The owner's own claims: own work, closures, and a machine found down or up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.contest import check_free, contested, lapse_stale, locked
from cofab.apps.proposition.publish.mappers import range_of, window_json, window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.selectors import machine_for
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.kernel.window import Window, iso

OWN_KINDS = ("own", "closure")
HANDS = ("planner", "engineer", "worker")


@action
def block(viewer: Viewer, machine_key: str, window: Window, kind: str = "own", label: str = "") -> Occupancy:
    """Enter own work or a closure on one's machine; refuses publish.window_taken where a promise stands."""
    viewer.require(*HANDS)
    if kind not in OWN_KINDS:
        raise Refused(INVALID, field="kind", problem=kind)
    machine_for(viewer, machine_key)
    with platform():
        machine = locked([machine_key])[machine_key]
        lapse_stale([machine])
        check_free(machine, [window])
        row = Occupancy(
            machine=machine, during=range_of(window), kind=kind, label=label, audience=list(machine.audience)
        )
        with contested(machine, window):
            row.save()
        facts = {"machine": machine.key, "during": window_json(window), "label": label}
        remember(viewer, kind=f"publish.{kind}", subject=row.key, after="active", facts=facts, audience=row.audience)
    return row


@action
def block_many(
    viewer: Viewer, windows: Iterable[tuple[str, Window]], kind: str = "own", label: str = ""
) -> list[Occupancy]:
    """Enter own work or closures on several machines, all of them or none; see `block`."""
    viewer.require(*HANDS)
    return [block(viewer, key, window, kind, label) for key, window in sorted(windows)]


@action
def release_own(viewer: Viewer, occupancy_key: str) -> Occupancy:
    """Take back own work or a closure; promises to others are not touched by this."""
    viewer.require(*HANDS)
    row = Occupancy.get_for(viewer, occupancy_key)
    if row.kind not in OWN_KINDS or row.state != "active":
        raise Refused(NOT_FOUND)
    machine_for(viewer, row.machine.key)
    row.state = "released"
    row.save(update_fields=["state"])
    facts = {"machine": row.machine.key, "during": window_json(window_of(row.during))}
    remember(
        viewer,
        kind="publish.release_own",
        subject=row.key,
        before="active",
        after="released",
        facts=facts,
        audience=row.audience,
    )
    return row


@action
def mark_down(viewer: Viewer, machine_key: str, reason: str = "", until: datetime | None = None) -> Machine:
    """Record that a machine is down from now, expected back at `until` (unknown: None).

    Nothing that was promised is erased; new promises are refused by action and database until it is back.
    """
    viewer.require(*HANDS, "merchandiser")
    machine_for(viewer, machine_key)
    machine = Machine.objects.select_for_update().get(key=machine_key)
    machine.down_since = machine.down_since or now()
    machine.down_until = until
    machine.save(update_fields=["down_since", "down_until"])
    facts = {"reason": reason, "since": iso(machine.down_since), "until": iso(until) if until else None}
    remember(
        viewer,
        kind="publish.down",
        subject=machine.key,
        before="up",
        after="down",
        facts=facts,
        audience=machine.audience,
    )
    return machine


@action
def mark_up(viewer: Viewer, machine_key: str) -> Machine:
    """Record that a machine is back."""
    viewer.require(*HANDS, "merchandiser")
    machine_for(viewer, machine_key)
    machine = Machine.objects.select_for_update().get(key=machine_key)
    since, machine.down_since, machine.down_until = machine.down_since, None, None
    machine.save(update_fields=["down_since", "down_until"])
    facts = {"since": iso(since) if since else None}
    remember(
        viewer,
        kind="publish.up",
        subject=machine.key,
        before="down",
        after="up",
        facts=facts,
        audience=machine.audience,
    )
    return machine
