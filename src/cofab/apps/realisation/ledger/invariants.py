"""What must hold for the whole ledger at every moment, checked in SQL over everything."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from cofab.apps.base.viewer import platform

HOLDS, VIOLATED = "holds", "violated"

CHECKS = {
    "entries balance": """
        SELECT e.key FROM realisation_entry e LEFT JOIN realisation_posting p ON p.entry_id = e.id
        LEFT JOIN realisation_account a ON a.id = p.account_id
        GROUP BY e.id, e.key, a.currency HAVING coalesce(sum(p.amount_minor), 1) <> 0""",
    "entries have their postings": """
        SELECT e.key FROM realisation_entry e LEFT JOIN realisation_posting p ON p.entry_id = e.id
        GROUP BY e.id, e.key, e.size HAVING count(p.id) <> e.size OR count(p.id) < 2""",
    "balances equal postings": """
        SELECT a.key FROM realisation_account a LEFT JOIN realisation_posting p ON p.account_id = a.id
        GROUP BY a.id HAVING a.posted_minor <> coalesce(sum(p.amount_minor), 0)""",
    "no prefix goes where it may not": """
        SELECT DISTINCT a.key FROM (
            SELECT account_id, sum(amount_minor) OVER (PARTITION BY account_id ORDER BY entry_id) AS total
            FROM realisation_posting) s
        JOIN realisation_account a ON a.id = s.account_id
        WHERE CASE WHEN a.kind IN ('custody', 'owes') THEN s.total > 0 ELSE s.total < 0 END""",
    "held equals open holds": """
        SELECT a.key FROM realisation_account a
        LEFT JOIN realisation_hold h ON h.account_id = a.id AND h.state = 'held'
        GROUP BY a.id HAVING a.held_minor <> coalesce(sum(h.amount_minor), 0)""",
    "posted holds moved exactly their amount": """
        SELECT h.key FROM realisation_hold h
        LEFT JOIN realisation_posting p ON p.entry_id = h.entry_id AND p.account_id = h.account_id
        WHERE h.state = 'posted' GROUP BY h.id HAVING coalesce(min(p.amount_minor), 0) <> -h.amount_minor""",
    "custody covers what is owed": """
        SELECT currency FROM realisation_account WHERE kind IN ('custody', 'deposit', 'payable')
        GROUP BY currency HAVING sum(posted_minor) <> 0""",
    "obligations are owed to somebody": """
        SELECT order_key FROM realisation_account WHERE kind IN ('owes', 'owed')
        GROUP BY order_key, currency HAVING sum(posted_minor) <> 0""",
    "orders: secured is paid, returned and held": """
        SELECT m.order_key FROM realisation_milestone m JOIN realisation_ordermoney o ON o.id = m.money_id
        WHERE o.secured_at IS NOT NULL GROUP BY m.order_key, o.price_minor
        HAVING sum(CASE WHEN m.state IN ('released', 'returned') THEN m.paid_minor + m.returned_minor
                        ELSE m.amount_minor END) <> o.price_minor""",
    "orders: waiting milestones have their hold": """
        SELECT m.key FROM realisation_milestone m JOIN realisation_ordermoney o ON o.id = m.money_id
        LEFT JOIN realisation_hold h ON h.id = m.hold_id
        WHERE o.way = 'custody' AND m.state IN ('waiting', 'contested')
        AND (h.state IS DISTINCT FROM 'held' OR h.amount_minor <> m.amount_minor)""",
    "deposits: in is out and left": """
        SELECT a.order_key FROM realisation_account a JOIN realisation_posting p ON p.account_id = a.id
        JOIN realisation_ordermoney o ON o.order_key = a.order_key AND o.way = 'custody'
        WHERE a.kind = 'deposit' GROUP BY a.id, a.order_key
        HAVING coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0)
            + coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor < 0), 0) <> a.posted_minor""",
    "entries of an order touch no other order": """
        SELECT e.key FROM realisation_entry e JOIN realisation_posting p ON p.entry_id = e.id
        JOIN realisation_account a ON a.id = p.account_id
        WHERE e.order_key <> '' AND a.order_key NOT IN ('', e.order_key)""",
    "a key stands for one entry": """
        SELECT idempotency_key FROM realisation_entry GROUP BY idempotency_key HAVING count(*) > 1""",
    "a hold resolves once": """
        SELECT h.key FROM realisation_hold h JOIN realisation_entry e ON e.facts ->> 'hold' = h.key
        GROUP BY h.id HAVING count(*) <> 1 OR bool_or(h.entry_id IS DISTINCT FROM e.id)""",
    "holds expire in their time": """
        SELECT key FROM realisation_hold
        WHERE state = 'expired' AND (expires_at IS NULL OR resolved_at < expires_at)""",
    "custody and books say the same": """
        SELECT t.key FROM realisation_custodytransfer t LEFT JOIN realisation_hold h ON h.id = t.hold_id
        LEFT JOIN LATERAL (
            SELECT sum(p.amount_minor) AS booked FROM realisation_entry e
            JOIN realisation_posting p ON p.entry_id = e.id AND p.account_id = t.account_id
            WHERE e.order_key = t.order_key AND e.facts ->> 'reference' = t.reference) b ON true
        WHERE CASE WHEN t.direction = 'in' THEN t.received_minor <> coalesce(b.booked, 0)
                   ELSE h.state IS DISTINCT FROM
                        CASE t.state WHEN 'asked' THEN 'held' WHEN 'confirmed' THEN 'posted' ELSE 'voided' END END""",
    "split parts sum to their total": """
        SELECT d.key FROM realisation_sharedecision d CROSS JOIN LATERAL (
            SELECT coalesce(sum((s ->> 'performance_minor')::bigint), 0) AS performance,
                coalesce(sum((s ->> 'innovation_minor')::bigint), 0) AS innovation
            FROM jsonb_array_elements(d.shares) s) t
        WHERE (d.performance_minor, d.innovation_minor) <> (t.performance, t.innovation)""",
    "contract, deposit and money name the same payer": """
        SELECT m.order_key FROM realisation_ordermoney m
        LEFT JOIN realisation_account a ON a.order_key = m.order_key AND a.kind = 'deposit'
        LEFT JOIN creation_order o ON o.key = m.order_key
        LEFT JOIN creation_contract c ON c.order_id = o.id AND c.kind = 'main'
        WHERE a.owner_id <> m.payer_id OR c.customer_id <> m.payer_id""",
    "every entry of the history stands": """
        SELECT v.key FROM base_event v WHERE v.kind = 'ledger.post' AND NOT EXISTS (
            SELECT 1 FROM realisation_entry e WHERE e.hash = v.facts ->> 'entry_hash')""",
    "every entry stands in the history": """
        SELECT e.key FROM realisation_entry e WHERE NOT EXISTS (
            SELECT 1 FROM base_event v WHERE v.kind = 'ledger.post' AND v.facts ->> 'entry_hash' = e.hash)""",
}
"""Each check by name, with the query that finds what breaks it."""


@dataclass(frozen=True)
class Check:
    """One invariant: whether it holds, and the first few that break it."""

    name: str
    result: str
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What was looked at and what holds."""

    entries: int
    orders: int
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Tell whether every invariant holds."""
        return all(check.result == HOLDS for check in self.checks)


def check() -> Report:
    """Check every invariant over the whole ledger at one moment (one snapshot where no transaction is open)."""
    with platform(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM realisation_entry),"
            " (SELECT count(DISTINCT order_key) FROM realisation_entry WHERE order_key <> '')"
        )
        entries, orders = cursor.fetchone()
        return Report(entries, orders, tuple(_check(cursor, name, query) for name, query in CHECKS.items()))


def _check(cursor, name: str, query: str) -> Check:  # type: ignore[no-untyped-def]
    cursor.execute(f"SELECT * FROM ({query}) broken LIMIT 5")
    broken = tuple(str(row[0]) for row in cursor.fetchall())
    return Check(name, VIOLATED if broken else HOLDS, broken)
