"""A small ledger as a value: the same rules as the database keeps, to test against and to recompute offline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.realisation.ledger.account import Balance, allowed
from cofab.core.realisation.ledger.entry import Entry, checked
from cofab.core.realisation.ledger.hold import SHORT, Hold, place, resolve


@dataclass(frozen=True)
class Book:
    """Accounts by id with their kind and balance, the entries by key and the holds by id.

    Promises: every method returns a new book or refuses; balances equal the sum of postings and holds.
    """

    kinds: Mapping[str, str]
    balances: Mapping[str, Balance] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)

    def balance(self, account: str) -> Balance:
        """Return the balance of an account, zero for one without entries."""
        return self.balances.get(account, Balance())

    def post(self, entry: Entry) -> Book:
        """Write an entry; the same key and content again changes nothing, other content under it is refused."""
        before = self.entries.get(entry.key)
        if before is not None:
            if before.hash != entry.hash:
                raise Refused(INVALID, field="key", problem="used for another entry")
            return self
        balances = dict(self.balances)
        for posting in checked(entry).postings:
            old = balances.get(posting.account, Balance())
            balances[posting.account] = replace(old, posted_minor=old.posted_minor + posting.amount_minor)
        self._check(balances)
        return replace(self, balances=balances, entries={**self.entries, entry.key: entry})

    def hold(self, name: str, account: str, amount_minor: int, purpose: str, until: datetime | None = None) -> Book:
        """Reserve an amount under `name`."""
        old = self.balance(account)
        made = place(account, old.available_minor, amount_minor, purpose, until)
        held = replace(old, held_minor=old.held_minor + amount_minor)
        return replace(self, balances={**self.balances, account: held}, holds={**self.holds, name: made})

    def release(self, name: str, event: str, now: datetime, entry: Entry | None = None) -> Book:
        """Resolve a hold; "post" takes the entry that moves exactly its amount out of its account."""
        hold = self.holds[name]
        after = resolve(hold, event, now)
        old = self.balance(hold.account)
        freed = replace(old, held_minor=old.held_minor - hold.amount_minor)
        holds, balances = {**self.holds, name: after}, {**self.balances, hold.account: freed}
        book = replace(self, holds=holds, balances=balances)
        return book.post(entry) if event == "post" and entry else book

    def _check(self, balances: Mapping[str, Balance]) -> None:
        for account, balance in balances.items():
            if not allowed(self.kinds[account], balance):
                raise Refused(SHORT, available_minor=balance.available_minor, needed_minor=0)
