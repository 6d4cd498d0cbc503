"""Holds reserve money of an account and are resolved once: posted, voided or expired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.realisation.ledger.actions.accounts import lock
from cofab.apps.realisation.ledger.actions.entries import reserve, write
from cofab.apps.realisation.ledger.mappers import hold_of
from cofab.apps.realisation.ledger.models import Account, Hold
from cofab.apps.realisation.ledger.refusals import KEY_REUSED
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.ledger import hold as core
from cofab.core.realisation.ledger.entry import Entry as CoreEntry
from cofab.core.realisation.ledger.entry import Posting as CorePosting


@dataclass(frozen=True)
class Want:
    """A hold to place: on which account (public name), how much, what for, once under `key`."""

    account: str
    amount_minor: int
    purpose: str
    key: str
    order_key: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Resolution:
    """How a hold ends: "post" moves its whole amount to `targets` (postings that sum to it), "void", "expire"."""

    hold: str
    event: str
    kind: str = ""
    targets: tuple[tuple[str, int], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@action
def place(viewer: Viewer, wants: Sequence[Want]) -> list[Hold]:
    """Place holds as one set; the same key and amount again is the hold that stands.

    Refuses what an account does not have free, and a key that stands for another hold.
    """
    with platform():
        accounts = lock({want.account for want in wants})
        standing = {row.idempotency_key: row for row in Hold.objects.filter(idempotency_key__in=[w.key for w in wants])}
        free = {key: account.available_minor for key, account in accounts.items()}
        made = []
        for want in wants:
            if (row := standing.get(want.key)) is not None:
                if (row.account_id, row.amount_minor) != (accounts[want.account].pk, want.amount_minor):
                    raise Refused(KEY_REUSED)
                continue
            core.place(want.account, free[want.account], want.amount_minor, want.purpose, want.expires_at)
            free[want.account] -= want.amount_minor
            made.append(_row(want, accounts[want.account]))
        Hold.objects.bulk_create(made)
        standing |= {row.idempotency_key: row for row in made}
        return [standing[want.key] for want in wants]


def _row(want: Want, account: Account) -> Hold:
    return Hold(
        account=account,
        amount_minor=want.amount_minor,
        purpose=want.purpose,
        order_key=want.order_key,
        idempotency_key=want.key,
        placed_at=now(),
        expires_at=want.expires_at,
        audience=account.audience,
    )


@action
def resolve(viewer: Viewer, resolutions: Sequence[Resolution]) -> list[Hold]:
    """Resolve holds as one set, each once; refuses one that is resolved, and targets that do not sum to it."""
    with platform():
        known = dict(Hold.objects.filter(key__in=[r.hold for r in resolutions]).values_list("key", "account__key"))
        if len(known) != len(resolutions):
            raise Refused(NOT_FOUND)
        lock({*known.values(), *(account for r in resolutions for account, _ in r.targets)})
        rows = Hold.objects.filter(key__in=known).select_related("account").order_by("pk")
        holds = {row.key: row for row in rows.select_for_update(of=("self",))}
        at = now()
        states = {r.hold: core.resolve(hold_of(holds[r.hold]), r.event, at).state for r in resolutions}
        posted = {r.hold: _entry(r, holds[r.hold]) for r in resolutions if r.event == "post"}
        pks = dict(zip(posted, reserve(len(posted)), strict=True))
        _free(holds, states, pks, at)
        write(viewer, list(posted.values()), list(pks.values()))
    return [holds[r.hold] for r in resolutions]


def _entry(resolution: Resolution, hold: Hold) -> CoreEntry:
    currency = hold.account.currency
    moves = ((hold.account.key, -hold.amount_minor), *resolution.targets)
    postings = tuple(CorePosting(account, amount, currency) for account, amount in moves if amount)
    facts = {"hold": hold.key, "purpose": hold.purpose, **resolution.facts}
    return CoreEntry(resolution.kind or hold.purpose, f"hold:{hold.key}", postings, hold.order_key, facts)


def _free(holds: Mapping[str, Hold], states: Mapping[str, str], entries: Mapping[str, int], at: datetime) -> None:
    for key, state in states.items():
        hold = holds[key]
        hold.state, hold.entry_id, hold.resolved_at = state, entries.get(key), at
        hold.save(update_fields=["state", "entry", "resolved_at"])


def expire_due(limit: int = 500) -> int:
    """Expire every hold whose time ran out; return how many."""
    with platform():
        due = Hold.objects.filter(state="held", expires_at__lte=now()).order_by("pk")
        keys = list(due.values_list("key", flat=True)[:limit])
        return len(resolve(SYSTEM, [Resolution(key, "expire") for key in keys])) if keys else 0
