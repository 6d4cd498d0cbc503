"""What leaves a factory while a gateway catches up: signs of life in the machine's own time."""

from datetime import UTC, datetime, timedelta

from cofab.core.creation.monitor.observation import ALIVE, SIGNAL, Observation
from cofab.gateway.disclose import Discloser

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_gateway_that_catches_up_leaves_no_silence_that_never_was():
    discloser = Discloser("mac_1", frozenset({"state"}), heartbeat_s=600, alive_s=150)
    told = discloser.take(Observation("VMC", T0, "execution", "ACTIVE"))
    for n in range(1, 25):
        told += discloser.take(Observation("VMC", T0 + n * timedelta(minutes=5), f"{SIGNAL}spindle_load", str(n)))
    told += discloser.heard(T0 + timedelta(hours=2, seconds=30))
    marks = [point.at for point in told if point.item == ALIVE]
    assert marks == [T0 + n * timedelta(minutes=5) for n in range(25)], "one a sample, none twice within alive_s"
    assert not any(point.item.startswith(SIGNAL) for point in told), "what it says stays in the factory"
