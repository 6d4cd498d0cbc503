"""The mapping from a controller's words to a state, and the sums over time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.monitor.hours import between_faults_s, coverage_ppm, measured_s, utilisation_ppm
from cofab.core.creation.monitor.observation import ALIVE, Observation, condition
from cofab.core.creation.monitor.spans import Tracker, seconds, spans
from cofab.core.creation.monitor.state import STATES, Reading, busy, state_of
from cofab.core.kernel.window import Window

T0 = datetime(2026, 3, 2, tzinfo=UTC)


def at(seconds_after: float) -> datetime:
    return T0 + timedelta(seconds=seconds_after)


def say(when: float, item: str, value: str) -> Observation:
    return Observation("m", at(when), item, value)


@pytest.mark.parametrize(
    ("execution", "mode", "state"),
    [
        ("ACTIVE", "AUTOMATIC", "running"),
        ("ACTIVE", "MANUAL", "running"),
        ("ACTIVE", "UNAVAILABLE", "running"),
        ("READY", "AUTOMATIC", "idle"),
        ("INTERRUPTED", "AUTOMATIC", "idle"),
        ("FEED_HOLD", "AUTOMATIC", "idle"),
        ("STOPPED", "AUTOMATIC", "idle"),
        ("READY", "MANUAL", "setup"),
        ("STOPPED", "MANUAL_DATA_INPUT", "setup"),
        ("READY", "UNAVAILABLE", "unknown"),
        ("READY", "EDIT", "unknown"),
        ("UNAVAILABLE", "AUTOMATIC", "unknown"),
        ("UNAVAILABLE", "MANUAL", "unknown"),
        ("PROGRAM_COMPLETED", "AUTOMATIC", "unknown"),
    ],
)
def test_execution_and_mode_give_the_state(execution, mode, state):
    assert state_of({"execution": execution, "mode": mode, "power": "ON"}, fault=False) == state


def test_power_emergency_stop_and_faults_come_before_execution():
    active = {"execution": "ACTIVE", "mode": "AUTOMATIC"}
    assert state_of(active | {"power": "OFF"}, fault=False) == "off"
    assert state_of(active | {"estop": "TRIGGERED"}, fault=False) == "down"
    assert state_of(active, fault=True) == "down"
    assert state_of(active | {"availability": "UNAVAILABLE"}, fault=True) == "unknown"
    assert state_of({}, fault=False) == "unknown"


def test_a_fault_lasts_until_its_own_code_or_everything_is_normal():
    reading = Reading()
    for value in (condition("FAULT", "148", "CHUCK"), condition("FAULT", "9")):
        reading.apply(say(0, "condition.system", value))
    reading.apply(say(1, "condition.system", condition("NORMAL", "9")))
    assert reading.state == "down"
    assert reading.fault == "148 CHUCK"
    reading.apply(say(2, "condition.other", condition("NORMAL")))
    assert reading.state == "down"
    reading.apply(say(3, "condition.system", condition("NORMAL")))
    assert reading.fault == ""


def test_silence_beyond_the_heartbeat_is_unknown_until_the_machine_tells_again():
    told = [
        say(0, "execution", "ACTIVE"),
        say(50, ALIVE, ""),
        say(300, "signal.x", "1"),
        say(400, "execution", "ACTIVE"),
    ]
    found = spans(told, Window(at(-10), at(500)), heartbeat_s=100)
    assert [(s.state, (s.start - T0).total_seconds()) for s in found] == [
        ("unknown", -10),
        ("running", 0),
        ("unknown", 150),
        ("running", 400),
    ]
    assert found[-1].end == at(500)


def test_a_stale_snapshot_does_not_count():
    told = [say(-90_000, "execution", "ACTIVE"), say(0, "signal.x", "1"), say(10, "signal.x", "2")]
    assert [s.state for s in spans(told, Window(at(-86_400), at(20)))] == ["unknown"]


def test_what_was_missed_is_unknown_since_the_last_sign_of_life():
    tracker = Tracker(600)
    tracker.take(say(0, "execution", "ACTIVE"))
    tracker.take(say(60, ALIVE, ""))
    assert tracker.lose() == [(at(60), "unknown")]
    assert tracker.lose() == []


observations = st.lists(
    st.builds(
        say,
        st.floats(-5000, 100_000),
        st.sampled_from(["execution", "mode", "power", "estop", "availability", ALIVE, "state"]),
        st.sampled_from(["ACTIVE", "READY", "UNAVAILABLE", "OFF", "ON", "AUTOMATIC", "MANUAL", "TRIGGERED"]),
    ).filter(lambda o: o.item != "state"),
    max_size=40,
)


@given(observations, st.integers(1, 5000))
def test_the_seconds_of_a_day_sum_to_the_day(told, heartbeat):
    day = Window(T0, T0 + timedelta(days=1))
    found = spans(told, day, heartbeat)
    assert sum(seconds(found).values()) == 86_400
    assert found[0].start == day.start
    assert found[-1].end == day.end
    assert all(a.end == b.start and a.state != b.state for a, b in pairwise(found))


def test_figures_leave_off_and_unknown_out_of_utilisation():
    told = [
        say(0, "state", "setup"),
        say(100, "state", "running"),
        say(400, "state", "down"),
        say(500, "state", "running"),
        say(800, "state", "off"),
    ]
    found = spans(told, Window(at(0), at(1200)), heartbeat_s=300)
    assert seconds(found) == {"running": 600, "setup": 100, "idle": 0, "down": 100, "off": 300, "unknown": 100}
    assert utilisation_ppm(found) == 750_000
    assert measured_s(found) == 700
    assert measured_s(found, Window(at(50), at(150))) == 100
    assert between_faults_s(found) == 600
    assert coverage_ppm(found) == 916_666
    assert utilisation_ppm([]) is None


def test_outsiders_know_free_and_busy_and_never_take_unknown_for_free():
    assert {state: busy(state) for state in STATES} == {
        "running": "busy",
        "setup": "busy",
        "idle": "free",
        "down": "busy",
        "off": "free",
        "unknown": "unknown",
    }
