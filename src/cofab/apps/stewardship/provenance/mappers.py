"""Checkpoints between the database and the core."""

from __future__ import annotations

from cofab.apps.stewardship.provenance.models import Checkpoint
from cofab.core.stewardship.provenance.checkpoint import Checkpoint as CoreCheckpoint


def to_core(row: Checkpoint) -> CoreCheckpoint:
    """Return a stored checkpoint as the value that was signed."""
    return CoreCheckpoint(row.origin, row.size, row.root, row.at)
