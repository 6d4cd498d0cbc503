"""The work orders of the orders that are being made."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cofab.apps.base.models.owned import Owned
from cofab.core.creation.produce.work import WORK


class WorkOrder(Owned):
    """`quantity` pieces of operation `op` (of lot `lot`) on one machine, planned from `planned_start` to `planned_end`.

    `setup_s` and `piece_s` are planned seconds; `run_s` the measured running seconds of the `paced` pieces whose time
    the machine told; `counter` the last value of the machine's own counter for this work order. `forecast_end` is
    what is expected now; `reason` why it is paused; `photos` keys of files. `moved_from` is the work order whose rest
    this one took over. Keys and names of order and machine are repeated for readers who may not see those rows.
    """

    prefix = "wor"

    order = models.ForeignKey("creation.Order", on_delete=models.PROTECT, related_name="work_orders")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    machine = models.ForeignKey("proposition.Machine", on_delete=models.PROTECT, related_name="+")
    order_key = models.CharField(max_length=40, db_index=True)
    order_title = models.CharField(max_length=120)
    machine_key = models.CharField(max_length=40)
    machine_name = models.CharField(max_length=80)
    op = models.CharField(max_length=120)
    lot = models.IntegerField(default=0)
    title = models.CharField(max_length=160, blank=True)
    quantity = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    scrap = models.PositiveIntegerField(default=0)
    counter = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default=WORK.start)
    reason = models.CharField(max_length=200, blank=True)
    setup_s = models.PositiveIntegerField(default=0)
    piece_s = models.PositiveIntegerField(default=0)
    run_s = models.PositiveIntegerField(default=0)
    paced = models.PositiveIntegerField(default=0)
    planned_start = models.DateTimeField()
    planned_end = models.DateTimeField()
    forecast_end = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    photos = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    moved_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to")

    class Meta(Owned.Meta):
        """In the order of time; only states of the core life; one running work order a machine."""

        abstract = False
        ordering = ["planned_start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WORK.states), name="work_state"),
            models.CheckConstraint(condition=Q(quantity__gte=1, done__lte=F("quantity")), name="work_count"),
            models.CheckConstraint(condition=Q(planned_start__lt=F("planned_end")), name="work_window"),
            models.UniqueConstraint(fields=["machine"], condition=Q(state="running"), name="work_one_running"),
            models.UniqueConstraint(
                fields=["order", "machine", "op", "lot"],
                condition=~Q(state__in=("moved", "cancelled")),
                name="work_once",
            ),
        ]

    def __str__(self) -> str:
        """Return what, how far."""
        return f"{self.op} {self.done}/{self.quantity}"
