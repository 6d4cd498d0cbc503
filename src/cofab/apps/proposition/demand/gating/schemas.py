"""What the API of gates reads and writes."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

from cofab.apps.proposition.demand.gating.models import GateRun
from cofab.apps.proposition.demand.gating.selectors import standing_of


class GateIn(Schema):
    """One thing to do: assign (`gate`, `owner`), present (`kind`, `evidence`, `amount_minor`), pass, back (`gate`)."""

    verb: Literal["assign", "present", "pass", "back"]
    gate: str = ""
    owner: str = ""
    kind: str = ""
    evidence: str = Field("", max_length=200)
    amount_minor: int = Field(0, ge=0)
    reason: str = Field("", max_length=1000)


class GatesOut(Schema):
    """Where a product stands, and everything that happened."""

    key: str
    gate: str
    owners: dict[str, str]
    rounds: dict[str, int]
    events: list[dict[str, Any]]

    @classmethod
    def of(cls, run: GateRun) -> GatesOut:
        """Return a stored way."""
        now = standing_of(run)
        events = [row.event for row in run.events.order_by("number")]
        return cls(key=run.key, gate=now.gate, owners=dict(now.owners), rounds=dict(now.rounds), events=events)
