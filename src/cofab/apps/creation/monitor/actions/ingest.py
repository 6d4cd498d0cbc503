"""Takes a signed batch in: every point once, then what each machine does now and what its work orders count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.actions.follow import follow
from cofab.apps.creation.monitor.batch import Batch, Point, check_signature, read_batch
from cofab.apps.creation.monitor.models import Gateway, GatewayRun
from cofab.apps.creation.monitor.refusals import NOT_SIGNED
from cofab.apps.proposition.publish import selectors as published
from cofab.core.kernel.refusal import NOT_FOUND, Refused

_STAGE = (
    "CREATE TEMP TABLE IF NOT EXISTS cofab_points (machine_id bigint, sequence bigint, at timestamptz, item text, "
    "value text, audience bigint[]) ON COMMIT DELETE ROWS"
)
_COPY = "COPY cofab_points (machine_id, sequence, at, item, value, audience) FROM STDIN (FORMAT BINARY)"
_KEEP = (
    "INSERT INTO creation_observation (machine_id, source_id, sequence, at, item, value, audience) "
    "SELECT machine_id, %s, sequence, at, item, value, audience FROM cofab_points "
    "ON CONFLICT DO NOTHING RETURNING machine_id, sequence"
)
_TYPES = ("int8", "int8", "timestamptz", "text", "text", "int8[]")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: the number up to which all is stored, how many were new, repeated and refused."""

    acknowledged: int
    kept: int
    repeated: int
    refused: tuple[tuple[int, str], ...]


@action
def ingest(viewer: Viewer, gateway_key: str, body: bytes, signature: str) -> Taken:
    """Store a batch; refuses one that is not signed by an active gateway, or is malformed.

    Points of machines that are not the gateway's firm's are refused one by one and not asked for again.
    """
    with platform() as system:
        gateway = Gateway.objects.select_for_update().filter(key=gateway_key, active=True).first()
        if gateway is None:
            raise Refused(NOT_SIGNED)
        check_signature(gateway.public_key, body, signature)
        batch = read_batch(body, gateway.key)
        machines = _machines(system, gateway, batch)
        known = [point for point in batch.points if point.machine in machines]
        fresh = _store(gateway, batch, known, machines)
        for key, machine in machines.items():
            points = sorted((p for p in fresh if p.machine == key), key=lambda p: (p.at, p.sequence))
            if points:
                follow(system, machine, points)
        gateway.points += len(fresh)
        gateway.heard_at = now()
        gateway.save(update_fields=["points", "heard_at"])
    refused = tuple((point.sequence, NOT_FOUND) for point in batch.points if point.machine not in machines)
    return Taken(batch.points[-1].sequence, len(fresh), len(known) - len(fresh), refused)


def _machines(system: Viewer, gateway: Gateway, batch: Batch) -> dict[str, Any]:
    """Return the firm's machines that the batch names, by key, in the order in which they are locked."""
    keys = {point.machine for point in batch.points}
    rows = published.machines_for(system).filter(organisation_id=gateway.organisation_id, key__in=keys)
    return {row.key: row for row in rows.order_by("pk")}


def _store(gateway: Gateway, batch: Batch, points: Iterable[Point], machines: dict[str, Any]) -> list[Point]:
    """Copy the points in and return those that were not there yet."""
    run, _ = GatewayRun.objects.get_or_create(
        gateway=gateway, run=batch.run, defaults={"audience": list(gateway.audience)}
    )
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute("DELETE FROM cofab_points")
        with cursor.copy(_COPY) as copy:
            copy.set_types(_TYPES)
            for p in points:
                row = machines[p.machine]
                copy.write_row((row.pk, p.sequence, p.at, p.item, p.value, list(row.audience)))
        cursor.execute(_KEEP, [run.pk])
        new = set(cursor.fetchall())
    return [p for p in points if (machines[p.machine].pk, p.sequence) in new]
