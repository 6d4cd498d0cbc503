"""An entry of the journal: two or more postings that sum to zero in each currency.

Promises: an entry, once made, never changes; a mistake is corrected by its reversal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from cofab.core.kernel.event import canonical
from cofab.core.kernel.refusal import Refused, declare

UNBALANCED = declare("ledger.unbalanced", "An entry must sum to zero; this one leaves {rest_minor} {currency}.")
TOO_FEW = declare("ledger.too_few_postings", "An entry needs two postings or more.")
EMPTY_POSTING = declare("ledger.empty_posting", "A posting of nothing is not written.")


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount_minor` of `currency` into (positive) or out of (negative) `account`, an account's id."""

    account: str
    amount_minor: int
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the journal: what happened (`kind`), for which order, to which accounts.

    `key` makes it happen once: the same key with the same content is the same entry.
    """

    kind: str
    key: str
    postings: tuple[Posting, ...]
    order: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the JSON-ready content, which is hashed into the history."""
        return {
            "kind": self.kind,
            "key": self.key,
            "order": self.order,
            "facts": dict(self.facts),
            "postings": [[p.account, p.amount_minor, p.currency] for p in self.postings],
        }

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the content, in hex."""
        return self.hash_with(canonical(self.facts))

    def hash_with(self, facts: bytes) -> str:
        """Return the same from the canonical JSON of the facts, which come first in that of the content."""
        rest = self.as_json()
        del rest["facts"]
        return sha256(b'{"facts":' + facts + b"," + canonical(rest)[1:]).hexdigest()


def sums(postings: Iterable[Posting]) -> dict[str, int]:
    """Return the sum of postings by currency."""
    totals: dict[str, int] = defaultdict(int)
    for posting in postings:
        totals[posting.currency] += posting.amount_minor
    return dict(totals)


def checked(entry: Entry) -> Entry:
    """Return the entry; refuses fewer than two postings, one of nothing, and a currency that is not in balance."""
    if len(entry.postings) < 2:
        raise Refused(TOO_FEW)
    if any(posting.amount_minor == 0 for posting in entry.postings):
        raise Refused(EMPTY_POSTING)
    for currency, rest in sums(entry.postings).items():
        if rest:
            raise Refused(UNBALANCED, rest_minor=rest, currency=currency)
    return entry


def reversal(entry: Entry, key: str) -> Entry:
    """Return the entry that undoes `entry`, under its own key."""
    turned = tuple(replace(posting, amount_minor=-posting.amount_minor) for posting in entry.postings)
    return Entry(f"{entry.kind}.reversed", key, turned, entry.order, {"reverses": entry.key})


def transfer(kind: str, key: str, source: str, targets: Mapping[str, int], currency: str = "CNY") -> Entry:
    """Return the entry that moves amounts out of one account into others; targets of nothing are left out.

    Refuses when nothing is left to move.
    """
    into = tuple(Posting(account, minor, currency) for account, minor in targets.items() if minor)
    total = sum(posting.amount_minor for posting in into)
    return checked(Entry(kind, key, (*((Posting(source, -total, currency),) if total else ()), *into)))
