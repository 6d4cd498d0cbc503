"""Accounts are opened when first needed, and locked in one order by everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import platform
from cofab.apps.realisation.ledger.models import Account
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.ledger.account import CUSTODY


@dataclass(frozen=True)
class Of:
    """Which account: of whom (an organisation's pk, None for a custodian), of what kind, for which order."""

    kind: str
    owner_id: int | None = None
    order_key: str = ""
    currency: str = "CNY"
    custodian: str = ""


def operators() -> list[int]:
    """Return the pks of the organisations that operate the platform: they keep the books."""
    return list(Organisation.objects.filter(kind="operator").values_list("pk", flat=True))


def open_accounts(wanted: Sequence[Of]) -> list[Account]:
    """Return the accounts asked for, in the same order; those that do not exist are opened."""
    with platform():
        keepers = operators()
        fresh = [
            Account(
                kind=of.kind,
                owner_id=of.owner_id,
                order_key=of.order_key,
                currency=of.currency,
                custodian=of.custodian if of.kind == CUSTODY else "",
                audience=sorted({*keepers, *([of.owner_id] if of.owner_id else [])}),
            )
            for of in dict.fromkeys(wanted)
        ]
        found = _found(fresh)
        missing = [account for account in fresh if _which(account) not in found]
        if missing:
            Account.objects.bulk_create(sorted(missing, key=_which), ignore_conflicts=True)
            found = _found(fresh)
        return [found[of.kind, of.owner_id or 0, of.order_key, of.currency, of.custodian] for of in wanted]


def _which(account: Account) -> tuple[str, int, str, str, str]:
    return account.kind, account.owner_id or 0, account.order_key, account.currency, account.custodian


def _found(accounts: Sequence[Account]) -> dict[tuple[str, int, str, str, str], Account]:
    orders = {account.order_key for account in accounts}
    kinds = {account.kind for account in accounts}
    owners = {account.owner_id for account in accounts}
    rows = Account.objects.filter(order_key__in=orders, kind__in=kinds)
    return {_which(row): row for row in rows if row.owner_id in owners}


def lock(keys: Iterable[str]) -> dict[str, Account]:
    """Return the accounts named, locked until the transaction ends, in the order of their pks; refuses unknown ones."""
    wanted = set(keys)
    rows = Account.objects.filter(key__in=wanted).select_related("owner").order_by("pk")
    found = {row.key: row for row in rows.select_for_update(of=("self",), no_key=True)}
    if found.keys() != wanted:
        raise Refused(NOT_FOUND)
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What never changes of an account: primary key, who owns it, and what an entry's hash covers of it."""

    pk: int
    owners: frozenset[int]
    told: tuple[str, str, str]


_known: dict[str, Known] = {}
_MOST_KNOWN = 100_000


def known(keys: Iterable[str]) -> dict[str, Known]:
    """Return what never changes of the accounts named, kept in this process's memory; refuses unknown ones."""
    wanted = set(keys)
    if missing := wanted - _known.keys():
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update(_read(missing))
    if not wanted <= _known.keys():
        raise Refused(NOT_FOUND)
    return {key: _known[key] for key in wanted}


def _read(keys: set[str]) -> dict[str, Known]:
    rows = Account.objects.filter(key__in=keys).values_list("key", "pk", "kind", "owner_id", "owner__key", "currency")
    return {
        key: Known(pk, frozenset({owner} if owner else ()), (kind, owner_key or "", currency))
        for key, pk, kind, owner, owner_key, currency in rows
    }
