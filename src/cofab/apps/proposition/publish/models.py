"""Machines, and every claim on a machine's time in one table so that one constraint sees them all.

Owns: machines and occupancies (own work, reservations, bookings, closures).
Promises: two active claims on a machine never share an instant; a machine found down takes no new
    reservation or booking before it is expected back, and keeps what was promised.
Not here: whose price wins (match, plan), what a reservation costs (agree).
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from cofab.apps.base.models.owned import Owned

VISIBILITIES = ("request", "partners", "open")
KINDS = ("own", "reservation", "booking", "closure")
LONGEST_S = 90 * 86_400
STATES = ("active", "released", "lapsed", "done", "moved")


class Machine(Owned):
    """A machine on sale: what it can do, at what price, in which shifts.

    Lengths in micrometres, money in minor units; `code` is the industrial identity (prefix/suffix);
    `shift` is the calendar in local time as the core reads it; `down_since` is set while the machine is
    found down and `down_until` is when it is expected back (unknown: null).
    Who holds its time without an order keeps its booking rules: `minimum_slot_s` at least, `notice_s` ahead,
    `buffer_s` from other work, given back or moved `cancel_s` before it begins at the latest.
    """

    prefix = "mac"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="machines")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    model = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=120, unique=True)
    processes = ArrayField(models.CharField(max_length=80), default=list)
    families = ArrayField(models.CharField(max_length=40), default=list)
    envelope_x_um = models.BigIntegerField(default=0)
    envelope_y_um = models.BigIntegerField(default=0)
    envelope_z_um = models.BigIntegerField(default=0)
    tolerance_um = models.IntegerField(default=0)
    materials = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    rate_minor_per_h = models.BigIntegerField(default=0)
    minimum_minor = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=10, blank=True)
    unit_minor = models.BigIntegerField(default=0)
    bulk_units = models.BigIntegerField(default=0)
    bulk_unit_minor = models.BigIntegerField(default=0)
    minimum_pieces = models.IntegerField(default=0)
    speed_ppm = models.IntegerField(default=1_000_000)
    lead_s = models.IntegerField(default=0)
    carbon_g_per_h = models.IntegerField(default=0)
    skill = models.CharField(max_length=80, blank=True)
    visibility = models.CharField(max_length=10, default="request")
    minimum_slot_s = models.IntegerField(default=0)
    notice_s = models.IntegerField(default=0)
    buffer_s = models.IntegerField(default=0)
    cancel_s = models.IntegerField(default=0)
    shift = models.JSONField(default=dict)
    telemetry = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    down_since = models.DateTimeField(null=True, blank=True)
    down_until = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """Nothing negative, a known visibility, down times in order."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=VISIBILITIES), name="machine_visibility"),
            models.CheckConstraint(
                condition=Q(rate_minor_per_h__gte=0, minimum_minor__gte=0, unit_minor__gte=0, speed_ppm__gt=0),
                name="machine_price",
            ),
            models.CheckConstraint(
                condition=Q(down_until__isnull=True) | Q(down_since__isnull=False), name="machine_down_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    minimum_slot_s__range=(0, LONGEST_S),
                    notice_s__range=(0, LONGEST_S),
                    buffer_s__range=(0, LONGEST_S),
                    cancel_s__range=(0, LONGEST_S),
                ),
                name="machine_booking_rules",
            ),
        ]

    @property
    def label(self) -> str:
        """Return what the reader's language calls the machine."""
        chinese = (get_language() or "zh").startswith("zh")
        return self.name if chinese else self.name_en or self.name

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Occupancy(Owned):
    """One claim on a machine's time, `during` half-open; only `active` ones exclude each other.

    A reservation has `expires_at` and the order it is held for; a booking is a reservation that was
    confirmed; `op` and `lot` tell which operation of the order it is for; `label` names own work.
    """

    prefix = "occ"

    machine = models.ForeignKey(Machine, on_delete=models.PROTECT, related_name="occupancies")
    during = DateTimeRangeField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default="active")
    order_key = models.CharField(max_length=40, blank=True, db_index=True)
    op = models.CharField(max_length=40, blank=True)
    lot = models.IntegerField(default=0)
    label = models.CharField(max_length=120, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """The floor beneath every action: no two active claims overlap."""

        abstract = False
        constraints = [
            ExclusionConstraint(
                name="occupancy_excludes",
                expressions=[("machine", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state="active"),
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="occupancy_kind"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="occupancy_state"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False),
                name="occupancy_window",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reservation") | Q(expires_at__isnull=False), name="reservation_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(kind="reservation", state="active"), name="reservation_due")
        ]

    def __str__(self) -> str:
        """Return what and when."""
        return f"{self.kind} {self.during.lower:%Y-%m-%d %H:%M}"


class Opening(Owned):
    """Who sees a stretch of a machine's idle time, where that differs from the machine's own `visibility`."""

    prefix = "opn"

    machine = models.ForeignKey(Machine, on_delete=models.CASCADE, related_name="openings")
    during = DateTimeRangeField()
    visibility = models.CharField(max_length=10)

    class Meta(Owned.Meta):
        """One answer for every moment."""

        abstract = False
        constraints = [
            ExclusionConstraint(
                name="opening_excludes",
                expressions=[("machine", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(visibility__in=VISIBILITIES), name="opening_visibility"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False),
                name="opening_window",
            ),
        ]

    def __str__(self) -> str:
        """Return who and from when."""
        return f"{self.visibility} {self.during.lower:%Y-%m-%d %H:%M}"
