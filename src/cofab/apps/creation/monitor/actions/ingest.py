"""Takes a signed batch in: every point once, then what each machine does now and what its work orders count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.actions.follow import follow, heard
from cofab.apps.creation.monitor.actions.store import store
from cofab.apps.creation.monitor.batch import Batch, Point, check_signature, read_batch
from cofab.apps.creation.monitor.models import Gateway, GatewayRun
from cofab.apps.creation.monitor.refusals import NOT_SIGNED
from cofab.apps.proposition.publish import selectors as published
from cofab.core.creation.monitor.numbers import joined, unknown
from cofab.core.creation.monitor.observation import BUSY, CLOCK, FAULT, PART_COUNT, PROGRAM, STATE
from cofab.core.kernel.refusal import NOT_FOUND, Refused

FOLLOWED = frozenset({BUSY, FAULT, PART_COUNT, PROGRAM, STATE})
"""What changes what a machine does now; everything else is a sign of life."""
AHEAD = timedelta(minutes=5)
"""A point later than this against our clock cannot be right: it is kept, marked, and changes nothing now."""
OFF_S = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: the number up to which all is stored, how many were new, repeated and refused.

    `clock_off_s` is how far the gateway's clock is behind ours (negative: ahead), 0 within OFF_S seconds.
    """

    acknowledged: int
    kept: int
    repeated: int
    refused: tuple[tuple[int, str], ...]
    clock_off_s: int = 0


@action
def ingest(viewer: Viewer, gateway_key: str, body: bytes, signature: str, received: datetime | None = None) -> Taken:
    """Store a batch; refuses one that is not signed by an active gateway, or is malformed.

    Points of machines that are not the gateway's firm's are refused one by one and not asked for again. Batches of one
    run may come in any order and from several ingesters at once. `received` is when it came from the gateway, where
    that is known; a broker may have held it for a while.
    """
    with platform() as system:
        gateway = Gateway.objects.filter(key=gateway_key, active=True).first()
        if gateway is None:
            raise Refused(NOT_SIGNED)
        check_signature(gateway.public_key, body, signature)
        batch = read_batch(body, gateway.key)
        taken = _take(system, gateway, batch, received or now())
        off = _clock_off(batch, received)
        told = {} if off is None else {"clock_off_s": off}
        counted = F("points") + taken.kept
        Gateway.objects.filter(pk=gateway.pk).update(heard_at=now(), points=counted, **told)
    return replace(taken, clock_off_s=off or 0)


def _take(system: Viewer, gateway: Gateway, batch: Batch, at: datetime) -> Taken:
    """Keep what is new; the run's row is locked, so that two ingesters never both find a point new."""
    GatewayRun.objects.get_or_create(gateway=gateway, run=batch.run, defaults={"audience": list(gateway.audience)})
    run = GatewayRun.objects.select_for_update(of=("self",)).get(gateway=gateway, run=batch.run)
    numbers = [point.sequence for point in batch.points]
    new = unknown(run.kept, numbers)
    machines = _machines(system, gateway, batch)
    known = [point for point in batch.points if point.machine in machines]
    fresh = [_timed(point, at) for point in known if point.sequence in new]
    store(run.pk, fresh, machines)
    _follow(system, machines, fresh)
    run.kept = joined(run.kept, numbers)
    run.save(update_fields=["kept"])
    refused = tuple((point.sequence, NOT_FOUND) for point in batch.points if point.machine not in machines)
    return Taken(numbers[-1], len(fresh), len(known) - len(fresh), refused)


def _machines(system: Viewer, gateway: Gateway, batch: Batch) -> dict[str, Any]:
    """Return the firm's machines that the batch names, by key, in the order in which they are locked."""
    keys = {point.machine for point in batch.points}
    rows = published.machines_for(system).filter(organisation_id=gateway.organisation_id, key__in=keys)
    return {row.key: row for row in rows.order_by("pk")}


def _timed(point: Point, at: datetime) -> Point:
    """Return a point, marked where its time lies so far ahead that a clock must be wrong."""
    return point._replace(quality=CLOCK) if point.at > at + AHEAD else point


def _follow(system: Viewer, machines: dict[str, Any], fresh: Sequence[Point]) -> None:
    """Tell each machine's present what it said, in the order of the machines' locks; the rest is a sign of life."""
    told: dict[str, list[Point]] = {}
    last: dict[str, datetime] = {}
    for point in fresh:
        if point.quality != CLOCK:
            last[point.machine] = max(last.get(point.machine, point.at), point.at)
            if point.item in FOLLOWED:
                told.setdefault(point.machine, []).append(point)
    heard({machines[key]: at for key, at in last.items()})
    for key, machine in machines.items():
        if key in told:
            follow(system, machine, sorted(told[key], key=lambda p: (p.at, p.sequence)))


def _clock_off(batch: Batch, received: datetime | None) -> int | None:
    """Return how far the gateway's clock is off; None where nobody knows how long the batch was under way."""
    if batch.sent is None or received is None:
        return None
    off = round((received - batch.sent).total_seconds())
    return off if abs(off) > OFF_S else 0
