"""The log as anybody may read it: checkpoints, and proofs for events that one may see."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.apps.base.events import fact_of
from cofab.apps.base.models import Event
from cofab.apps.stewardship.provenance.models import Checkpoint, LogLeaf
from cofab.core.stewardship.provenance.bundle import Logged
from cofab.core.stewardship.provenance.merkle import consistency_proof, inclusion_proof


def latest() -> Checkpoint | None:
    """Return the newest checkpoint, or None while the log is empty."""
    return Checkpoint.objects.order_by("-size").first()


def checkpoints(limit: int = 20) -> list[Checkpoint]:
    """Return the newest checkpoints, newest first."""
    return list(Checkpoint.objects.order_by("-size")[:limit])


def leaves(size: int) -> list[bytes]:
    """Return the first `size` leaf hashes in order."""
    rows = LogLeaf.objects.filter(index__lt=size).order_by("index").values_list("leaf_hash", flat=True)
    return [bytes.fromhex(leaf) for leaf in rows]


def consistency(old: int, new: int) -> list[str]:
    """Return the proof (hex) that the tree of `old` leaves begins the tree of `new`; ValueError for no such sizes."""
    return [step.hex() for step in consistency_proof(leaves(new), old)]


def logged(events: Iterable[Event], checkpoint: Checkpoint) -> list[Logged]:
    """Return events with their places and audit paths under a checkpoint; those logged later are left out."""
    rows = {row.pk: row for row in events}
    places = LogLeaf.objects.filter(event_id__in=rows, index__lt=checkpoint.size).order_by("index")
    tree = leaves(checkpoint.size)
    return [
        Logged(
            fact_of(rows[leaf.event_id]),
            bytes(rows[leaf.event_id].salt),
            leaf.index,
            tuple(step.hex() for step in inclusion_proof(tree, leaf.index)),
        )
        for leaf in places
    ]
