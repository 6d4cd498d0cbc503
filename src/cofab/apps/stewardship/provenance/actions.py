"""The log grows by the events of the one history, in order; a checkpoint states where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.stewardship.governance.selectors import by_hash
from cofab.apps.stewardship.provenance import operator_key
from cofab.apps.stewardship.provenance.mappers import to_core
from cofab.apps.stewardship.provenance.models import Checkpoint, LogLeaf
from cofab.apps.stewardship.provenance.selectors import leaves, logged
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.stewardship.provenance.bundle import Evidence, assemble
from cofab.core.stewardship.provenance.checkpoint import LOG, seal
from cofab.core.stewardship.provenance.checkpoint import Checkpoint as CoreCheckpoint
from cofab.core.stewardship.provenance.merkle import leaf_hash, root

ONE_WRITER = 0x0C0FAB106
EMPTY = declare("provenance.empty", "There is no event of this that you may see.")
_NEW = """
SELECT id, commitment FROM base_event e
WHERE NOT EXISTS (SELECT 1 FROM stewardship_logleaf l WHERE l.event_id = e.id) ORDER BY id
"""


def append() -> int:
    """Append every event that is not in the log yet, one writer at a time; return how many."""
    with platform(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_WRITER])
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM stewardship_logleaf")
        size = cursor.fetchone()[0]
        cursor.execute(_NEW)
        rows = [
            LogLeaf(index=size + i, event_id=pk, leaf_hash=leaf_hash(bytes.fromhex(commitment)).hex())
            for i, (pk, commitment) in enumerate(cursor.fetchall())
        ]
        LogLeaf.objects.bulk_create(rows, batch_size=2000)
        return len(rows)


def check_point() -> Checkpoint | None:
    """Sign the state of the log; return the newest checkpoint, None while the log is empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_WRITER])
        size = LogLeaf.objects.count()
        stands = Checkpoint.objects.filter(size=size).first()
        if stands or not size:
            return stands
        stated = CoreCheckpoint(settings.SITE_URL, size, root(leaves(size)).hex(), now())
        return Checkpoint.objects.create(
            size=size,
            root=stated.root,
            origin=stated.origin,
            at=stated.at,
            public_key=operator_key.public_key(),
            signature=seal(operator_key.private_key(), LOG, stated.as_json()),
        )


def bundle(
    viewer: Viewer,
    order: Mapping[str, Any],
    events: Iterable[Event],
    contracts: Sequence[Mapping[str, Any]],
    entries: Sequence[Mapping[str, Any]],
) -> bytes:
    """Return the evidence bundle of an order for a viewer, from what the viewer may see (see core bundle.Evidence).

    Every event given must be visible to the viewer; refused where there is none. The log is brought up to date.
    """
    append()
    checkpoint = check_point()
    seen = [row for row in events if viewer.system or set(row.audience) & set(viewer.organisations)]
    if checkpoint is None or not seen:
        raise Refused(EMPTY)
    evidence = Evidence(
        order=order,
        events=logged(seen, checkpoint),
        contracts=contracts,
        entries=entries,
        rules=by_hash(_rules(seen, contracts)),
        keys=_keys(contracts),
        checkpoint=to_core(checkpoint),
        reader=viewer.organisation_key,
        at=now(),
    )
    return assemble(evidence, operator_key.private_key(), operator_key.public_key())


def _rules(events: Sequence[Event], contracts: Sequence[Mapping[str, Any]]) -> set[str]:
    hashes = {row.rules for row in events if row.rules}
    for contract in contracts:
        hashes |= set(contract["terms"]["rules"]["hashes"].values())
    return hashes


def _keys(contracts: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for contract in contracts:
        for signature in contract["signatures"]:
            found.setdefault(signature["organisation"], set()).add(signature["public_key"])
    return {organisation: sorted(keys) for organisation, keys in found.items()}
