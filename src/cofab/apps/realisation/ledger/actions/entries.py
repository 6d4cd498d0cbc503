"""Entries are written in sets: one lock, one insert of entries, one of postings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import Happened, remember_many
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions.accounts import lock, operators
from cofab.apps.realisation.ledger.mappers import balance_of, named
from cofab.apps.realisation.ledger.models import Account, Entry, Posting
from cofab.apps.realisation.ledger.refusals import KEY_REUSED
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.account import Balance, allowed
from cofab.core.realisation.ledger.entry import Entry as CoreEntry
from cofab.core.realisation.ledger.entry import checked
from cofab.core.realisation.ledger.hold import SHORT


@action
def post(viewer: Viewer, entry: CoreEntry) -> Entry:
    """Write one entry, whose postings name accounts by their public names; see `post_many`."""
    return post_many(viewer, [entry])[0]


@action
def post_many(viewer: Viewer, entries: Sequence[CoreEntry]) -> list[Entry]:
    """Write entries as one set and return their rows in the same order.

    The same key with the same content again is the entry that stands; refuses another content under a used key,
    an entry out of balance, an account that does not exist or does not cover what leaves it.
    """
    with platform():
        accounts = lock({posting.account for entry in entries for posting in entry.postings})
        rows, fresh = insert_entries(entries, accounts)
        cover(accounts, [entry for entry, _ in fresh])
        insert_postings(viewer, fresh, accounts)
    return rows


def insert_entries(
    entries: Sequence[CoreEntry], accounts: Mapping[str, Account]
) -> tuple[list[Entry], list[tuple[CoreEntry, Entry]]]:
    """Insert entries without their postings; return every row in order, and (value, row) of the new ones."""
    at, keepers = now(), operators()
    values = {entry.key: checked(named(entry, accounts)) for entry in entries}
    made = {key: _row(value, accounts, keepers, at) for key, value in values.items()}
    Entry.objects.bulk_create(made.values(), ignore_conflicts=True)
    stored = {row.idempotency_key: row for row in Entry.objects.filter(idempotency_key__in=values)}
    if any(stored[key].hash != row.hash for key, row in made.items()):
        raise Refused(KEY_REUSED)
    fresh = [(value, stored[key]) for key, value in values.items() if stored[key].key == made[key].key]
    return [stored[entry.key] for entry in entries], fresh


def _row(entry: CoreEntry, accounts: Mapping[str, Account], keepers: Sequence[int], at: datetime) -> Entry:
    owners = {accounts[posting.account].owner_id for posting in entry.postings} - {None}
    return Entry(
        kind=entry.kind,
        order_key=entry.order,
        idempotency_key=entry.key,
        facts=dict(entry.facts),
        size=len(entry.postings),
        hash=entry.hash,
        at=at,
        audience=sorted({*owners, *keepers}),
    )


def cover(accounts: Mapping[str, Account], entries: Sequence[CoreEntry]) -> None:
    """Refuse entries that would leave an account where its kind may not be."""
    moved: dict[str, int] = defaultdict(int)
    for entry in entries:
        for posting in entry.postings:
            moved[posting.account] += posting.amount_minor
    for key, amount in moved.items():
        before = balance_of(accounts[key])
        if not allowed(accounts[key].kind, Balance(before.posted_minor + amount, before.held_minor)):
            raise Refused(SHORT, available_minor=before.available_minor, needed_minor=-amount)


def insert_postings(viewer: Viewer, fresh: Sequence[tuple[CoreEntry, Entry]], accounts: Mapping[str, Account]) -> None:
    """Insert the postings of new entries and remember each entry with its hash."""
    Posting.objects.bulk_create(
        Posting(
            entry=row,
            account=accounts[posting.account],
            amount_minor=posting.amount_minor,
            audience=row.audience,
        )
        for value, row in fresh
        for posting in value.postings
    )
    remember_many(viewer, [_told(value, row) for value, row in fresh])


def _told(value: CoreEntry, row: Entry) -> Happened:
    total = sum(posting.amount_minor for posting in value.postings if posting.amount_minor > 0)
    facts = {"entry": row.key, "entry_hash": row.hash, "kind": row.kind, "amount_minor": total}
    return Happened("ledger.post", row.order_key or row.key, row.audience, facts=facts)
