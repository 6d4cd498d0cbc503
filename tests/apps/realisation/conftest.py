"""Orders with real firms, whose money can move."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cofab.core.creation.agree.facts import Due, OrderFacts, Party
from cofab.core.stewardship.governance.defaults import AGREE

KINDS = {"turner": "maker", "miller": "maker", "carrier": "carrier", "inspector": "inspector", "platform": "platform"}
NET = {"turner": 1_000_000, "miller": 500_000, "carrier": 40_000, "inspector": 30_000, "platform": 37_500}


@dataclass
class Deal:
    """An order of five payees and a reserve, and who they are."""

    facts: OrderFacts
    firms: dict[str, Any]

    @property
    def key(self):
        return self.facts.id

    def org(self, name):
        return self.firms[name].organisation.key

    def fund(self, times=1, external="bank-1"):
        """Ask the buyer for the price and let the custodian report it, `times` over."""
        from cofab.apps.realisation.ledger.custody.actions import ask_deposit, deposit_confirmed

        asked = ask_deposit(self.firms["buyer"].viewer, self.key, self.facts.price_minor)
        for _ in range(times):
            deposit_confirmed("test", asked.reference, self.facts.price_minor, f"{external}-{self.key}")
        return asked

    def secured(self):
        """Fix, fund and secure the order's money."""
        from cofab.apps.realisation.settle.actions import fix, secure

        fix(self.firms["buyer"].viewer, self.facts)
        if self.facts.way == "custody":
            self.fund()
        assert secure(self.firms["buyer"].viewer, self.key)
        return self

    def pay_outs(self):
        """Let the custodian make every pay-out that was asked for."""
        from cofab.apps.realisation.ledger.custody.actions import send
        from cofab.apps.realisation.ledger.custody.models import CustodyTransfer

        for row in CustodyTransfer.objects.filter(order_key=self.key, direction="out", state="asked"):
            send(row.reference)


@pytest.fixture
def make_deal(make_firm):
    """Make an order's facts and firms: `make_deal(mode="lead", way="direct")`."""
    from cofab.apps.base.ids import fresh

    def make(**changes):
        kinds = {"buyer": "demander", "carrier": "carrier", "inspector": "inspection", "platform": "operator"}
        names = ["buyer", *KINDS]
        firms = {name: make_firm(name.title(), kind=kinds.get(name, "supplier")) for name in names}
        parties = {n: Party(firms[n].organisation.key, n, n, KINDS.get(n, "buyer")) for n in names}
        lines = [Due("run", parties[n].id, NET[n], NET[n] * 13 // 100) for n in KINDS]
        lines.append(Due("risk", "", 50_000, 6_500))
        facts = OrderFacts(
            id=fresh("ord"),
            number="O-1",
            version=1,
            mode="agent",
            buyer=parties["buyer"],
            parties=tuple(parties[n] for n in KINDS),
            title="FBH-047",
            material="6061-T6",
            quantity=2000,
            currency="CNY",
            price_minor=sum(line.gross_minor for line in lines),
            lines=tuple(lines),
            due_at=datetime(2026, 12, 20, tzinfo=UTC),
            promised_at=datetime(2026, 12, 18, tzinfo=UTC),
            rules=AGREE.values,
            rule_hashes={"agree": AGREE.hash},
        )
        lead = parties[changes.pop("lead")].id if "lead" in changes else ""
        return Deal(replace(facts, lead=lead, **changes), firms)

    return make
