"""How fast points of machines come in: stored durably and indexed, over MQTT, over OPC UA, and with what lag.

Run `python bench/ingest.py [store] [mqtt] [opcua] [lag]` (default: all). It starts an embedded PostgreSQL with durable
commits and a database of its own, and mosquitto where that is installed; prints one JSON line a claim; exits 1 if any
bar is missed. Both sides of a claim run in the same process by turns, so that a busy machine slows both.
- store: ours is `ingest` as the site calls it (signature, JSON, row-level security, partitions, unique index, what each
  machine does now) and its inner `store`; the peer is psycopg's executemany into a plain table with the same index.
  The peer checks and protects nothing; the bar of `ingest` says what signature, JSON and all else may cost.
  What counts is the processor time of the client and of its server process, which a busy machine does not change.
- mqtt: a publisher in its own process, mosquitto, and ours reading into the gateway's inbox, each message turned into
  an observation and, at QoS 1, acknowledged; the peer is aiomqtt, which only counts.
- opcua: an asyncua server in its own process that changes a thousand variables on and on; ours as the gateway reads;
  the peer is a bare asyncua subscription that only counts. The server is the slower side, so what counts is the
  processor time that reading takes.
- lag: 10,000 points a second from a thousand machines in batches as a gateway sends them; from a point's time to its
  commit, 99th percentile, against one second.
The goals of the design (250,000 points, 35,000 and 10,000 messages, 15,000 notifications a second) stand in each line.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests" / "peers")]
ROUNDS, BATCH, MACHINES, ITEMS = 5, 10_000, 100, 10
MESSAGES, PAYLOAD = 60_000, b"12.75"
SECONDS = 8.0
GOALS = {"store": 250_000, "mqtt0": 35_000, "mqtt1": 10_000, "opcua": 15_000}
PEER_TABLE = """
CREATE TABLE peer_observation (machine_id bigint NOT NULL, source_id bigint NOT NULL, sequence bigint NOT NULL,
    at timestamptz NOT NULL, item text NOT NULL, value text NOT NULL, audience bigint[] NOT NULL);
CREATE UNIQUE INDEX ON peer_observation (machine_id, item, at, source_id, sequence);
"""
PEER_INSERT = "INSERT INTO peer_observation VALUES (%s, %s, %s, %s, %s, %s, %s)"


def claim(
    name: str, ours: float, peer: str, theirs: float, bar: float, goal: int, rounds: int = ROUNDS
) -> dict[str, Any]:
    """Return one claim as a line; `goal` is the design's own, beside the bar."""
    ratio = ours / theirs if theirs else 0.0
    line = {"claim": name, "ours": round(ours), "peer": peer, "theirs": round(theirs), "ratio": round(ratio, 2)}
    return {**line, "bar": bar, "met": ratio >= bar, "seeds": rounds, "goal": goal, "of_goal": round(ours / goal, 2)}


class World:
    """A firm with machines and a gateway, and batches of points as it sends them."""

    def __init__(self, machines: int = MACHINES) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        from cofab.apps.base.models import Organisation
        from cofab.apps.base.viewer import platform
        from cofab.apps.creation.models import Gateway, GatewayRun
        from cofab.apps.proposition.models import Machine
        from cofab.gateway.keys import public

        self.key, self.number = Ed25519PrivateKey.generate(), 0
        with platform():
            firm = Organisation.objects.create(kind="supplier", name_en="Bench", admission="admitted")
            mine = {"organisation": firm, "audience": [firm.pk]}
            self.machines = Machine.objects.bulk_create(
                Machine(name=f"M{n}", code=f"bench/{firm.pk}/{n}", **mine) for n in range(machines)
            )
            now = datetime.now(UTC)
            self.gateway = Gateway.objects.create(name="b", public_key=public(self.key), registered_at=now, **mine)
            self.run = GatewayRun.objects.create(gateway=self.gateway, run="bench", audience=[firm.pk])

    def points(self, count: int, at: datetime) -> list[Any]:
        """Return the next points, all machines and items in turn, ten milliseconds apart."""
        from cofab.apps.creation.monitor.batch import Point

        step, found = timedelta(milliseconds=10), []
        for n in range(self.number + 1, self.number + count + 1):
            machine = self.machines[n // ITEMS % len(self.machines)].key
            found.append(Point(n, machine, at + (n - self.number) * step, f"signal.s{n % ITEMS}", f"{n % 997 / 10}"))
        self.number += count
        return found

    def body(self, points: list[Any]) -> tuple[bytes, str]:
        """Return a signed batch of points."""
        from cofab.core.kernel.window import iso

        rows = [[p.sequence, p.machine, iso(p.at), p.item, p.value] for p in points]
        document = {"format": "cofab.batch/1", "gateway": self.gateway.key, "run": "wire", "points": rows}
        body = json.dumps(document, separators=(",", ":")).encode()
        return body, base64.b64encode(self.key.sign(body)).decode()


def spent(backend: Any) -> float:
    """Return the processor time, in seconds, that this process and a server process have taken so far."""
    times = backend.cpu_times()
    return time.process_time() + times.user + times.system


def stored(server: Any) -> Iterator[dict[str, Any]]:
    """Measure what reaches the disk: `store`, `ingest` and executemany by turns, by the processor time of both ends."""
    import psutil
    import psycopg
    from django.db import connection

    from cofab.apps.base.viewer import SYSTEM, platform
    from cofab.apps.creation.monitor.actions import ingest
    from cofab.apps.creation.monitor.actions.store import store

    world, begin = World(), datetime.now(UTC) - timedelta(hours=20)
    by_key = {machine.key: machine for machine in world.machines}
    connection.ensure_connection()
    ours = psutil.Process(connection.connection.info.backend_pid)
    taken, walls = dict.fromkeys(("store", "ingest", "peer"), 0.0), []
    with psycopg.connect(server.owner_url) as link:
        link.execute(PEER_TABLE)
        link.commit()
        theirs = psutil.Process(link.info.backend_pid)
        for number in range(ROUNDS + 1):
            at = begin + timedelta(hours=number)
            inner, whole, plain = (world.points(BATCH, at + timedelta(minutes=n)) for n in (0, 5, 10))
            signed = world.body(whole)
            told = [(by_key[p.machine].pk, 1, p.sequence, p.at, p.item, p.value, [1]) for p in plain]

            def keep(points: list[Any] = inner) -> None:
                with platform():
                    store(world.run.pk, points, by_key)

            def many(rows: list[Any] = told) -> None:
                link.cursor().executemany(PEER_INSERT, rows)
                link.commit()

            works: dict[str, tuple[Callable[[], Any], Any]] = {
                "store": (keep, ours),
                "ingest": (lambda signed=signed: ingest(SYSTEM, world.gateway.key, *signed), ours),
                "peer": (many, theirs),
            }
            for name, (work, backend) in works.items():
                wall, cpu = time.perf_counter(), spent(backend)
                work()
                if number:
                    taken[name] += spent(backend) - cpu
                    walls += [BATCH / (time.perf_counter() - wall)] if name == "store" else []
    got = {name: ROUNDS * BATCH / cpu for name, cpu in taken.items()}
    peer = "executemany into a plain table with the same index"
    name = "points stored durably and indexed in a second of both processors' time"
    line = claim(name, got["store"], peer, got["peer"], 2.0, GOALS["store"])
    yield {**line, "by_the_clock": round(statistics.median(walls))}
    name = "points from a signed batch to committed in a second of both processors' time"
    yield claim(name, got["ingest"], peer, got["peer"], 0.5, GOALS["store"])


@contextmanager
def broker() -> Iterator[str]:
    """Run mosquitto in a folder of its own; yields "" where it is not installed."""
    if not shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        yield ""
        return
    from peers import Mosquitto

    with tempfile.TemporaryDirectory() as folder:
        server = Mosquitto(Path(folder))
        try:
            yield server.url
        finally:
            server.stop()


def publish(url: str, qos: int, count: int) -> None:
    """Publish `count` messages as fast as the broker takes them; run in a process of its own."""
    from cofab.connectors.mqtt.wire import Link

    link = Link(url, f"bench-publisher-{os.getpid()}")
    sent, window = 0, 500
    while sent < count or link.waiting:
        if sent < count and (not qos or len(link.waiting) < 2 * window):
            some = min(window, count - sent)
            link.publish_all([(f"bench/M{n % 50}/load", PAYLOAD) for n in range(sent, sent + some)], qos)
            sent += some
        if qos:
            link.receive(0.005)
    link.close()


def _publisher(url: str, qos: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--publish", url, str(qos), str(MESSAGES)])


def ours_mqtt(url: str, qos: int) -> float:
    """Return how many messages a second reach a reader that keeps them."""
    from cofab.connectors.mqtt.client import MqttClient

    client = MqttClient(url, topics=["bench/+/#"], groups=[], qos=qos, name=f"ours-{qos}-{time.time_ns()}")
    client.devices()
    publisher, cursor, seen, begin = _publisher(url, qos), None, 0, 0.0
    end = time.monotonic() + 60
    while seen < MESSAGES and time.monotonic() < end:
        batch = client.read(cursor)
        cursor = batch.cursor
        begin = begin or (time.perf_counter() if batch.observations else 0.0)
        seen += len(batch.observations)
        if not batch.observations:
            time.sleep(0.002)
            if publisher.poll() is not None and client.inbox.last <= cursor.following - 1 and not qos:
                break
    spent = time.perf_counter() - begin
    publisher.wait(30)
    client.close()
    return seen / spent


def theirs_mqtt(url: str, qos: int) -> float:
    """Return how many messages a second aiomqtt counts."""
    import aiomqtt

    where = url.rpartition(":")

    async def count() -> float:
        async with aiomqtt.Client("127.0.0.1", int(where[2]), max_queued_incoming_messages=0) as client:
            await client.subscribe("bench/#", qos=qos)
            publisher, seen, begin = _publisher(url, qos), 0, 0.0
            try:
                async with asyncio.timeout(60):
                    async for _ in client.messages:
                        begin = begin or time.perf_counter()
                        seen += 1
                        if seen >= MESSAGES:
                            break
            except TimeoutError:
                pass
            publisher.wait(30)
            return seen / (time.perf_counter() - begin)

    return asyncio.run(count())


def over_mqtt() -> Iterator[dict[str, Any]]:
    """Measure both qualities of service through one broker."""
    with broker() as url:
        if not url:
            print("mosquitto is not installed: MQTT is not measured", file=sys.stderr)
            return
        for qos in (0, 1):
            rates = [(ours_mqtt(url, qos), theirs_mqtt(url, qos)) for _ in range(3)]
            ours, theirs = (statistics.median(side) for side in zip(*rates, strict=True))
            name = f"messages a second from publisher to inbox at QoS {qos}"
            yield claim(name, ours, "aiomqtt, counting only", theirs, 1.5, GOALS[f"mqtt{qos}"], 3)


def serve_opcua(port: int) -> None:
    """Serve a thousand variables and change them on and on; run in a process of its own."""
    from cofab.connectors.opcua.fake.server import FakeServer

    server = FakeServer([f"M{n}" for n in range(10)], port, signals=100)

    async def change() -> None:
        number = 0.0
        while True:
            number += 1.0
            for machine in server.machines:
                await server.write(machine, {f"Signals/S{n}": number for n in range(100)})
            await asyncio.sleep(0.02)

    asyncio.run_coroutine_threadsafe(change(), server.loop).result()


def ours_opcua(url: str) -> float:
    """Return how many notifications the gateway's connector reads in a second of its processor's time."""
    from cofab.connectors.opcua.client import OpcuaClient
    from cofab.core.kernel.refusal import Refused

    client = OpcuaClient(url, period_ms=100, timeout_s=30)
    client.devices()
    cursor, seen = client.read(None).cursor, 0
    begin, spent = time.perf_counter(), time.process_time()
    while time.perf_counter() - begin < SECONDS:
        with contextlib.suppress(Refused):
            batch = client.read(cursor)
            cursor, seen = batch.cursor, seen + len(batch.observations)
        time.sleep(0.05)
    spent = time.process_time() - spent
    client.close()
    return seen / spent


def theirs_opcua(url: str) -> float:
    """Return how many notifications a bare subscription counts in a second of its processor's time."""
    from asyncua import Client

    from cofab.connectors.opcua.browse import machines

    class Count:
        seen = 0

        def status_change_notification(self, *_: Any) -> None:
            pass

        def datachange_notification(self, *_: Any) -> None:
            self.seen += 1

    async def follow() -> float:
        counter = Count()
        async with Client(url, timeout=30) as client:
            nodes = [node for found in await machines(client) for node in found.variables.values()]
            subscription = await client.create_subscription(100, counter, queue_maxsize=100_000)
            for n in range(0, len(nodes), 500):
                await subscription.subscribe_data_change(nodes[n : n + 500], queuesize=100, sampling_interval=-1)
            counter.seen, begin = 0, time.process_time()
            await asyncio.sleep(SECONDS)
            return counter.seen / (time.process_time() - begin)

    return asyncio.run(follow())


def over_opcua() -> Iterator[dict[str, Any]]:
    """Measure notifications of one server."""
    from peers import free_port, until

    port = free_port()
    server = subprocess.Popen([sys.executable, __file__, "--serve-opcua", str(port)], stderr=subprocess.DEVNULL)
    try:
        from peers import listens

        until(lambda: listens(port), 60)
        url = f"opc.tcp://127.0.0.1:{port}/"
        rates = [(ours_opcua(url), theirs_opcua(url)) for _ in range(2)]
    finally:
        server.kill()
    ours, theirs = (statistics.median(side) for side in zip(*rates, strict=True))
    name = "OPC UA notifications from line to inbox in a second of the reader's processor"
    yield claim(name, ours, "a bare asyncua subscription, counting only", theirs, 0.6, GOALS["opcua"], 2)


def lagging(seconds: int = 20) -> Iterator[dict[str, Any]]:
    """Measure the lag of 10,000 points a second from a thousand machines, five batches a second."""
    from cofab.apps.base.viewer import SYSTEM
    from cofab.apps.creation.monitor.actions import ingest

    world, lags, late = World(1000), [], 0
    start = time.time()
    for tick in range(seconds * 5):
        due = start + (tick + 1) * 0.2
        time.sleep(max(0.0, due - time.time()))
        late += time.time() > due + 0.2
        told = datetime.fromtimestamp(due - 0.2, UTC)
        points = [p._replace(at=told + timedelta(milliseconds=n / 10)) for n, p in enumerate(world.points(2000, told))]
        ingest(SYSTEM, world.gateway.key, *world.body(points))
        done = time.time()
        lags += [done - p.at.timestamp() for p in points[::50]]
    p99 = statistics.quantiles(lags, n=100)[98]
    line = {"claim": "lag of 10,000 points a second from 1,000 machines, p99 in seconds", "ours": round(p99, 3)}
    bound = {"peer": "one second", "theirs": 1.0, "ratio": round(1 / p99, 2), "bar": 1.0, "met": p99 < 1.0}
    yield {**line, **bound, "seeds": 1, "p50": round(statistics.median(lags), 3), "batches_behind": late}


def main(wanted: list[str]) -> int:
    """Print every claim; return 1 where one is missed."""
    import ledger

    lines = []

    def tell(found: Iterator[dict[str, Any]]) -> None:
        for line in found:
            lines.append(line)
            print(json.dumps(line), flush=True)

    if {"store", "lag"} & set(wanted):
        with database(ledger) as server:
            for name, measure in (("store", lambda: stored(server)), ("lag", lagging)):
                if name in wanted:
                    tell(measure())
    if "mqtt" in wanted:
        tell(over_mqtt())
    if "opcua" in wanted:
        tell(over_opcua())
    return 0 if all(line["met"] for line in lines) else 1


@contextmanager
def database(ledger: Any) -> Iterator[Any]:
    """Yield a fresh, migrated database with durable commits."""
    name = f"cofab_bench_{os.getpid()}"
    server = ledger.started(name)
    try:
        yield server
    finally:
        from django.db import connections

        from cofab.config.database import drop_database, stop_server

        connections.close_all()
        drop_database(server, name)
        stop_server(ledger.DATA)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--publish"]:
        publish(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["--serve-opcua"]:
        serve_opcua(int(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:] or ["store", "mqtt", "opcua", "lag"]))
