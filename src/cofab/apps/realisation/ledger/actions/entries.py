"""Entries are written in sets, by one statement of the database: locks, entries, postings, events, balances, checks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection
from psycopg import Cursor

from cofab.apps.base.action import action
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.ids import fresh_many
from cofab.apps.base.registry import hearers
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions.accounts import Known, known, operators
from cofab.apps.realisation.ledger.actions.together import Together
from cofab.apps.realisation.ledger.models import Entry
from cofab.apps.realisation.ledger.refusals import KEY_REUSED
from cofab.core.kernel import event as history
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.entry import Entry as CoreEntry
from cofab.core.realisation.ledger.entry import checked
from cofab.core.realisation.ledger.hold import SHORT

TOLD = "ledger.post"
COVERED = "realisation_account_covered"
WRITE = f"SELECT realisation_write({', '.join(['%b'] * 19)})"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands: its primary key, public name and hash; `fresh` where it was not there before."""

    pk: int
    key: str
    hash: str
    fresh: bool = True


def post(viewer: Viewer, entry: CoreEntry) -> Written:
    """Write one entry, whose postings name accounts by their public names; see `post_many`.

    Inside a transaction it stands when that commits; outside any it stands on return, and threads that ask at the same
    moment share a commit.
    """
    if connection.in_atomic_block:
        return post_many(viewer, [entry])[0]
    written: Written = _together(viewer, entry)
    return written


@action
def post_many(viewer: Viewer, entries: Sequence[CoreEntry]) -> list[Written]:
    """Write entries as one set and return what stands, in the same order.

    The same key with the same content again is the entry that stands; refuses another content under a used key,
    an entry out of balance, an account that does not exist or does not cover what leaves it.
    """
    with platform():
        return write(viewer, entries)


_together = Together(post_many)


def write(viewer: Viewer, entries: Sequence[CoreEntry], pks: Sequence[int] | None = None) -> list[Written]:
    """Write entries inside the platform's transaction; `pks` are primary keys taken beforehand (see `reserve`)."""
    about = known({posting.account for entry in entries for posting in entry.postings})
    asked = dict(zip((entry.key for entry in entries), pks or [None] * len(entries), strict=True))
    values: dict[str, CoreEntry] = {}
    for entry in entries:
        value = checked(named(entry, about))
        if values.setdefault(value.key, value) != value:
            raise Refused(KEY_REUSED)
    stand = _written(viewer, list(values.values()), [asked[key] for key in values], about) if values else {}
    return [stand[entry.key] for entry in entries]


def reserve(count: int) -> list[int]:
    """Return primary keys for entries that are written later in this transaction, for rows that point at them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('realisation_entry_id_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def named(entry: CoreEntry, about: Mapping[str, Known]) -> CoreEntry:
    """Return the entry with kind, owner and currency of its accounts among its facts, so that its hash covers them."""
    told = {posting.account: about[posting.account].told for posting in entry.postings}
    return CoreEntry(entry.kind, entry.key, entry.postings, entry.order, {**entry.facts, "accounts": told})


def _written(
    viewer: Viewer, values: Sequence[CoreEntry], pks: Sequence[int | None], about: Mapping[str, Known]
) -> dict[str, Written]:
    columns, hashes, names = _columns(viewer, values, pks, about)
    try:
        made = _called(columns)
    except IntegrityError as error:
        raise _short(error) from error
    rows = zip(values, made, names, hashes, strict=True)
    stand = {value.key: Written(pk, key, hashed) for value, pk, key, hashed in rows if pk}
    old = Entry.objects.filter(idempotency_key__in=[v.key for v in values if v.key not in stand])
    stand |= {row.idempotency_key: Written(row.pk, row.key, row.hash, False) for row in (old if 0 in made else ())}
    if any(stand[value.key].hash != hashed for value, hashed in zip(values, hashes, strict=True)):
        raise Refused(KEY_REUSED)
    for name in hearers().get(TOLD, ()):
        for event, pk in zip(columns[14], made, strict=True):
            if pk:
                enqueue(name, event=event)
    return stand


def _called(columns: Sequence[Any]) -> list[int]:
    """Call the database's function with arguments in binary form, which need no quoting."""
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        made: list[int] = cursor.execute(WRITE, columns, prepare=True).fetchone()[0]
    return made


def _short(error: IntegrityError) -> Exception:
    """Return the refusal that the database's no means: an account that does not cover what leaves it."""
    about = getattr(error.__cause__, "diag", None)
    if about is None or about.constraint_name != COVERED or not about.message_detail:
        return error
    available, needed = map(int, about.message_detail.split())
    return Refused(SHORT, available_minor=available, needed_minor=needed)


def _columns(
    viewer: Viewer, values: Sequence[CoreEntry], pks: Sequence[int | None], about: Mapping[str, Known]
) -> tuple[list[Any], list[str], list[str]]:
    """Return the arguments of `realisation_write`, the hashes and the public names of the entries."""
    keepers = set(operators())
    names, events = fresh_many("ent", len(values)), fresh_many("evt", len(values))
    facts, hashes, audiences, told, heads, tails = [], [], [], [], [], []
    places, accounts, amounts = [], [], []
    kinds = {kind: history.canonical(kind).decode() for kind in {value.kind for value in values}}
    by = (viewer.person_key, viewer.organisation_key)
    salts = [secrets.token_bytes(16) for _ in values]
    for place, (value, name, event) in enumerate(zip(values, names, events, strict=True), 1):
        total, seen = 0, set(keepers)
        for posting in value.postings:
            account = about[posting.account]
            places.append(place)
            accounts.append(account.pk)
            amounts.append(posting.amount_minor)
            total += max(posting.amount_minor, 0)
            seen |= account.owners
        content = history.canonical(value.facts)
        hashed = value.hash_with(content)
        fact = f'{{"amount_minor":{total},"entry":"{name}","entry_hash":"{hashed}","kind":{kinds[value.kind]}}}'
        head, tail = history.around_time(event, by, TOLD, value.order or name, fact)
        facts.append(content.decode())
        hashes.append(hashed)
        audiences.append("{" + ",".join(map(str, sorted(seen))) + "}")
        told.append(fact)
        heads.append(head)
        tails.append(tail)
    entries = [
        list(pks), names, [v.key for v in values], [v.kind for v in values], [v.order for v in values], facts,
        [len(v.postings) for v in values], hashes, audiences,
    ]  # fmt: skip
    return [*entries, places, accounts, amounts, *by, events, told, salts, heads, tails], hashes, names
