"""How fast the ledger is: single transfers against a function of pgledger's design, and batches with every check.

Run `python bench/ledger.py`. It starts the tests' embedded PostgreSQL with durable commits off for both sides, makes a
database of its own, and prints one JSON line a claim; exits 1 if any bar is missed.
The peer is one SQL function in the manner of pgledger: a transfer and two entries that carry the balance after them,
both accounts locked in one order, nothing else kept. Ours goes through `post` and `post_many` as the product does:
idempotency key, hash, history event with salted commitment, row-level security, deferred balance check, balances by
trigger. The bars say what all of that may cost: the peer checks and remembers nothing. Several rounds of each, one
after the other on the same server; the medians count.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "test"
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "cofab.config.settings",
    "COFAB_DATA": str(DATA / "files"),
    "COFAB_SECRET": "benchmark only",
}
ROUNDS, SINGLES, BATCH = 5, 100, 2_000
ACCOUNTS = 50
BAR_BATCH, BAR_SINGLE, BAR_SET = 0.2, 0.03, 4.0
PEER = """
CREATE TABLE peer_account (id bigserial PRIMARY KEY, balance numeric NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0, allow_negative boolean NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE peer_transfer (id bigserial PRIMARY KEY, from_id bigint NOT NULL REFERENCES peer_account,
    to_id bigint NOT NULL REFERENCES peer_account, amount numeric NOT NULL CHECK (amount > 0),
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE peer_entry (id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES peer_account,
    transfer_id bigint NOT NULL REFERENCES peer_transfer, amount numeric NOT NULL, previous numeric NOT NULL,
    current numeric NOT NULL, version bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON peer_entry (account_id); CREATE INDEX ON peer_entry (transfer_id);
CREATE FUNCTION peer_move(account bigint, transfer bigint, delta numeric) RETURNS void LANGUAGE plpgsql AS $$
DECLARE row peer_account%ROWTYPE;
BEGIN
    UPDATE peer_account SET balance = balance + delta, version = version + 1, updated_at = now()
    WHERE id = account RETURNING * INTO row;
    IF row.balance < 0 AND NOT row.allow_negative THEN RAISE EXCEPTION 'account % is short', account; END IF;
    INSERT INTO peer_entry (account_id, transfer_id, amount, previous, current, version)
    VALUES (account, transfer, delta, row.balance - delta, row.balance, row.version);
END $$;
CREATE FUNCTION peer_transfer(source bigint, target bigint, wanted numeric) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
    PERFORM id FROM peer_account WHERE id IN (source, target) ORDER BY id FOR UPDATE;
    INSERT INTO peer_transfer (from_id, to_id, amount) VALUES (source, target, wanted) RETURNING id INTO made;
    PERFORM peer_move(source, made, -wanted);
    PERFORM peer_move(target, made, wanted);
    RETURN made;
END $$;
"""


def rate(work: Callable[[], int]) -> float:
    """Return how many a second one round of `work` does; it returns how many it did."""
    begin = perf_counter()
    done = work()
    return done / (perf_counter() - begin)


class World:
    """Accounts of both kinds in one database, with enough in them."""

    def __init__(self) -> None:
        """Open the accounts and the peer's tables."""
        from cofab.apps.base.models import Organisation
        from cofab.apps.base.viewer import platform
        from cofab.apps.realisation.ledger.actions import Of, open_accounts

        with platform():
            firms = Organisation.objects.bulk_create(
                Organisation(kind="supplier", name_en=f"Firm {n}", admission="admitted") for n in range(ACCOUNTS)
            )
            wanted = [Of("custody", custodian="bench"), *(Of("payable", firm.pk, "ord_bench") for firm in firms)]
            self.bank, *self.accounts = (row.key for row in open_accounts(wanted))
        self.count = 0

    def entry(self) -> Any:
        """Return the next entry: from the custodian to one of the accounts."""
        from cofab.core.realisation.ledger.entry import transfer

        self.count += 1
        return transfer("deposit", f"bench-{self.count}", self.bank, {self.accounts[self.count % ACCOUNTS]: 5})

    def singles(self) -> int:
        """Post entries one by one, each in a transaction of its own."""
        from cofab.apps.base.viewer import SYSTEM
        from cofab.apps.realisation.ledger.actions import post

        for _ in range(SINGLES):
            post(SYSTEM, self.entry())
        return SINGLES

    def batch(self) -> int:
        """Post one batch."""
        from cofab.apps.base.viewer import SYSTEM
        from cofab.apps.realisation.ledger.actions import post_many

        return len(post_many(SYSTEM, [self.entry() for _ in range(BATCH)]))


def peer(link: Any) -> Callable[[], int]:
    """Return a round of the peer's single transfers, each in a transaction of its own."""
    link.execute(PEER)
    link.execute("INSERT INTO peer_account (allow_negative) SELECT n = 1 FROM generate_series(1, %s) n", [ACCOUNTS + 1])

    def singles() -> int:
        for n in range(SINGLES):
            link.execute("SELECT peer_transfer(1, %s, 5)", [2 + n % ACCOUNTS])
        return SINGLES

    return singles


def started(name: str) -> Any:
    """Return the tests' server with a fresh, migrated database called `name`; Django speaks to it as the plain role."""
    import django

    from cofab.config.database import ensure_server, prepare_database

    server = ensure_server(DATA, durable=False)
    prepare_database(server, name)
    django.setup()
    from django.core.management import call_command

    _use(server.on(name).owner_url, options="-c cofab.viewer=system")
    call_command("migrate", verbosity=0)
    _use(server.on(name).app_url)
    return server.on(name)


def _use(url: str, **options: str) -> None:
    from django.db import connections

    from cofab.config.environment import connection as settings_of

    default = connections["default"]
    default.close()
    settings = settings_of(url)
    settings["OPTIONS"] |= options
    default.settings_dict |= {**settings, "CONN_MAX_AGE": 0}


def measured(server: Any) -> dict[str, float]:
    """Return how many a second by name, medians of the rounds, the sides taking turns."""
    import psycopg

    from cofab.apps.realisation.ledger.invariants import check

    with psycopg.connect(server.superuser_url, autocommit=True) as link:
        world = World()
        sides = {"peer": peer(link), "singles": world.singles, "batch": world.batch}
        rates: dict[str, list[float]] = {name: [] for name in sides}
        for work in sides.values():
            work()
        for _ in range(ROUNDS):
            for name, work in sides.items():
                rates[name].append(rate(work))
    assert check().holds, "the ledger does not hold after the benchmark"
    return {name: statistics.median(values) for name, values in rates.items()}


def claim(name: str, ours: float, peer_name: str, theirs: float, bar: float) -> dict[str, Any]:
    """Return one claim as a line."""
    ratio = ours / theirs
    line = {"claim": name, "ours": round(ours, 1), "peer": peer_name, "theirs": round(theirs, 1)}
    return {**line, "ratio": round(ratio, 2), "bar": bar, "met": ratio >= bar, "seeds": ROUNDS}


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    name = f"cofab_bench_{os.getpid()}"
    server = started(name)
    try:
        got = measured(server)
    finally:
        from django.db import connections

        from cofab.config.database import drop_database

        connections.close_all()
        drop_database(server, name)
    single = "single transfers by an SQL function of pgledger's design"
    lines = [
        claim(
            f"entries a second in batches of {BATCH}, every check kept", got["batch"], single, got["peer"], BAR_BATCH
        ),
        claim("entries a second one by one through the product", got["singles"], single, got["peer"], BAR_SINGLE),
        claim("entries a second in batches against one by one", got["batch"], "one by one", got["singles"], BAR_SET),
    ]
    for line in lines:
        print(json.dumps(line), flush=True)
    return 0 if all(line["met"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
