"""Faults planted on purpose: a guard is taken away, and the wrong write that it would have refused is found.

Each fault is planted in a transaction of its own over the same books and rolled back.
"""

from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError

from cofab.apps.base.action import action
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.realisation.ledger.actions import Want, entries, holds, place, post
from cofab.apps.realisation.ledger.custody import actions as custody
from cofab.apps.realisation.ledger.invariants import CHECKS, check
from cofab.apps.realisation.ledger.models import Account
from cofab.apps.realisation.settle.actions import release
from cofab.core.kernel.refusal import CONFLICT, Refused
from cofab.core.realisation.ledger.entry import Entry, transfer
from cofab.core.realisation.share import composite as shares
from cofab.core.realisation.share.composite import Player, composite


def entry(name: str, *rows: tuple[str, int], key: str = "", size: int = 2) -> str:
    """Return the statement that writes an entry with postings to the first account of each kind."""
    into = ", ".join(f"('{kind}', {amount}::bigint)" for kind, amount in rows)
    return f"""WITH e AS (INSERT INTO realisation_entry
            (key, kind, order_key, idempotency_key, facts, size, hash, at, audience)
        VALUES ('ent_{name}', 'x', '', {key or f"'{name}'"}, '{{}}', {size}, '{name}', now(), '{{}}') RETURNING id)
        INSERT INTO realisation_posting (entry_id, account_id, amount_minor, audience)
        SELECT e.id, a.id, p.amount, '{{}}' FROM e CROSS JOIN (VALUES {into}) AS p(kind, amount)
        JOIN LATERAL (SELECT id FROM realisation_account WHERE kind = p.kind ORDER BY id LIMIT 1) a ON true"""


def without(table: str, *triggers: str) -> str:
    return "; ".join(f"ALTER TABLE realisation_{table} DISABLE TRIGGER {trigger}" for trigger in triggers)


@dataclass(frozen=True)
class Fault:
    """How it is planted, what then goes wrong, and the check that finds it; `guarded`: refused while not planted."""

    name: str
    plant: str
    wrong: str
    found: str
    guarded: bool = True


NO_LOOK = """CREATE OR REPLACE FUNCTION realisation_entries_whole(entries bigint[]) RETURNS void LANGUAGE plpgsql
    AS $$ BEGIN RETURN; END $$"""
NO_COVER = """ALTER TABLE realisation_account DROP CONSTRAINT realisation_account_covered;
    CREATE OR REPLACE FUNCTION realisation_apply_postings() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE realisation_account a SET posted_minor = a.posted_minor + f.amount_minor FROM fresh f
    WHERE a.id = f.account_id; RETURN NULL; END $$"""
NO_KEY = """DO $$ DECLARE name text; BEGIN
    SELECT conname INTO name FROM pg_constraint WHERE conrelid = 'realisation_entry'::regclass AND contype = 'u'
        AND pg_get_constraintdef(oid) LIKE '%idempotency_key%';
    EXECUTE format('ALTER TABLE realisation_entry DROP CONSTRAINT %I', name); END $$"""
WHOLE = "ALTER TABLE realisation_milestone DROP CONSTRAINT realisation_milestone_whole"
ONE_RELEASED = "WHERE id = (SELECT min(id) FROM realisation_milestone WHERE state = 'released')"
ONE_ENTRY = "(SELECT min(id) FROM realisation_entry WHERE kind = 'deposit')"
RESOLVED = "UPDATE realisation_hold SET state = 'voided', entry_id = NULL WHERE state = 'posted'"
EXPIRED = """UPDATE realisation_hold SET state = 'expired', resolved_at = now(), expires_at = now() + interval '1 day'
    WHERE id = (SELECT min(id) FROM realisation_hold WHERE state = 'held')"""
SPLIT = """INSERT INTO realisation_sharedecision (key, order_key, performance_minor, innovation_minor, players, shares,
    rules, at, audience) VALUES ('shr_x', 'ord_y', 2, 0, '[]',
    '[{"id": "A", "performance_minor": 1, "innovation_minor": 0}]', '', now(), '{}')"""
FAULTS = [
    Fault("a trigger dropped: balances no longer follow", without("posting", "realisation_apply_postings"),
          entry("a", ("custody", -5), ("deposit", 5)), "balances equal postings", False),
    Fault("cents rounded by float", NO_LOOK, entry("b", ("custody", -333), ("deposit", 334)), "entries balance"),
    Fault("a writer that died between entry and postings", without("entry", "realisation_entry_postings"),
          entry("c", ("deposit", 1)).split("RETURNING")[0].split("AS (", 1)[1], "entries have their postings"),
    Fault("a posting rewritten", without("posting", "cofab_append_only"),
          f"UPDATE realisation_posting SET amount_minor = amount_minor * 2 WHERE entry_id = {ONE_ENTRY} "
          "AND amount_minor > 0", "entries balance"),
    Fault("an entry taken out of the journal",
          f"{without('posting', 'cofab_append_only')}; {without('entry', 'cofab_append_only')}",
          f"DELETE FROM realisation_posting WHERE entry_id = {ONE_ENTRY}; "
          f"DELETE FROM realisation_entry WHERE id = {ONE_ENTRY}", "every entry of the history stands"),
    Fault("an index dropped: one key, two entries", NO_KEY,
          entry("d", ("custody", -5), ("deposit", 5),
                key="(SELECT min(idempotency_key) FROM realisation_entry)"), "a key stands for one entry"),
    Fault("a hold resolved twice", without("hold", "realisation_hold_resolves_once"), RESOLVED, "a hold resolves once"),
    Fault("a hold expired by another clock", without("hold", "realisation_hold_resolves_once"), EXPIRED,
          "holds expire in their time"),
    Fault("an account overdrawn", NO_COVER, entry("e", ("deposit", -(10**12)), ("payable", 10**12)),
          "no prefix goes where it may not"),
    Fault("a balance set by hand after a stale read", without("account", "realisation_account_kept"),
          "UPDATE realisation_account SET posted_minor = posted_minor + 1 WHERE kind = 'payable'",
          "balances equal postings"),
    Fault("a hold lost for want of a lock", without("account", "realisation_account_kept"),
          "UPDATE realisation_account SET held_minor = held_minor - 1 WHERE kind = 'deposit'",
          "held equals open holds"),
    Fault("a payee paid in part", WHOLE, f"UPDATE realisation_milestone SET paid_minor = paid_minor - 1 {ONE_RELEASED}",
          "orders: secured is paid, returned and held"),
    Fault("a negative refund", WHOLE, f"UPDATE realisation_milestone SET returned_minor = -5 {ONE_RELEASED}",
          "orders: secured is paid, returned and held"),
    Fault("a delivery counted twice", "",
          "UPDATE realisation_custodytransfer SET received_minor = received_minor * 2 WHERE direction = 'in'",
          "custody and books say the same", False),
    Fault("a pay-out that was answered and not booked", "",
          "UPDATE realisation_custodytransfer SET state = 'confirmed' WHERE direction = 'out' AND state = 'asked'",
          "custody and books say the same", False),
    Fault("an entry that nobody remembers", "", entry("f", ("custody", -5), ("deposit", 5)),
          "every entry stands in the history", False),
    Fault("a split that loses a cent", "", SPLIT, "split parts sum to their total", False),
    Fault("money in another's name", "",
          "UPDATE realisation_ordermoney SET payer_id = (SELECT max(id) FROM base_organisation)",
          "contract, deposit and money name the same payer", False),
]  # fmt: skip


def broken(link: Any) -> set[str]:
    """Return the names of the checks that something breaks."""
    return {name for name, query in CHECKS.items() if link.execute(f"SELECT * FROM ({query}) b LIMIT 1").fetchone()}


@pytest.mark.django_db(transaction=True)
def test_each_planted_fault_is_refused_by_its_guard_and_found_without_it(make_deal, server):
    deal = make_deal().secured()
    release(SYSTEM, deal.key, "started")
    assert check().holds
    wrong = []
    with psycopg.connect(server.whole.on(server.name).superuser_url) as link:
        assert broken(link) == set()
        for fault in FAULTS:
            if fault.guarded:
                try:
                    link.execute(fault.wrong)
                    wrong.append(f"{fault.name}: not refused")
                except psycopg.errors.IntegrityError:
                    pass
                link.rollback()
            if fault.plant:
                link.execute(fault.plant)
            link.execute(fault.wrong)
            if fault.found not in (seen := broken(link)):
                wrong.append(f"{fault.name}: found {seen}")
            link.rollback()
    assert wrong == []
    assert len(FAULTS) >= 12


def delivered_twice(deal: Any) -> bool:
    """Tell whether what a custodian reports twice is booked once."""
    deal.fund(times=2)
    with platform():
        return bool(Account.objects.get(kind="deposit", order_key=deal.key).posted_minor == deal.facts.price_minor)


@pytest.mark.django_db
@pytest.mark.parametrize("planted", [False, True])
def test_a_webhook_delivered_twice(make_deal, monkeypatch, planted):
    if planted:
        names = iter(range(9))
        monkeypatch.setattr(custody, "transfer", lambda kind, key, *more: transfer(kind, f"{key}-{next(names)}", *more))
    assert delivered_twice(make_deal()) is not planted


def refused_with(work: Any) -> str:
    """Return the code of the refusal, "" where there is none."""
    try:
        work()
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize("planted", [False, True])
def test_a_key_used_again_with_another_content(make_deal, monkeypatch, planted):
    make_deal().secured()
    with platform():
        bank = Account.objects.get(kind="custody").key
        deposit = Account.objects.get(kind="deposit").key
    post(SYSTEM, transfer("deposit", "same", bank, {deposit: 5}))
    if planted:
        monkeypatch.setattr(Entry, "hash_with", lambda self, facts: "always")
        post(SYSTEM, transfer("deposit", "other", bank, {deposit: 5}))
    again = "other" if planted else "same"
    code = refused_with(lambda: post(SYSTEM, transfer("deposit", again, bank, {deposit: 7})))
    assert code == ("" if planted else "ledger.key_reused_conflict")


@pytest.mark.django_db
def test_a_stale_read_does_not_overdraw(make_deal, monkeypatch, system):
    deal = make_deal().secured()
    account = Account.objects.get(kind="deposit", order_key=deal.key)
    fresh = holds.lock

    def stale(keys: Any) -> Any:
        rows = fresh(keys)
        for row in rows.values():
            row.posted_minor += 10**6
        return rows

    want = Want(account.key, account.available_minor + 1, "x", "stale")
    assert refused_with(lambda: place(SYSTEM, [want])) == "ledger.short"
    monkeypatch.setattr(holds, "lock", stale)
    with pytest.raises(Exception, match="realisation_account_covered"):
        place(SYSTEM, [replace(want, key="stale-2")])


@pytest.mark.django_db
@pytest.mark.parametrize("planted", [False, True])
def test_a_deadlock_is_told(monkeypatch, planted):
    """What a race undid is never reported as done."""
    lost = OperationalError("deadlock detected")
    lost.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")

    @action
    def doomed(viewer: Any) -> str:
        raise lost

    def swallowing(viewer: Any) -> str:
        try:
            return doomed(viewer)
        except Refused:
            return "done"

    assert refused_with(lambda: (swallowing if planted else doomed)(SYSTEM)) == ("" if planted else CONFLICT)


@pytest.mark.parametrize("planted", [False, True])
def test_rounding_by_float(monkeypatch, planted):
    if planted:
        monkeypatch.setattr(
            shares, "allocate", lambda total, weights: [round(total * float(w) / float(sum(weights))) for w in weights]
        )
    rule = {"base_ppm": 850_000, "performance_ppm": 100_000, "innovation_ppm": 50_000}
    players = [Player(f"P{i}", 1, 900_000, 1) for i in range(7)]
    whole = [sum(s.total_minor for s in composite(total, rule, players)) == total for total in range(1000, 1100)]
    assert all(whole) is not planted


def test_the_checks_that_are_planted_against_are_those_that_run():
    assert {fault.found for fault in FAULTS} <= set(CHECKS)
    assert entries.COVERED == "realisation_account_covered"
