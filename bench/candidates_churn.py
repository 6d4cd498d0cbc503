"""The index beside PostgreSQL while one per cent of machines a second change there: how late, and how slow meanwhile.

A process of its own books and gives back days in PostgreSQL, fifty milliseconds at a time, and sets one price in ten;
a trigger writes down which machines changed and NOTIFY wakes the index, which reads them and goes on answering.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter, sleep, time
from typing import Any

import numpy as np
import psycopg

from cofab.core.creation.match.index import Index, index_of, put, search
from cofab.core.creation.match.index_model import Ask, Machines

STEP_S = 0.05
LOG = """CREATE TABLE IF NOT EXISTS machine_change (seq bigserial PRIMARY KEY, id bigint NOT NULL);
TRUNCATE machine_change RESTART IDENTITY;
CREATE OR REPLACE FUNCTION machine_tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO machine_change (id) SELECT id FROM changed; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER machine_tell AFTER UPDATE ON machine REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION machine_tell();"""
UPDATE = """UPDATE machine m SET rate = d.rate, free = d.free::bit(128)
    FROM unnest(%s::bigint[], %s::int[], %s::text[]) d(id, rate, free) WHERE m.id = d.id"""
READ = """SELECT max(c.seq) OVER (), m.id, m.rate, m.free::text FROM machine_change c JOIN machine m USING (id)
    WHERE c.seq > %s ORDER BY c.seq"""


def words(free: Sequence[str]) -> np.ndarray:
    """Return bit strings, day 0 first, as two words of 64 days each."""
    bits = np.frombuffer("".join(free).encode(), np.uint8).reshape(len(free), 128) - ord("0")
    return np.packbits(bits, axis=1, bitorder="little").view(np.uint64)


def writer(url: str, n: int, share: float, seconds: float, rates: np.ndarray) -> None:
    """Change so large a share of machines a second, as evenly as the machine allows."""
    random = np.random.default_rng(7)
    with psycopg.connect(url, autocommit=True) as link:
        begin, done = perf_counter(), 0
        while (passed := perf_counter() - begin) < seconds:
            due = int(n * share * passed) - done
            if due < max(1, n * share * STEP_S):
                sleep(STEP_S / 5)
                continue
            due = min(due, int(n * share))
            done += due
            ids = random.choice(n, due, replace=False)
            free = ["".join(row) for row in np.where(random.random((due, 128)) < 0.3, "1", "0")]
            rate = np.where(
                random.random(due) < 0.1, (rates[ids] * random.uniform(0.9, 1.1, due)).astype(int), rates[ids]
            )
            with link.transaction():
                link.execute(UPDATE, [ids.tolist(), rate.tolist(), free])
                link.execute("SELECT pg_notify('machines', %s)", [repr(time())])


def churn(url: str, index: Index, machines: Machines, questions: Sequence[Ask], share: float, seconds: float) -> Any:
    """Answer while machines change; return milliseconds of answers, milliseconds of staleness, changes a second.

    Afterwards the index must answer as one built anew from what PostgreSQL holds; else the last figure is not 0.
    """
    n = len(machines.ids)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(LOG)
        link.execute("LISTEN machines")
        process = multiprocessing.get_context("spawn").Process(
            target=writer, args=(url, n, share, seconds, machines.rate), daemon=True
        )
        process.start()
        took, stale, seen, at = [], [], 0, 0
        first = last = 0.0
        while process.is_alive() or seen < link.execute("SELECT max(seq) FROM machine_change").fetchone()[0]:
            for note in list(link.notifies(timeout=0)):
                seen = _catch_up(link, index, machines, seen)
                last = time()
                first = first or last
                stale.append(1_000 * (last - float(note.payload)))
            begin = perf_counter()
            search(index, questions[at % len(questions)])
            took.append(1_000 * (perf_counter() - begin))
            at += 1
            sleep(0.0005)
        process.join()
        differ = _differ(link, index, machines, questions)
        return np.array(took), np.array(stale), seen / max(0.001, last - first), differ


def _catch_up(link: Any, index: Index, machines: Machines, seen: int) -> int:
    """Enter what changed since `seen`; return the last change now."""
    found = link.execute(READ, [seen]).fetchall()
    if not found:
        return seen
    latest = {row[1]: row for row in found}
    ids = np.fromiter(latest, np.int64)
    put(index, _some(machines, ids, np.array([row[2] for row in latest.values()]), [row[3] for row in latest.values()]))
    return int(found[0][0])


def _some(machines: Machines, ids: np.ndarray, rate: np.ndarray, free: list[str]) -> Machines:
    """Return some machines, whose ids are their places, with new prices and days."""
    counts = np.diff(machines.first)[ids]
    first = np.concatenate([[0], np.cumsum(counts)])
    tag = machines.tag[np.repeat(machines.first[ids] - first[:-1], counts) + np.arange(first[-1])]
    m = machines
    return Machines(
        ids, first, tag, rate, m.tolerance_um[ids], m.size_um[ids], m.credit_ppm[ids], m.place[ids], words(free)
    )


def _differ(link: Any, index: Index, machines: Machines, questions: Sequence[Ask]) -> int:
    """Return how many questions the index answers otherwise than one built anew."""
    found = link.execute("SELECT rate, free::text FROM machine ORDER BY id").fetchall()
    now = replace(machines, rate=np.array([row[0] for row in found]), days=words([row[1] for row in found]))
    anew = index_of(now, len(index.heavy))
    return sum(not np.array_equal(search(index, ask).ids, search(anew, ask).ids) for ask in questions[:200])
