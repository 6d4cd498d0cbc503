"""Journal rows as values, for the core and for evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cofab.apps.realisation.ledger.models import Entry
from cofab.core.kernel.window import iso
from cofab.core.realisation.ledger.entry import Entry as CoreEntry
from cofab.core.realisation.ledger.entry import Posting as CorePosting
from cofab.core.realisation.ledger.hold import Hold as CoreHold


def entry_of(row: Entry) -> CoreEntry:
    """Return a stored entry as the value that was hashed; its postings are read with it."""
    postings = tuple(
        CorePosting(posting.account.key, posting.amount_minor, posting.account.currency)
        for posting in sorted(row.postings.all(), key=lambda posting: posting.pk)
    )
    return CoreEntry(row.kind, row.idempotency_key, postings, row.order_key, row.facts)


def evidence_of(rows: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return entries as evidence bundles carry them."""
    return [{**entry_of(row).as_json(), "id": row.key, "at": iso(row.at), "hash": row.hash} for row in rows]


def hold_of(row: Any) -> CoreHold:
    """Return a stored hold as a value."""
    return CoreHold(row.account.key, row.amount_minor, row.purpose, row.state, row.expires_at)
