"""Orders, what each firm was asked, the contract and its signatures.

Owns: orders, requests, contracts, signatures, signing keys, samples.
Promises: states follow the core lives `order` and `request`; a contract version never changes; a
    signature stands once a party and version.
Not here: money (realisation), capacity (publish).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned
from cofab.core.creation.agree import lifecycle
from cofab.core.creation.agree.sample import SAMPLE

MODES = ("agent", "lead")


class Order(Owned):
    """A demand on its way to being goods, by one chosen plan.

    Money in minor units of `currency`; `price_minor` includes VAT and is the sum of `lines` (the plan's
    lines and what counters changed). Dates: `due_at` is what the buyer asked, `promised_at` what was
    agreed, `forecast_at` what is expected now. `way` is how it will be paid: custody or direct.
    `links` repeats the keys of demand, plan and earlier orders, whose rows a supplier may not read.
    """

    prefix = "ord"

    number = models.CharField(max_length=24, unique=True)
    demand = models.ForeignKey("proposition.Demand", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("creation.PlanRow", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="orders")
    lead = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=10)
    way = models.CharField(max_length=10, default="custody")
    title = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField()
    price_minor = models.BigIntegerField()
    lines = models.JSONField(default=list)
    links = models.JSONField(default=dict)
    currency = models.CharField(max_length=3, default="CNY")
    due_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    forecast_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="draft")
    reorder_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reorders")
    sample_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="samples")
    reserve_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first; only states that the core life knows."""

        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=lifecycle.ORDER.states), name="order_state"),
            models.CheckConstraint(condition=Q(mode__in=MODES), name="order_mode"),
            models.CheckConstraint(condition=~Q(mode="lead") | Q(lead__isnull=False), name="order_lead"),
            models.CheckConstraint(condition=Q(quantity__gte=1, price_minor__gte=0), name="order_amounts"),
        ]

    @property
    def plan_key(self) -> str:
        """Return the key of the plan that was chosen; other parties may know it, not read it."""
        return self.links.get("plan", "")

    @property
    def demand_key(self) -> str:
        """Return the key of the demand."""
        return self.links.get("demand", "")

    @property
    def reorder_of_key(self) -> str:
        """Return the key of the order that this one repeats, or ""."""
        return self.links.get("reorder_of", "")

    @property
    def sample_of_key(self) -> str:
        """Return the key of the order that this one is a sample for, or ""."""
        return self.links.get("sample_of", "")

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Request(Owned):
    """What one firm is asked to do in an order: its operations, price ex VAT, and its answer.

    `operations` repeats the firm's part of the plan (op, machine, start, end, quantity, price_minor);
    `counter_price_minor` and `counter_finish` hold what a firm asks for instead.
    """

    prefix = "req"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="requests")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="requests")
    operations = models.JSONField(default=list)
    part = models.JSONField(default=dict)
    price_minor = models.BigIntegerField()
    state = models.CharField(max_length=12, default="asked")
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    counter_price_minor = models.BigIntegerField(null=True, blank=True)
    counter_finish = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """One request a firm and order."""

        abstract = False
        ordering = ["answer_by", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=lifecycle.REQUEST.states), name="request_state"),
            models.UniqueConstraint(fields=["order", "organisation"], name="request_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="request_price"),
        ]

    def __str__(self) -> str:
        """Return key and state."""
        return f"{self.key} {self.state}"


class Contract(Owned):
    """One version of a contract between two parties of an order: canonical terms, their hash, the printed form.

    `kind` is "main" where the buyer is the customer, "sub" where the lead contractor is.
    """

    prefix = "con"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="contracts")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    customer = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    hash = models.CharField(max_length=64)
    pdf = models.ForeignKey("base.File", on_delete=models.PROTECT, null=True, related_name="+")
    rules = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Versions count up within an order; one contract a pair and version."""

        abstract = False
        ordering = ["order_id", "-version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "version", "customer", "supplier"], name="contract_once"),
            models.CheckConstraint(condition=Q(kind__in=("main", "sub")), name="contract_kind"),
        ]

    def __str__(self) -> str:
        """Return version and the head of the hash."""
        return f"v{self.version} {self.hash[:4]}"


class SigningKey(Owned):
    """A party's Ed25519 key; `private_key` is kept only for those who asked the platform to, encrypted."""

    prefix = "key"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    public_key = models.CharField(max_length=64, unique=True)
    private_key = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """One active key a party."""

        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(active=True), name="signing_key_active")
        ]

    def __str__(self) -> str:
        """Return the head of the public key."""
        return self.public_key[:8]


class Signature(Owned):
    """A party's signature over one version of a contract; hex, Ed25519 over the canonical statement."""

    prefix = "sig"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    signed_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Once a party and version."""

        abstract = False
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["contract", "organisation"], name="signature_once")]

    def __str__(self) -> str:
        """Return key and version."""
        return self.key


class Sample(Owned):
    """One piece made before the bulk: by which order, for which demand, and what became of it.

    `demand_key` is the demand in bulk that it opens; `maker_key` made it for `price_minor` before VAT; `seal` is the
    number on its seal. `used_in` is the bulk order from whose price it was taken off, once.
    """

    prefix = "smp"

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="sample")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    demand_key = models.CharField(max_length=40)
    maker_key = models.CharField(max_length=40)
    price_minor = models.BigIntegerField()
    state = models.CharField(max_length=12, default="ordered")
    seal = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    photo = models.ForeignKey("base.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    used_in = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="deducted_sample"
    )

    class Meta(Owned.Meta):
        """A sealed sample has a seal of its own, a used one the order that used it; one sample stands a demand."""

        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SAMPLE.states), name="sample_state"),
            models.CheckConstraint(condition=~Q(state__in=("sealed", "used")) | ~Q(seal=""), name="sample_sealed"),
            models.CheckConstraint(
                condition=(Q(state="used") & Q(used_in__isnull=False)) | (~Q(state="used") & Q(used_in__isnull=True)),
                name="sample_used",
            ),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="sample_price"),
            models.UniqueConstraint(
                fields=["demand_key"], condition=Q(state__in=("sealed", "used")), name="sample_standing_once"
            ),
            models.UniqueConstraint(fields=["organisation", "seal"], condition=~Q(seal=""), name="sample_seal_once"),
        ]

    def __str__(self) -> str:
        """Return the seal, or the state."""
        return self.seal or self.state
