"""What a custodian (a bank or a licensed split-payment institution) is asked, and how one is found by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from cofab.core.kernel.refusal import Refused, declare

UNKNOWN = declare("custody.unknown", "There is no custodian called {name}.")

DEMO_ONLY = declare("custody.demo_only", "The test custodian keeps no real money: it answers on a demo site only.")


class Custodian(Protocol):
    """A keeper of money. It answers later, perhaps twice, perhaps out of order, through the actions of custody."""

    name: str

    def instructions(self, reference: str, amount_minor: int, currency: str) -> Mapping[str, Any]:
        """Return what the payer needs to know to pay in: JSON-ready."""

    def pay_out(self, reference: str, amount_minor: int, currency: str, payee: str) -> None:
        """Ask the custodian to pay out; asking twice with one reference pays once."""


KNOWN = {"test": "cofab.apps.realisation.ledger.custody.test_custodian.TestCustodian"}
"""Custodians by name, each with the class that speaks to it."""


def check_chosen() -> None:
    """Refuse a site whose custodian (COFAB_CUSTODIAN) is unknown here, or keeps no real money; none is well."""
    if settings.COFAB_CUSTODIAN:
        custodian(settings.COFAB_CUSTODIAN)


def custodian(name: str) -> Custodian:
    """Return the custodian called `name`; refuses an unknown one, and the test custodian outside a demo."""
    if name not in KNOWN:
        raise Refused(UNKNOWN, name=name)
    if name == "test" and not settings.COFAB_DEMO:
        raise Refused(DEMO_ONLY)
    return import_string(KNOWN[name])()
