"""The API of the log: public checkpoints and proofs that nothing was rewritten between two of them."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.stewardship.provenance import selectors
from cofab.apps.stewardship.provenance.schemas import CheckpointOut, CheckpointsOut, ConsistencyOut
from cofab.core.kernel.refusal import INVALID, Refused

router = Router(tags=["provenance"])


@router.get("/checkpoints", response=CheckpointsOut, auth=None, summary="Signed states of the log")
def checkpoints(request: HttpRequest) -> CheckpointsOut:
    """Return the newest checkpoints, newest first."""
    return CheckpointsOut(items=[CheckpointOut.of(row) for row in selectors.checkpoints()])


@router.get("/consistency", response=ConsistencyOut, auth=None, summary="Proof that nothing was rewritten")
def consistency(request: HttpRequest, old: int, new: int) -> ConsistencyOut:
    """Return the proof that the checkpoint of size `new` continues that of size `old` (RFC 9162, 2.1.4)."""
    latest = selectors.latest()
    if latest is None or not 0 < old <= new <= latest.size:
        raise Refused(INVALID, field="old, new", problem=f"1 to {latest.size if latest else 0}")
    return ConsistencyOut(old=old, new=new, proof=selectors.consistency(old, new))
