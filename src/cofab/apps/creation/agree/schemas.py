"""What the API of agree reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors
from cofab.apps.creation.agree.models import Contract, Order, Request, Sample, Signature


class OrderIn(Schema):
    """How a plan becomes an order: contracting mode, lead contractor, way of payment, the sample it follows."""

    mode: str = "agent"
    lead: str = ""
    way: str = Field("custody", pattern="^(custody|direct)$")
    sample_of: str = ""


class ReorderIn(Schema):
    """The same part again: how many, until when."""

    quantity: int = Field(ge=1, le=1_000_000)
    due: datetime


class OrderOut(Schema):
    """An order; `price_minor` is None for a party that may not know the whole price."""

    key: str
    number: str
    title: str
    state: str
    mode: str
    way: str
    buyer: str
    lead: str | None
    demand: str
    plan: str
    quantity: int
    price_minor: int | None
    currency: str
    lines: list[dict[str, Any]]
    due_at: datetime
    promised_at: datetime
    forecast_at: datetime
    reorder_of: str | None
    sample_of: str | None
    reserve_expires_at: datetime | None
    missing_signatures: list[str]
    created_at: datetime

    @classmethod
    def of(cls, viewer: Viewer, row: Order) -> OrderOut:
        """Return a stored order as the viewer may see it."""
        same = ("key", "number", "title", "state", "mode", "way", "quantity", "currency", "due_at", "promised_at",
                "forecast_at", "reserve_expires_at", "created_at")  # fmt: skip
        lines = selectors.lines_for(viewer, row)
        return cls(
            **{name: getattr(row, name) for name in same},
            buyer=row.organisation.key,
            lead=row.lead.key if row.lead else None,
            demand=row.demand_key,
            plan=row.plan_key,
            price_minor=row.price_minor if selectors.sees_all(viewer, row) else None,
            lines=[line_out(line) for line in lines],
            reorder_of=row.reorder_of_key or None,
            sample_of=row.sample_of_key or None,
            missing_signatures=selectors.missing_signers(row),
        )


def line_out(line: Any) -> dict[str, Any]:
    """Return a price line as JSON."""
    return {"kind": line.kind, "payee": line.payee, "amount_minor": line.amount_minor, "facts": dict(line.facts)}


class OrdersOut(Schema):
    """A list of orders."""

    items: list[OrderOut]
    next: str | None = None


class RunKeyOut(Schema):
    """The plan run that a reorder started."""

    key: str
    state: str


class RequestOut(Schema):
    """What one firm was asked and answered; prices ex VAT."""

    key: str
    order: str
    order_number: str
    organisation: str
    state: str
    price_minor: int
    operations: list[dict[str, Any]]
    part: dict[str, Any]
    reason: str
    note: str
    counter_price_minor: int | None
    counter_finish: datetime | None
    answer_by: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Request) -> RequestOut:
        """Return a stored request."""
        named = ("order", "order_number", "organisation")
        same = {name: getattr(row, name) for name in cls.model_fields if name not in named}
        return cls(**same, order=row.order.key, order_number=row.order.number, organisation=row.organisation.key)


class RequestFileOut(Schema):
    """A file behind a request; its bytes are at /files/{key}/content."""

    key: str
    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, row: Any) -> RequestFileOut:
        """Return a stored file."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class RequestFilesOut(Schema):
    """The files behind a request."""

    items: list[RequestFileOut]
    next: str | None = None


class RequestsOut(Schema):
    """A list of requests."""

    items: list[RequestOut]
    next: str | None = None


class DeclineIn(Schema):
    """Why not: no_time, price, cannot, no_operator, not_this_buyer or other."""

    reason: str
    note: str = Field("", max_length=500)


class CounterIn(Schema):
    """What instead: a price ex VAT for the whole request, a later finish, or both."""

    price_minor: int | None = Field(None, ge=0)
    finish: datetime | None = None
    note: str = Field("", max_length=500)


class SignIn(Schema):
    """Signatures (hex) by contract key, for parties whose private key is not kept here."""

    signatures: dict[str, str] = {}


class KeyIn(Schema):
    """An Ed25519 public key, 64 hexadecimal digits."""

    public_key: str


class KeyOut(Schema):
    """The acting organisation's signing key; `kept` tells whether its private half is kept here."""

    public_key: str
    kept: bool


class SignatureOut(Schema):
    """A signature under a contract."""

    contract: str
    organisation: str
    public_key: str
    signature: str
    signed_at: datetime

    @classmethod
    def of(cls, row: Signature) -> SignatureOut:
        """Return a stored signature."""
        return cls(
            contract=row.contract.key,
            organisation=row.organisation.key,
            public_key=row.public_key,
            signature=row.signature,
            signed_at=row.signed_at,
        )


class SignaturesOut(Schema):
    """What was signed, and where the order stands now."""

    items: list[SignatureOut]
    order_state: str


class ContractOut(Schema):
    """One contract: its terms, their hash, who signed."""

    key: str
    kind: str
    version: int
    customer: str
    supplier: str
    hash: str
    terms: dict[str, Any]
    pdf: bool
    signatures: list[SignatureOut]

    @classmethod
    def of(cls, viewer: Viewer, row: Contract) -> ContractOut:
        """Return a stored contract with its signatures."""
        return cls(
            key=row.key,
            kind=row.kind,
            version=row.version,
            customer=row.customer.key,
            supplier=row.supplier.key,
            hash=row.hash,
            terms=row.terms,
            pdf=row.pdf_id is not None,
            signatures=[SignatureOut.of(one) for one in selectors.signatures_of(viewer, row)],
        )


class ContractsOut(Schema):
    """The newest contracts of an order that the caller is a party of."""

    items: list[ContractOut]
    next: str | None = None


class SealIn(Schema):
    """The number on a sample's seal, a photo of it (key of a stored file), and what the buyer says of it."""

    seal: str = Field(min_length=1, max_length=40)
    photo: str = ""
    note: str = Field("", max_length=500)


class RefuseSampleIn(Schema):
    """Why a sample is refused."""

    note: str = Field(min_length=1, max_length=500)


class SampleOut(Schema):
    """A sample: for which demand, what it cost before VAT, its seal, and the bulk order that took its price off."""

    key: str
    demand: str
    maker: str
    state: str
    price_minor: int
    seal: str
    note: str
    decided_at: datetime | None
    used_in: str | None

    @classmethod
    def of(cls, row: Sample) -> SampleOut:
        """Return a stored sample."""
        same = {name: getattr(row, name) for name in ("key", "state", "price_minor", "seal", "note", "decided_at")}
        used = row.used_in.key if row.used_in else None
        return cls(**same, demand=row.demand_key, maker=row.maker_key, used_in=used)
