"""Take batches of gateways off an MQTT broker or a NATS JetStream and store them; several may run at once.

`--nats URL` shares the stream to which a site with COFAB_STREAM=URL puts what gateways send it; `--mqtt URL` serves
gateways whose `platform` is that broker, answering each on its own topic.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
import threading
from dataclasses import asdict
from typing import Any

from cofab.connectors.mqtt.wire import Link, Message
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import utc
from cofab.gateway.line import ANSWERS, BATCHES

NEEDS_SITE = True
SLOWEST_S = 10.0

log = logging.getLogger("cofab.ingest")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read where batches come from."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--nats", default="", metavar="URL", help="a NATS server with JetStream, as nats://10.0.0.2:4222"
    )
    where.add_argument("--mqtt", default="", metavar="URL", help="a broker, as mqtts://user:password@10.0.0.3")


def run(args: argparse.Namespace) -> int:
    """Store batches until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if args.nats:
        from cofab.apps.creation.monitor.queue import consume

        asyncio.run(consume(args.nats, _take, stop))
    else:
        _serve_broker(args.mqtt, stop)
    return 0


def _take(gateway: str, body: bytes, signature: str, received: str) -> bool:
    """Store one batch; False where it is refused for good."""
    try:
        _ingest(gateway, body, signature, received)
    except Refused as refused:
        log.warning("a batch of %s is refused: %s", gateway, refused)
        return refused.code.endswith(("conflict", "stale"))
    return True


def _ingest(gateway: str, body: bytes, signature: str, received: str = "") -> dict[str, Any]:
    """Store one batch in a transaction of its own; a connection that broke is made anew the next time."""
    from django.db import close_old_connections

    from cofab.apps.base.viewer import SYSTEM
    from cofab.apps.creation.monitor import actions

    close_old_connections()
    try:
        return asdict(actions.ingest(SYSTEM, gateway, body, signature, utc(received) if received else None))
    finally:
        close_old_connections()


def _serve_broker(url: str, stop: threading.Event) -> None:
    """Answer batches on a broker; a broker or a database that is away is tried again."""
    pause = 0.5
    while not stop.is_set():
        try:
            link = Link(url, "cofab-ingest", clean=False)
            try:
                link.subscribe([f"{BATCHES}/+"], qos=1)
                pause = 0.5
                while not stop.is_set():
                    for message in link.receive(0.2):
                        _answer(link, message)
            finally:
                link.close()
        except Refused as refused:
            log.warning("%s", refused)
            pause = min(SLOWEST_S, pause * 2)
        stop.wait(pause)


def _answer(link: Link, message: Message) -> None:
    """Store a batch and tell its gateway; one that the database cannot take now stays with its gateway."""
    gateway = message.topic.rpartition("/")[2]
    signature, _, body = message.payload.partition(b"\n")
    try:
        answer = _ingest(gateway, body, signature.decode("ascii", "replace"))
    except Refused as refused:
        answer = {"code": refused.code}
    except Exception as problem:  # the database most likely: the gateway keeps the batch and asks again
        log.warning("a batch of %s waits: %s", gateway, problem)
        answer = {"code": "monitor.try_again"}
    link.publish(f"{ANSWERS}/{gateway}", signature + b"\n" + json.dumps(answer).encode(), qos=1)
    link.acknowledge([message.number])
