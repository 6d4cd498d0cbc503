"""Gateways, the points they sent, what each machine does now, and the states of closed days."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned
from cofab.core.creation.monitor.spans import HEARTBEAT_S
from cofab.core.creation.monitor.state import STATES, UNKNOWN


class Gateway(Owned):
    """A program beside a firm's machines: its Ed25519 `public_key` (base64) signs what it sends."""

    prefix = "gtw"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    public_key = models.CharField(max_length=64, unique=True)
    active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    points = models.BigIntegerField(default=0)
    clock_off_s = models.IntegerField(default=0)


class GatewayRun(Owned):
    """One buffer file of a gateway: sequence numbers count up within it; `kept` holds [[first, last], ...] of them."""

    prefix = "gwr"

    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="runs")
    run = models.CharField(max_length=64)
    kept = models.JSONField(default=list)

    class Meta(Owned.Meta):
        """Each once."""

        abstract = False
        constraints = [models.UniqueConstraint(fields=["gateway", "run"], name="gateway_run_once")]


class Observation(models.Model):
    """One point: `machine` said `value` for `item` at `at`; `source` and `sequence` make a repeat recognisable.

    No public name of its own and no key column beside those that identify it: there are very many. The table is cut by
    month; `unit` and `quality` are as the source told them, CLOCK where the time cannot be right.
    """

    pk = models.CompositePrimaryKey("machine_id", "source_id", "sequence")
    machine = models.ForeignKey(
        "proposition.Machine", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    source = models.ForeignKey(
        GatewayRun, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    item = models.TextField(db_collation="C")
    value = models.TextField()
    unit = models.TextField(default="")
    quality = models.SmallIntegerField(default=0)
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        """Each once; read by machine, item and time, which is the same index."""

        constraints = [
            models.UniqueConstraint(fields=["machine", "item", "at", "source", "sequence"], name="observation_once")
        ]


class SignalHour(models.Model):
    """A signal of one machine over one hour: how many values, how many of them doubtful, lowest, highest, mean."""

    machine = models.ForeignKey("proposition.Machine", on_delete=models.PROTECT, related_name="+")
    item = models.TextField()
    hour = models.DateTimeField()
    unit = models.TextField(default="")
    count = models.IntegerField()
    doubtful = models.IntegerField(default=0)
    low = models.FloatField()
    high = models.FloatField()
    mean = models.FloatField()
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["machine", "item", "hour"], name="signal_hour_once")]


class OpenHour(models.Model):
    """An hour in which signals came since it was last added up."""

    hour = models.DateTimeField(primary_key=True)


class MachineNow(Owned):
    """What a machine does now, as far as its owner told: `busy` always, `state`, `fault` and counts where opened.

    `since` is when the state began, `heard_at` the last sign of life, both in the machine's own time;
    `program` and `counter` what it works on and its count; `state_at` the time of the newest state point;
    `marked_down` that its word closed it for bookings.
    """

    prefix = "now"

    machine = models.OneToOneField("proposition.Machine", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=UNKNOWN)
    busy = models.CharField(max_length=10, default=UNKNOWN)
    fault = models.TextField(blank=True)
    since = models.DateTimeField(null=True, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    program = models.TextField(blank=True)
    counter = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    marked_down = models.BooleanField(default=False)
    tells_state = models.BooleanField(default=False)
    heartbeat_s = models.PositiveIntegerField(default=HEARTBEAT_S)

    class Meta(Owned.Meta):
        """Known states."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="now_state"),
            models.CheckConstraint(condition=Q(busy__in=("busy", "free", UNKNOWN)), name="now_busy"),
        ]


class DayStates(Owned):
    """The states of one machine on one past day (the site's zone): seconds by state, spans [[state, start, end]]."""

    prefix = "day"

    machine = models.ForeignKey("proposition.Machine", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    seconds = models.JSONField()
    spans = models.JSONField()
    points = models.IntegerField(default=0)
    rolled_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """One a machine and day."""

        abstract = False
        constraints = [models.UniqueConstraint(fields=["machine", "day"], name="day_once")]
