"""What the journal holds between two firms, and the content of a statement from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.realisation.ledger.models import Posting
from cofab.apps.realisation.settle.models import Milestone, OrderMoney
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import iso
from cofab.core.realisation.ledger.account import OWED, OWES
from cofab.core.realisation.ledger.statement import Account, Move, Terms, account, due_on, opening_of


@dataclass(frozen=True, order=True)
class Pair:
    """Who owes whom, by primary keys, in which currency."""

    payer: int
    payee: int
    currency: str


@dataclass(frozen=True)
class Line:
    """One entry between a pair: its public name, idempotency key, time, order, and amount (below zero: paid)."""

    entry: str
    key: str
    at: datetime
    order: str
    amount_minor: int

    @property
    def on(self) -> date:
        """Return its day where the platform is."""
        return self.at.astimezone(_zone()).date()


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """Return the day where the platform is; the reader's own zone plays no part in a statement."""
    return now().astimezone(_zone()).date()


def terms_of(rules: RuleSet) -> Terms:
    """Return the rules of statements as the core takes them."""
    return Terms(rules["closing_day"], rules["due_days"], rules["late_ppm_per_day"])


def _owed(closes_on: date) -> Any:
    """Return the postings to what is owed that the closing day knows, each with who owes; call as the platform."""
    over = datetime.combine(closes_on + timedelta(days=1), time(), _zone())
    return Posting.objects.filter(account__kind=OWED, entry__at__lt=over, entry__postings__account__kind=OWES)


def pairs(closes_on: date, organisation_id: int | None = None) -> list[Pair]:
    """Return who ever owed whom until a closing day; of one organisation if named. Call as the platform."""
    columns = "entry__postings__account__owner_id", "account__owner_id", "account__currency"
    found = {Pair(*row) for row in _owed(closes_on).values_list(*columns).distinct()}
    return sorted(pair for pair in found if organisation_id in (None, pair.payer, pair.payee))


def lines(pair: Pair, closes_on: date) -> list[Line]:
    """Return every entry between a pair until a closing day, oldest first. Call as the platform."""
    rows = _owed(closes_on).filter(
        account__owner_id=pair.payee,
        account__currency=pair.currency,
        entry__postings__account__owner_id=pair.payer,
    )
    columns = "entry__key", "entry__idempotency_key", "entry__at", "entry__order_key", "amount_minor"
    return [Line(*row) for row in rows.order_by("entry__at", "id").values_list(*columns)]


def content(
    pair: Pair, closes_on: date, version: int, rules: RuleSet, differences: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], Account] | None:
    """Return what a statement says and its figures; None where nothing was open or moved. Call as the platform."""
    terms, found = terms_of(rules), lines(pair, closes_on)
    figures = account([Move(one.on, one.order, one.amount_minor) for one in found], closes_on, terms)
    first = opening_of(closes_on, terms.closing_day)
    month = [one for one in found if one.on >= first]
    if not (month or figures.opening_minor):
        return None
    firms = Organisation.objects.in_bulk([pair.payer, pair.payee])
    said = {
        "payer": firms[pair.payer].key,
        "payee": firms[pair.payee].key,
        "currency": pair.currency,
        "from": first.isoformat(),
        "to": closes_on.isoformat(),
        "version": version,
        "due_on": due_on(closes_on, terms).isoformat(),
        "rules": rules.hash,
        "late_ppm_per_day": terms.late_ppm_per_day,
        **{name: getattr(figures, name) for name in Account.__dataclass_fields__},
        "lines": _told(month),
        "differences": list(differences),
    }
    return said, figures


def _told(month: Sequence[Line]) -> list[dict[str, Any]]:
    """Return entries as a statement lists them: when, of which order, for what, how much."""
    orders = {row.order_key: row for row in OrderMoney.objects.filter(order_key__in={one.order for one in month})}
    keys = {one.key.split(":")[0] for one in month}
    milestones = {row.key: row for row in Milestone.objects.filter(key__in=keys)}
    told = []
    for one in month:
        order, milestone = orders.get(one.order), milestones.get(one.key.split(":")[0])
        told.append(
            {
                "entry": one.entry,
                "at": iso(one.at),
                "on": one.on.isoformat(),
                "order": one.order,
                "number": order.number if order else "",
                "title": order.title if order else "",
                "what": "paid" if one.amount_minor < 0 else milestone.trigger if milestone else "other",
                "amount_minor": one.amount_minor,
            }
        )
    return told
