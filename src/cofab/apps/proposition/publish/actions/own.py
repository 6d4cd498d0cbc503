"""The owner moves own work about, brings back what was taken out, and enters whole lists of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.actions.claims import HANDS, OWN_KINDS, block
from cofab.apps.proposition.publish.contest import contested, lapse_stale, locked, taken
from cofab.apps.proposition.publish.mappers import range_of, window_json, window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.refusals import PROMISED_STAYS, UNKNOWN_MACHINE
from cofab.apps.proposition.publish.selectors import machine_for, machines_for
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.own_work import Entry


@action
def move_own(
    viewer: Viewer, occupancy_key: str, machine_key: str, window: Window, label: str | None = None
) -> tuple[Occupancy, tuple[str, Window, str]]:
    """Put own work or a closure elsewhere in time or on another of one's machines ("": its own); returns it and where
    it was.

    Refuses what is promised to others (publish.promised_stays), and publish.window_taken with free windows where
    something stands already.
    """
    viewer.require(*HANDS)
    row = Occupancy.get_for(viewer, occupancy_key)
    machine_key = machine_key or row.machine.key
    machine_for(viewer, row.machine.key)
    machine_for(viewer, machine_key)
    with platform():
        machines = locked({row.machine.key, machine_key})
        lapse_stale(machines.values())
        row = Occupancy.objects.select_for_update(of=("self",)).select_related("machine").get(key=occupancy_key)
        if row.state != "active":
            raise Refused(NOT_FOUND)
        if row.kind not in OWN_KINDS:
            raise Refused(PROMISED_STAYS)
        was = (row.machine.key, window_of(row.during), row.label)
        _check(machines[machine_key], window, row)
        row.machine, row.during = machines[machine_key], range_of(window)
        row.label = row.label if label is None else label
        with contested(machines[machine_key], window):
            row.save()
        facts = {
            "machine": machine_key,
            "during": window_json(window),
            "was": {"machine": was[0], "during": window_json(was[1])},
        }
        remember(viewer, kind="publish.move_own", subject=row.key, facts=facts, audience=row.audience)
    return row, was


def _check(machine: Machine, window: Window, but: Occupancy) -> None:
    """Refuse a window that an active claim other than `but` overlaps."""
    others = Occupancy.objects.filter(machine=machine, state="active", during__overlap=range_of(window))
    if others.exclude(pk=but.pk).exists():
        raise taken(machine, window)


@action
def bring_back(viewer: Viewer, occupancy_key: str) -> Occupancy:
    """Enter again own work that was taken out; refuses publish.window_taken where something stands by now."""
    row = Occupancy.get_for(viewer, occupancy_key)
    if row.kind not in OWN_KINDS or row.state != "released":
        raise Refused(NOT_FOUND)
    return block(viewer, row.machine.key, window_of(row.during), row.kind, row.label)


@dataclass(frozen=True)
class Entered:
    """What became of one line: the claim that was made, or why not."""

    entry: Entry
    row: Occupancy | None = None
    refused: Refused | None = None


@action
def enter_list(viewer: Viewer, entries: Sequence[Entry], machine_key: str = "") -> list[Entered]:
    """Enter a list of own work line by line; a line that cannot be entered says why and leaves the others alone.

    Lines name machines as their owner calls them, by identity code or by key; `machine_key` stands where none is named.
    A line that stands there already, same machine, time and kind, is not entered twice.
    """
    viewer.require(*HANDS)
    known = _named(viewer)
    return [_enter(viewer, entry, known.get(entry.machine.casefold(), machine_key), known) for entry in entries]


def _named(viewer: Viewer) -> dict[str, str]:
    rows = list(machines_for(viewer).filter(active=True))
    found = {name.casefold(): row.key for row in rows for name in (row.name, row.name_en, row.code) if name}
    return found | {row.key: row.key for row in rows}


def _enter(viewer: Viewer, entry: Entry, machine: str, known: dict[str, str]) -> Entered:
    if entry.code or entry.window is None:
        return Entered(entry, refused=Refused(entry.code, **entry.facts))
    if not machine or (entry.machine and entry.machine.casefold() not in known):
        return Entered(entry, refused=Refused(UNKNOWN_MACHINE, machine=entry.machine))
    same = Occupancy.visible_to(viewer).filter(machine__key=machine, state="active", kind=entry.kind)
    twin = same.filter(during=range_of(entry.window)).first()
    if twin:
        return Entered(entry, twin)
    try:
        return Entered(entry, block(viewer, machine, entry.window, entry.kind, entry.label))
    except Refused as refused:
        return Entered(entry, refused=refused)


class _Undone(Exception):
    """Ends a trial: what was entered is taken back with its transaction."""


def try_list(viewer: Viewer, entries: Sequence[Entry], machine_key: str = "") -> list[Entered]:
    """Return what `enter_list` would do, and do none of it."""
    found: list[Entered] = []
    try:
        with transaction.atomic():
            found = enter_list(viewer, entries, machine_key)
            raise _Undone
    except _Undone:
        return found
