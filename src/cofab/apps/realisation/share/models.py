"""Decisions about shared money, with everything they were made from."""

from __future__ import annotations

from django.db import models

from cofab.apps.base.models.owned import Owned


class ShareDecision(Owned):
    """How one pool of an order was split: sums, players and shares in minor units, once and for all."""

    prefix = "shr"
    order_key = models.TextField(unique=True)
    performance_minor = models.BigIntegerField()
    innovation_minor = models.BigIntegerField()
    players = models.JSONField()
    shares = models.JSONField()
    rules = models.TextField(blank=True)
    at = models.DateTimeField()
