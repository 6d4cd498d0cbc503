"""What the API of the log writes; hashes and signatures in hex."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from cofab.apps.stewardship.provenance.models import Checkpoint


class CheckpointOut(Schema):
    """A signed checkpoint: keep it, and nothing before it can change unnoticed."""

    origin: str
    size: int
    root: str
    at: datetime
    public_key: str
    signature: str

    @staticmethod
    def of(row: Checkpoint) -> CheckpointOut:
        """Return a checkpoint as the API shows it."""
        return CheckpointOut(
            origin=row.origin,
            size=row.size,
            root=row.root,
            at=row.at,
            public_key=row.public_key,
            signature=row.signature,
        )


class CheckpointsOut(Schema):
    """Checkpoints, newest first."""

    items: list[CheckpointOut]
    next: str | None = None


class ConsistencyOut(Schema):
    """The proof that the log of `old` leaves is the beginning of the log of `new` leaves."""

    old: int
    new: int
    proof: list[str]
