"""How fast the ledger is: single transfers against a function of pgledger's design, and batches with every check.

Run `python bench/ledger.py`. It starts an embedded PostgreSQL of its own, durable for both sides (fsync and synchronous
commit), makes a database, and prints one JSON line a claim; exits 1 if any bar is missed.

The peer is one SQL function in the manner of pgledger, one call and one commit a transfer, over tables with the same
checks: both accounts locked in one order, a balance that may not go below zero, an idempotency key, an event with a
salted commitment, row-level security, an append-only journal. Ours goes through `post` and `post_many` as the product
does. Both sides have the same accounts, one of which is in every transfer, and the same number of clients; threads of
ours that ask at the same moment share a commit, which is what makes the difference. Rounds take turns; medians count.
Processor seconds of this process and of the server are told beside the rates.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "bench"
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "cofab.config.settings",
    "COFAB_DATA": str(DATA / "files"),
    "COFAB_SECRET": "benchmark only",
}
ROUNDS, CLIENTS, EACH, BATCH, BATCHES, WRITERS = 5, 32, 25, 2_000, 3, 2
ACCOUNTS = 50
BAR_BATCH, BAR_SINGLE = 15_000, 3.0
PEER = """
CREATE TABLE peer_account (id bigserial PRIMARY KEY, balance bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0, allow_negative boolean NOT NULL, audience bigint[] NOT NULL DEFAULT '{1}',
    updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE peer_transfer (id bigserial PRIMARY KEY, from_id bigint NOT NULL REFERENCES peer_account,
    to_id bigint NOT NULL REFERENCES peer_account, amount bigint NOT NULL CHECK (amount > 0),
    key text NOT NULL UNIQUE, audience bigint[] NOT NULL DEFAULT '{1}', created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE peer_entry (id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES peer_account,
    transfer_id bigint NOT NULL REFERENCES peer_transfer, amount bigint NOT NULL, previous bigint NOT NULL,
    current bigint NOT NULL, version bigint NOT NULL, audience bigint[] NOT NULL DEFAULT '{1}',
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE peer_event (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), kind text NOT NULL,
    subject text NOT NULL, facts jsonb NOT NULL, salt bytea NOT NULL, commitment text NOT NULL,
    audience bigint[] NOT NULL DEFAULT '{1}');
CREATE INDEX ON peer_entry (account_id); CREATE INDEX ON peer_entry (transfer_id); CREATE INDEX ON peer_event (subject);
CREATE FUNCTION peer_move(account bigint, transfer bigint, delta bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE row peer_account%ROWTYPE;
BEGIN
    UPDATE peer_account SET balance = balance + delta, version = version + 1, updated_at = now()
    WHERE id = account RETURNING * INTO row;
    IF row.balance < 0 AND NOT row.allow_negative THEN RAISE EXCEPTION 'account % is short', account; END IF;
    INSERT INTO peer_entry (account_id, transfer_id, amount, previous, current, version)
    VALUES (account, transfer, delta, row.balance - delta, row.balance, row.version);
END $$;
CREATE FUNCTION peer_transfer(source bigint, target bigint, wanted bigint, name text, salt bytea) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE made bigint; told jsonb;
BEGIN
    PERFORM id FROM peer_account WHERE id IN (source, target) ORDER BY id FOR UPDATE;
    INSERT INTO peer_transfer (from_id, to_id, amount, key) VALUES (source, target, wanted, name)
    ON CONFLICT (key) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        SELECT id INTO made FROM peer_transfer WHERE key = name AND (from_id, to_id, amount) = (source, target, wanted);
        IF made IS NULL THEN RAISE EXCEPTION 'key % stands for another transfer', name; END IF;
        RETURN made;
    END IF;
    PERFORM peer_move(source, made, -wanted);
    PERFORM peer_move(target, made, wanted);
    IF (SELECT sum(amount) FROM peer_entry WHERE transfer_id = made) <> 0 THEN RAISE EXCEPTION 'unbalanced'; END IF;
    told := jsonb_build_object('transfer', made, 'amount', wanted, 'from', source, 'to', target, 'key', name);
    INSERT INTO peer_event (kind, subject, facts, salt, commitment)
    VALUES ('transfer', name, told, salt, encode(sha256(salt || convert_to(told::text, 'UTF8')), 'hex'));
    PERFORM pg_notify('peer_events', name);
    RETURN made;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON peer_entry FOR EACH ROW EXECUTE FUNCTION cofab_append_only();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON peer_transfer FOR EACH ROW EXECUTE FUNCTION cofab_append_only();
GRANT ALL ON peer_account, peer_transfer, peer_entry, peer_event TO cofab_app;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO cofab_app;
"""


def measure(work: Callable[[], int]) -> tuple[float, float]:
    """Return how many a second one round of `work` does, and the processor microseconds of each, the server's too."""
    spent, begin = processor_s(), perf_counter()
    done = work()
    seconds = perf_counter() - begin
    return done / seconds, (processor_s() - spent) / done * 1e6


def processor_s() -> float:
    """Return the processor seconds of this process, the server and every process it had."""
    master = psutil.Process(int((DATA / "postgres" / "postmaster.pid").read_text().split()[0]))
    total = sum(os.times()[:2]) + sum(master.cpu_times()[:4])
    for child in master.children():
        with contextlib.suppress(psutil.Error):
            total += sum(child.cpu_times()[:2])
    return total


def by_clients(work: Callable[[int], None], clients: int = CLIENTS) -> int:
    """Let every client do its share at the same time; return how many clients there were."""
    failed: list[BaseException] = []

    def run(client: int) -> None:
        try:
            work(client)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return clients


class World:
    """Accounts of both kinds in one database, with enough in them."""

    def __init__(self) -> None:
        """Open the accounts."""
        from cofab.apps.base.models import Organisation
        from cofab.apps.base.viewer import platform
        from cofab.apps.realisation.ledger.actions import Of, open_accounts

        with platform():
            firms = Organisation.objects.bulk_create(
                Organisation(kind="supplier", name_en=f"Firm {n}", admission="admitted") for n in range(ACCOUNTS)
            )
            wanted = [Of("custody", custodian="bench"), *(Of("payable", firm.pk, "ord_bench") for firm in firms)]
            self.bank, *self.accounts = (row.key for row in open_accounts(wanted))
        self.round = 0

    def entry(self, name: str, number: int) -> Any:
        """Return an entry from the custodian to one of the accounts."""
        from cofab.core.realisation.ledger.entry import transfer

        return transfer("deposit", f"bench-{name}-{number}", self.bank, {self.accounts[number % ACCOUNTS]: 5})

    def singles(self) -> int:
        """Post entries one by one from every client; each stands when `post` returns."""
        from django.db import connections

        from cofab.apps.base.viewer import SYSTEM
        from cofab.apps.realisation.ledger.actions import post

        self.round += 1

        def work(client: int) -> None:
            for n in range(EACH):
                post(SYSTEM, self.entry(f"{self.round}-{client}", n))
            connections.close_all()

        return by_clients(work) * EACH

    def batch(self) -> int:
        """Post batches from two writers, each in a transaction of its own."""
        from django.db import connections

        from cofab.apps.base.viewer import SYSTEM
        from cofab.apps.realisation.ledger.actions import post_many

        self.round += 1

        def work(client: int) -> None:
            for turn in range(BATCHES):
                name = f"{self.round}-{client}-{turn}"
                post_many(SYSTEM, [self.entry(name, n) for n in range(BATCH)])
            connections.close_all()

        return by_clients(work, WRITERS) * BATCH * BATCHES


def peer(server: Any) -> Callable[[], int]:
    """Return a round of the peer's single transfers, each a call and a commit, from every client."""
    import psycopg

    with psycopg.connect(server.owner_url, autocommit=True) as link:
        link.execute(PEER)
        for table in ("account", "transfer", "entry", "event"):
            link.execute(f"ALTER TABLE peer_{table} ENABLE ROW LEVEL SECURITY")
            link.execute(
                f"CREATE POLICY p ON peer_{table} USING ((SELECT cofab_is_system()) OR "
                "audience && (SELECT cofab_organisations()))"
            )
        link.execute(
            "INSERT INTO peer_account (allow_negative) SELECT n = 1 FROM generate_series(1, %s) n", [ACCOUNTS + 1]
        )
    settings = {"autocommit": True, "options": "-c cofab.viewer=system"}
    links = [psycopg.connect(server.app_url, **settings) for _ in range(CLIENTS)]
    turn = iter(range(10**9))

    def singles() -> int:
        now = next(turn)

        def work(client: int) -> None:
            for n in range(EACH):
                values = [2 + n % ACCOUNTS, f"{now}-{client}-{n}", os.urandom(16)]
                links[client].execute("SELECT peer_transfer(1, %s, 5, %s, %s)", values, prepare=True)

        return by_clients(work) * EACH

    return singles


def started(name: str) -> Any:
    """Return a durable server with a fresh, migrated database called `name`; Django speaks to it as the plain role."""
    import django

    from cofab.config.database import ensure_server, prepare_database

    server = ensure_server(DATA)
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
    connections.settings["default"] |= {**settings, "CONN_MAX_AGE": 0}
    default.settings_dict |= {**settings, "CONN_MAX_AGE": 0}


def measured(server: Any) -> dict[str, list[tuple[float, float]]]:
    """Return (how many a second, processor microseconds of each) by name, of each round, the sides taking turns."""
    from cofab.apps.realisation.ledger.invariants import check

    world = World()
    sides = {"peer": peer(server), "singles": world.singles, "batch": world.batch}
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for work in sides.values():
        work()
    for _ in range(ROUNDS):
        for name, work in sides.items():
            rates[name].append(measure(work))
    assert check().holds, "the ledger does not hold after the benchmark"
    return rates


def claims(rates: dict[str, list[tuple[float, float]]]) -> list[dict[str, Any]]:
    """Return the claims as lines."""
    single, batch, theirs = (statistics.median(r for r, _ in rates[name]) for name in ("singles", "batch", "peer"))
    spent = {name: round(statistics.median(us for _, us in rates[name]), 1) for name in rates}
    ratio = statistics.median(a / b for (a, _), (b, _) in zip(rates["singles"], rates["peer"], strict=True))
    best = max(r for r, _ in rates["batch"])
    name = "single transfers by a function of pgledger's design"
    return [
        {
            "claim": f"single transfers a second of {CLIENTS} clients, each durable when answered, every check kept",
            "ours": round(single, 1), "peer": name, "theirs": round(theirs, 1), "ratio": round(ratio, 2),
            "bar": BAR_SINGLE, "met": ratio >= BAR_SINGLE, "seeds": ROUNDS,
            "processor_us": spent["singles"], "processor_us_theirs": spent["peer"],
        },
        {
            "claim": f"entries a second in batches of {BATCH} by {WRITERS} writers, durable, every check kept",
            "ours": round(batch, 1), "best": round(best, 1), "peer": name, "theirs": round(theirs, 1),
            "ratio": round(batch / theirs, 2), "bar": BAR_BATCH, "met": batch >= BAR_BATCH, "seeds": ROUNDS,
            "processor_us": spent["batch"],
        },
    ]  # fmt: skip


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    name = f"cofab_bench_{os.getpid()}"
    server = started(name)
    try:
        lines = claims(measured(server))
    finally:
        from django.db import connections

        from cofab.config.database import drop_database, stop_server

        connections.close_all()
        drop_database(server, name)
        stop_server(DATA)
    for line in lines:
        print(json.dumps(line), flush=True)
    return 0 if all(line["met"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
