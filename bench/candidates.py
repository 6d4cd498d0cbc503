"""How fast candidates are found: the index beside PostgreSQL against PostgreSQL, DuckDB and Tantivy, same rows.

Run `python bench/candidates.py [--sizes 100000,1000000] [--seeds N]`. One question: two tags, tolerance, size, credit,
within 800 km of a place, three consecutive free days within a fortnight; the twenty best by price and distance.
Machines lie around 120 cities, have three to twelve of 600 tags after Zipf, and calendars 70 % full; the two tags are
those of some machine. All sides answer the same questions in one run from Python, one after the other; Tantivy is
spared calendar, distance and order by distance, and still counts as a peer for the whole question. Prints one JSON line
a claim with p50, p99, memory and time to build; exits 1 if any bar is missed. Ratios are of wall time side by side; our
own p99 is held against its bound in processor time, for on a shared machine the wall's p99 tells who else was running.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter, thread_time_ns
from typing import Any

import numpy as np
import psycopg
from candidates_churn import churn
from candidates_peers import Duck, Postgres, Tantivy

from cofab.config.database import ensure_server
from cofab.core.creation.match.index import Index, index_of, search
from cofab.core.creation.match.index_model import Ask, Hits, Machines, sphere

DATA = Path(__file__).resolve().parent.parent / "build" / "test"
TAGS, CITIES, HORIZON = 600, 120, 90
OURS, POSTGRES, DUCK, TANTIVY, SAME = 2_000, 200, 20, 500, 50
CHURN_S, SHARE = 6.0, 0.01
BARS = {"PostgreSQL": 100.0, "DuckDB": 100.0, "Tantivy": 2.0}
P99_MS, STALE_MS = 1.5, 1_000.0


def world(seed: int, n: int) -> tuple[Machines, np.ndarray]:
    """Return machines, and their latitude and longitude in degrees."""
    random = np.random.default_rng(seed)
    weights = 1 / np.arange(1, TAGS + 1)
    counts = random.integers(3, 13, n)
    drawn = random.choice(TAGS, int(counts.sum()), p=weights / weights.sum())
    pairs = np.unique(np.repeat(np.arange(n), counts) * TAGS + drawn)
    city = np.column_stack([random.uniform(22, 42, CITIES), random.uniform(103, 122, CITIES)])
    degrees = city[random.integers(0, CITIES, n)] + random.normal(0, 0.3, (n, 2))
    degrees = np.rint(degrees * 1e6) / 1e6
    machines = Machines(
        np.arange(n, dtype=np.int64),
        np.searchsorted(pairs, np.arange(n + 1) * TAGS),
        pairs % TAGS,
        (7_000 * random.lognormal(0, 0.35, n)).astype(np.int64),
        random.integers(5, 80, n),
        np.sort(random.integers(100, 1_500, (n, 3)) * 1_000, axis=1),
        (random.beta(6, 2, n) * 1e6).astype(np.int64),
        sphere(*(np.rint(degrees * 1e6).astype(np.int64).T)),
        calendars(random, n),
    )
    return machines, degrees


def calendars(random: np.random.Generator, n: int) -> np.ndarray:
    """Return free days as two words: runs of two free and 4.7 taken days in the mean, 70 % full."""
    state = random.random(n) < 0.3
    words = np.zeros((n, 2), np.uint64)
    for day in range(HORIZON):
        words[:, day // 64] |= state.astype(np.uint64) << np.uint64(day % 64)
        draw = random.random(n)
        state = np.where(state, draw >= 0.5, draw < 0.2143)
    return words


def asks(seed: int, machines: Machines, count: int) -> list[Ask]:
    """Return questions whose two tags are those of a machine."""
    random = np.random.default_rng(1_000 + seed)
    found: list[Ask] = []
    while len(found) < count:
        n = int(random.integers(len(machines.ids)))
        tags = machines.tag[machines.first[n] : machines.first[n + 1]]
        if len(tags) < 2:
            continue
        day = int(random.integers(0, 60))
        found.append(
            Ask(
                tuple(int(t) for t in random.choice(tags, 2, replace=False)),
                int(random.integers(20, 80)),
                tuple(int(s) * 1_000 for s in random.integers(50, 800, 3)),
                int(random.integers(400, 800)) * 1_000,
                tuple(machines.place[random.integers(len(machines.ids))].tolist()),
                800,
                int(random.integers(0, 6)),
                day,
                day + 14,
                3,
            )
        )
    return found


def rows(hits: Hits) -> list[tuple[int, int]]:
    """Return hits as the peers return rows."""
    return list(zip(hits.ids.tolist(), hits.prices.tolist(), strict=True))


def timed(ask_one: Any, questions: list[Ask]) -> tuple[np.ndarray, list[Any]]:
    """Return milliseconds and answers; the first questions are asked twice and count once."""
    for question in questions[:10]:
        ask_one(question)
    took, answers = [], []
    for question in questions:
        begin = perf_counter()
        answers.append(ask_one(question))
        took.append(1_000 * (perf_counter() - begin))
    return np.array(took), answers


def figures(took: list[np.ndarray]) -> dict[str, float]:
    """Return the median over seeds of p50 and p99, in milliseconds."""
    return {f"p{q}_ms": round(statistics.median(float(np.percentile(t, q)) for t in took), 4) for q in (50, 99)}


def measured(url: str, seed: int, n: int, folder: Path) -> dict[str, Any]:
    """Return for each side its times, bytes and seconds to build, and how many answers differ from ours."""
    machines, degrees = world(seed, n)
    begin = perf_counter()
    index = index_of(machines, TAGS)
    built = perf_counter() - begin
    questions = asks(seed, machines, OURS)
    took, ours = timed(lambda ask: search(index, ask), questions)
    found: dict[str, Any] = {"ours": (took, index.bytes, built, 0), "work": _worked(index, questions)}
    duck = Duck(machines, degrees, folder)
    for peer, count in ((duck, DUCK), (Postgres(url, folder), POSTGRES)):
        took, answers = timed(peer.ask, questions[:count])
        wrong = sum(rows(a) != b for a, b in zip(ours, answers, strict=False))
        found[peer.name] = (took, peer.bytes, peer.built_s, wrong)
    duck.link.close()
    peer = Tantivy(machines, degrees)
    took, _answers = timed(peer.ask, questions[:TANTIVY])
    found[peer.name] = (took, peer.bytes, peer.built_s, sum(_other(peer, index, ask) for ask in questions[:SAME]))
    peer.close()
    found["churn"] = churn(url, index, machines, questions, SHARE, CHURN_S)
    return found


def _worked(index: Index, questions: list[Ask]) -> np.ndarray:
    """Return the processor milliseconds of each answer of ours."""
    took = []
    for question in questions:
        begin = thread_time_ns()
        search(index, question)
        took.append((thread_time_ns() - begin) / 1e6)
    return np.array(took)


def _other(peer: Tantivy, index: Index, ask: Ask) -> bool:
    """Tell whether Tantivy's prices differ from ours where neither is asked for place and calendar."""
    ours = search(index, replace(ask, days=0, per_km_minor=0, within_km=0)).prices.tolist()
    return ours != [rate for _key, rate in peer.ask(ask, boxed=False)]


def claims(runs: list[dict[str, Any]], n: int) -> list[dict[str, Any]]:
    """Return a line for each claim over the seeds of one size."""
    many = f"{n // 1000} thousand" if n < 1_000_000 else f"{n // 1_000_000} million"
    ours = figures([run["ours"][0] for run in runs])
    lines = []
    for name, bar in BARS.items():
        theirs = figures([run[name][0] for run in runs])
        ratio = statistics.median(_ratio(run, name) for run in runs)
        wrong = sum(run[name][3] for run in runs)
        lines.append({
            "claim": f"candidates of {many}, p50 ms", "ours": ours["p50_ms"], "peer": name, "theirs": theirs["p50_ms"],
            "ratio": round(ratio, 2), "bar": bar, "met": ratio >= bar and wrong == 0, "seeds": len(runs),
            "ours_p99_ms": ours["p99_ms"], "theirs_p99_ms": theirs["p99_ms"], "different_answers": wrong,
            "answers_compared": len(runs) * {"PostgreSQL": POSTGRES, "DuckDB": DUCK, "Tantivy": SAME}[name],
            "ours_mb": _middle(runs, "ours", 1), "theirs_mb": _middle(runs, name, 1),
            "ours_build_s": _middle(runs, "ours", 2), "theirs_build_s": _middle(runs, name, 2),
        })  # fmt: skip
    work = figures([run["work"] for run in runs])
    more = {"ours_p50_ms": work["p50_ms"], "wall_p99_ms": ours["p99_ms"]}
    lines.append(_bound(f"candidates of {many}, p99 processor ms", work["p99_ms"], "bound", P99_MS, len(runs), **more))
    return [*lines, *_churned(runs, many)]


def _ratio(run: dict[str, Any], name: str) -> float:
    """Return how many times as long a peer takes at the median, over the questions that both were asked."""
    theirs = run[name][0]
    return float(np.median(theirs) / np.median(run["ours"][0][: len(theirs)]))


def _middle(runs: list[dict[str, Any]], name: str, at: int) -> float:
    """Return the median of megabytes (1) or of seconds (2)."""
    return round(statistics.median(run[name][at] for run in runs) / (1e6 if at == 1 else 1), 2)


def _bound(claim: str, ours: float, peer: str, theirs: float, seeds: int, **more: Any) -> dict[str, Any]:
    ratio = round(theirs / ours, 2)
    return {"claim": claim, "ours": round(ours, 4), "peer": peer, "theirs": theirs, "ratio": ratio, "bar": 1.0,
            "met": ours <= theirs, "seeds": seeds, **more}  # fmt: skip


def _churned(runs: list[dict[str, Any]], many: str) -> list[dict[str, Any]]:
    """Return staleness, and answers meanwhile, with one per cent of machines changing each second."""
    stale = [run["churn"][1] for run in runs]
    middle = {f"p{q}_ms": round(statistics.median(float(np.percentile(s, q)) for s in stale), 1) for q in (50, 99)}
    took = figures([run["churn"][0] for run in runs])
    more = {
        "stale_p50_ms": middle["p50_ms"], "changes_a_second": round(statistics.median(r["churn"][2] for r in runs)),
        "different_answers_after": sum(run["churn"][3] for run in runs),
    }  # fmt: skip
    claim = f"candidates of {many}, staleness p99 ms with 1 % changed a second in PostgreSQL"
    late = _bound(claim, middle["p99_ms"], "bound", STALE_MS, len(runs), **more)
    late["met"] = late["met"] and not more["different_answers_after"]
    claim = f"candidates of {many}, p99 ms while 1 % change a second"
    return [late, _bound(claim, took["p99_ms"], "bound", P99_MS, len(runs), ours_p50_ms=took["p50_ms"])]


def main() -> int:
    """Measure each size and print; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="100000", help="numbers of machines, with commas between")
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    chosen = options.parse_args()
    search(index_of(world(0, 1_000)[0], TAGS), Ask((1, 2), days=3))
    server = ensure_server(DATA, durable=False)
    with psycopg.connect(server.superuser_url, autocommit=True) as link:
        link.execute("DROP DATABASE IF EXISTS bench_candidates")
        link.execute("CREATE DATABASE bench_candidates")
    found = []
    for n in map(int, chosen.sizes.split(",")):
        runs = []
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            folder = Path(tempfile.mkdtemp(prefix="candidates"))
            runs.append(measured(server.on("bench_candidates").superuser_url, seed, n, folder))
            shutil.rmtree(folder)
        for line in claims(runs, n):
            found.append(line)
            print(json.dumps(line), flush=True)
    return 0 if all(line["met"] for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
