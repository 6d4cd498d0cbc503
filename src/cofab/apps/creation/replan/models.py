"""Proposals to move work and the answers to them.

Owns: proposals.
Promises: of the proposals for one cause at most one is ever agreed; states follow the core life `proposal`.
Not here: moving the work itself (flows).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned
from cofab.apps.base.viewer import platform
from cofab.core.creation.replan.proposal import PROPOSAL

if TYPE_CHECKING:
    from cofab.apps.proposition.publish.models import Machine

WAYS = ("own_shop", "market", "wait")


class Proposal(Owned):
    """One way to go on with an order after `cause` (the key of the event that upset it).

    `moves` lists how many pieces go from which machine to which; `data` holds the bookings that are new and those
    that they replace, the transport that is new and what is no longer needed (see core.creation.plan.replan);
    `answers` maps the key of each organisation that must consent to "", "agree" or "refuse".
    Money in minor units; `cost_minor` is what the move costs beyond the plan.
    """

    prefix = "prp"

    order = models.ForeignKey("creation.Order", on_delete=models.PROTECT, related_name="proposals")
    machine = models.ForeignKey("proposition.Machine", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=PROPOSAL.start)
    moves = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    cost_minor = models.BigIntegerField(default=0)
    forecast_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    answer_by = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """A known state and way; one agreed proposal a cause."""

        abstract = False
        ordering = ["order_id", "rank"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PROPOSAL.states), name="proposal_state"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="proposal_way"),
            models.UniqueConstraint(fields=["order", "cause", "rank"], name="proposal_rank"),
            models.UniqueConstraint(
                fields=["order", "cause"], condition=Q(state__in=["agreed", "applied"]), name="proposal_agreed_once"
            ),
        ]

    @property
    def broken(self) -> Machine:
        """Return the machine that upset the order; everybody who is asked may know which, not read its row."""
        with platform():
            return self.machine

    def __str__(self) -> str:
        """Return key and state."""
        return f"{self.key} {self.state}"
