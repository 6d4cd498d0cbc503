"""How the journal is written: accounts, entries and holds, with rows locked in the order of accounts."""

from cofab.apps.realisation.ledger.actions.accounts import Of, lock, open_accounts
from cofab.apps.realisation.ledger.actions.entries import post, post_many
from cofab.apps.realisation.ledger.actions.holds import Resolution, Want, expire_due, place, resolve

__all__ = ["Of", "Resolution", "Want", "expire_due", "lock", "open_accounts", "place", "post", "post_many", "resolve"]
