"""The built-in custodian for demonstrations and tests: a bank that answers by callback, at least once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.realisation.ledger.custody.actions import payout_answered


class TestCustodian:
    """Takes what `POST /custody/test/deposits` says as received, and pays out at once."""

    __test__ = False
    name = "test"

    def instructions(self, reference: str, amount_minor: int, currency: str) -> Mapping[str, Any]:
        """Return where to pay: the callback that stands for the bank's own."""
        return {
            "custodian": self.name,
            "reference": reference,
            "amount_minor": amount_minor,
            "currency": currency,
            "callback": "/api/v1/custody/test/deposits",
        }

    def pay_out(self, reference: str, amount_minor: int, currency: str, payee: str) -> None:
        """Acknowledge the pay-out; the reference makes it happen once."""
        payout_answered(self.name, reference, f"bank-{reference}", paid=True)
