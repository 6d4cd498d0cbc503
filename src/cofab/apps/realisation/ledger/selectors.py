"""What the journal holds, for those whom it concerns."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.mappers import evidence_of
from cofab.apps.realisation.ledger.models import Account, Entry, Hold, Posting

WITH_POSTINGS = Prefetch("postings", Posting.objects.select_related("account", "account__owner").order_by("id"))


def entries(viewer: Viewer, order_key: str = "", limit: int | None = None, cursor: str = "") -> list[Entry]:
    """Return the entries that the viewer may see, of one order or of all, newest first, with all their postings.

    `cursor` is the public name of the last entry of the page before. Who sees an entry sees its postings whole,
    other parties' accounts by owner and kind.
    """
    rows = Entry.visible_to(viewer).order_by("-key")
    rows = rows.filter(order_key=order_key) if order_key else rows
    found = list((rows.filter(key__lt=cursor) if cursor else rows)[:limit])
    with platform():
        prefetch_related_objects(found, WITH_POSTINGS)
    return found


def accounts(viewer: Viewer, order_key: str = "") -> QuerySet[Account]:
    """Return the accounts that the viewer may see, of one order or of all."""
    rows = Account.visible_to(viewer).select_related("owner").order_by("id")
    return rows.filter(order_key=order_key) if order_key else rows


def held_minor(viewer: Viewer, order_key: str) -> int:
    """Return what unresolved holds of an order reserve, as far as the viewer may see."""
    held = Hold.visible_to(viewer).filter(order_key=order_key, state="held")
    return sum(held.values_list("amount_minor", flat=True))


def entries_as_evidence(viewer: Viewer, order_key: str) -> list[dict[str, object]]:
    """Return the entries of an order that the viewer may see, oldest first, as evidence bundles carry them."""
    return evidence_of(reversed(entries(viewer, order_key)))
