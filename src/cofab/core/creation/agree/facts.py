"""What a contract is made from, as values: parties, lines, dates, settled questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cofab.core.kernel.refusal import declare

MODES = ("agent", "lead")
MODE_UNKNOWN = declare("agree.mode_unknown", "An order is contracted as agent or lead, not as {mode}.")
LEAD_MISSING = declare("agree.lead_missing", "A lead contractor must be one of the firms that make the order.")
PARTY_UNKNOWN = declare("agree.party_unknown", "{payee} is paid by this order but is not one of its parties.")
LINES_DIFFER = declare("agree.lines_differ", "The lines sum to {lines_minor} and the price is {price_minor}.")


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in a contract; `kind` is "buyer", "maker", "carrier", "inspector", "material" or "platform"."""

    id: str
    name_zh: str
    name_en: str
    kind: str = "maker"

    def as_json(self) -> dict[str, Any]:
        """Return the party as it stands in terms."""
        return {"id": self.id, "name": {"zh": self.name_zh, "en": self.name_en}, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Due:
    """One line that somebody is owed: `net_minor` before VAT and `vat_minor`; `payee` "" is the order's reserve."""

    kind: str
    payee: str
    net_minor: int
    vat_minor: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gross_minor(self) -> int:
        """Return the amount with VAT."""
        return self.net_minor + self.vat_minor

    def as_json(self) -> dict[str, Any]:
        """Return the line as it stands in terms."""
        return {
            "kind": self.kind,
            "payee": self.payee,
            "net_minor": self.net_minor,
            "vat_minor": self.vat_minor,
            "facts": dict(self.facts),
        }


@dataclass(frozen=True, slots=True)
class Settled:
    """A question that had to be answered before the contract, with the answer in both languages."""

    question: str
    option: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Everything a contract of an order says. Amounts in minor units, times in UTC.

    `parties` holds everybody but the buyer; `lead` is the id of the lead contractor in mode "lead";
    `files` maps a file's name to its SHA-256; `material_by` is "seller" or "buyer" (free-issue material).
    """

    id: str
    number: str
    version: int
    mode: str
    buyer: Party
    parties: tuple[Party, ...]
    title: str
    material: str
    quantity: int
    currency: str
    price_minor: int
    lines: tuple[Due, ...]
    due_at: datetime
    promised_at: datetime
    rules: Mapping[str, Any]
    lead: str = ""
    settled: tuple[Settled, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    material_by: str = "seller"
    way: str = "custody"
    plan: str = ""
    rule_hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """One contract of an order: who buys from whom, and for which lines."""

    kind: str
    customer: Party
    supplier: Party
    lines: tuple[Due, ...]

    @property
    def gross_minor(self) -> int:
        """Return the contract sum with VAT."""
        return sum(line.gross_minor for line in self.lines)
