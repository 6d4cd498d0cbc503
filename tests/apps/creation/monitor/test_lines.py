"""The other two ways in: a broker with mosquitto, and a JetStream that several ingesters share; both killed between."""

import asyncio
import base64
import json
import threading
from datetime import timedelta

import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import platform
from cofab.apps.creation.models import Observation
from cofab.apps.creation.monitor import actions
from cofab.apps.creation.monitor.queue import Queue, consume
from cofab.cli import ingest as command
from cofab.connectors.port import Cursor
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import iso
from cofab.gateway import keys
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import load
from cofab.gateway.disclose import Point
from cofab.gateway.sender import Sender
from peers import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def factory(make_firm, making, tmp_path):
    """A gateway with points in its buffer; `sender(url)` sends them there."""
    firm = make_firm("Mill")
    machine = making.machine(firm.id, "VMC-3")
    key = keys.make(tmp_path / "gateway.key")
    registered = actions.register(firm.viewer, "gw", keys.public(key))
    path = tmp_path / "gateway.toml"

    def sender(url: str) -> Sender:
        path.write_text(f'platform = "{url}"\ngateway = "{registered.key}"\nbatch = 50\n')
        config = load(path)
        return Sender(Buffer(config.buffer), key, config)

    def fill(begin: int, count: int) -> None:
        buffer = Buffer(load(path).buffer)
        at = now() - timedelta(hours=1)
        points = [
            Point(machine.key, at + timedelta(seconds=n), "signal.n", str(n)) for n in range(begin, begin + count)
        ]
        buffer.keep("s", Cursor("i", begin + count), points, {})
        buffer.close()

    return sender, fill, machine


@pytest.fixture(autouse=True)
def no_connection_is_left():
    """Close what the site holds open, else it calls a server that is gone for as long as the tests run."""
    yield
    for queue in list(Queue._open.values()):
        queue.close()


def kept(machine) -> list[int]:
    with platform():
        return [
            int(v) for v in Observation.objects.filter(machine=machine).order_by("at").values_list("value", flat=True)
        ]


def test_a_gateway_sends_through_a_broker_that_is_killed_between(factory, mosquitto, monkeypatch):
    sender, fill, machine = factory
    monkeypatch.setattr("cofab.gateway.line.ANSWER_S", 3.0)
    one = sender(mosquitto.url)
    fill(0, 120)
    with pytest.raises(Refused, match="no answer"):
        one.once()
    stop = threading.Event()
    served = threading.Thread(target=command._serve_broker, args=(mosquitto.url, stop), daemon=True)
    served.start()
    until(lambda: send_all(one), 30)
    assert kept(machine) == list(range(120))
    mosquitto.kill()
    fill(120, 60)
    with pytest.raises(Refused):
        one.once()
    mosquitto.start()
    until(lambda: send_all(one), 40)
    stop.set()
    served.join(10)
    assert kept(machine) == list(range(180))


def send_all(sender: Sender) -> bool:
    try:
        while sender.once():
            pass
    except Refused:
        return False
    return True


def test_a_batch_that_is_not_signed_is_answered_by_a_refusal(factory, mosquitto, tmp_path):
    sender, fill, machine = factory
    one = sender(mosquitto.url)
    fill(0, 10)
    one.key = keys.make(tmp_path / "other.key")
    stop = threading.Event()
    threading.Thread(target=command._serve_broker, args=(mosquitto.url, stop), daemon=True).start()
    with pytest.raises(Refused, match="not_signed"):
        until(lambda: one.once() and False, 20)
    stop.set()
    assert kept(machine) == []


def test_a_stream_is_shared_by_ingesters_and_outlives_its_server(factory, nats, live_server, settings):
    sender, fill, machine = factory
    settings.COFAB_STREAM = nats.url
    one = sender(live_server.url)
    fill(0, 500)
    assert send_all(one), "the stream's word is enough for the gateway"
    assert kept(machine) == []
    nats.kill()
    nats.start()
    by: dict[int, int] = {}
    stop = threading.Event()

    def work(number: int) -> None:
        def take(*words) -> bool:
            by[number] = by.get(number, 0) + 1
            if by[number] % 3 == 1:
                raise ConnectionError("an ingester that stumbles leaves the batch to the next")
            return command._take(*words)

        asyncio.run(consume(nats.url, take, stop))

    workers = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(2)]
    for worker in workers:
        worker.start()
    until(lambda: len(kept(machine)) == 500, 60)
    stop.set()
    for worker in workers:
        worker.join(10)
    assert kept(machine) == list(range(500))


def test_a_stream_that_is_away_leaves_the_batch_with_the_gateway(factory, settings, live_server, monkeypatch):
    sender, fill, _ = factory
    monkeypatch.setattr("cofab.apps.creation.monitor.queue.WAIT_S", 1)
    settings.COFAB_STREAM = "nats://127.0.0.1:9"
    one = sender(live_server.url)
    fill(0, 10)
    with pytest.raises(Refused, match="queue_away"):
        one.once()
    assert one.buffer.size() == 10


def test_the_stream_takes_nothing_that_is_not_signed(factory, settings):
    settings.COFAB_STREAM = "nats://127.0.0.1:9"
    body = json.dumps(
        {"format": "cofab.batch/1", "gateway": "gtw_x", "run": "r", "points": [[1, "m", iso(now()), "a", ""]]}
    )
    with pytest.raises(Refused, match="not_signed"):
        actions.enqueue(None, "gtw_x", body.encode(), base64.b64encode(b"x" * 64).decode())
