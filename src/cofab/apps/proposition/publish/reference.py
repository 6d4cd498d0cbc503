"""Public reference data: towns, roads, carriers' tariffs, the vocabulary of processes, legal holidays.

Owns: five small tables that anybody may read; no row here belongs to a member.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Town(models.Model):
    """A town of the region; latitude and longitude in micro-degrees."""

    id = models.CharField(primary_key=True, max_length=40)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    latitude_udeg = models.IntegerField()
    longitude_udeg = models.IntegerField()

    class Meta:
        """Sorted by id."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return the id."""
        return self.id


class Road(models.Model):
    """Road kilometres from one town to another; one row a direction."""

    origin = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="+")
    destination = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="+")
    km = models.PositiveIntegerField()

    class Meta:
        """One distance a pair."""

        constraints = [models.UniqueConstraint(fields=["origin", "destination"], name="road_once")]


class Tariff(models.Model):
    """One way a carrier moves goods; money in minor units, `departures` and `arrive_at` as local "HH:MM"."""

    carrier = models.CharField(max_length=40)
    up_to_km = models.PositiveIntegerField()
    up_to_kg = models.PositiveIntegerField(default=0)
    base_minor = models.BigIntegerField(default=0)
    per_km_minor = models.BigIntegerField(default=0)
    per_kg_minor = models.BigIntegerField(default=0)
    per_kg_km_millionths = models.BigIntegerField(default=0)
    minimum_minor = models.BigIntegerField(default=0)
    departures = ArrayField(models.CharField(max_length=5), default=list)
    travel_s = models.PositiveIntegerField(default=0)
    arrive_days = models.PositiveSmallIntegerField(default=0)
    arrive_at = models.CharField(max_length=5, default="08:00")

    class Meta:
        """In the order they were entered."""

        ordering = ["id"]


class Process(models.Model):
    """One process of the vocabulary, in both languages, with the families that routings speak of."""

    id = models.CharField(primary_key=True, max_length=80)
    families = ArrayField(models.CharField(max_length=40), default=list)
    trade_zh = models.CharField(max_length=80)
    trade_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    din_group = models.CharField(max_length=40, blank=True)
    machine_zh = models.CharField(max_length=120, blank=True)
    machine_en = models.CharField(max_length=160, blank=True)

    class Meta:
        """Sorted by id."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return the id."""
        return self.id


class Standing(models.Model):
    """What matching may know of a firm's record, as told from outside this stage; parts per million.

    `credit_ppm` is the lower bound of its credit, `on_time_ppm` the share of its deliveries on time;
    `operators` how many people can run its machines at once (0: no limit).
    """

    organisation = models.OneToOneField("base.Organisation", on_delete=models.CASCADE, related_name="standing")
    credit_ppm = models.IntegerField(default=500_000)
    on_time_ppm = models.IntegerField(default=850_000)
    new_member = models.BooleanField(default=False)
    operators = models.PositiveIntegerField(default=0)
    rules = models.CharField(max_length=64, blank=True)


class Holiday(models.Model):
    """A day that differs from the week's habit: off, or worked although the week says off."""

    calendar = models.CharField(max_length=20, default="cn")
    day = models.DateField()
    works = models.BooleanField(default=False)
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        """One row a day and calendar."""

        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]
