"""Points: any order of batches, months, units and quality, wrong clocks, hourly sums, retention, protection."""

import base64
import json
from datetime import UTC, datetime, timedelta
from random import Random

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM, acting, platform
from cofab.apps.creation.models import Gateway, GatewayRun, MachineNow, Observation, SignalHour
from cofab.apps.creation.monitor import actions, selectors
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import iso
from cofab.gateway.keys import public

pytestmark = pytest.mark.django_db


class Line:
    """A gateway of a firm that numbers its points itself."""

    def __init__(self, firm, machine):
        self.key = Ed25519PrivateKey.generate()
        self.gateway = actions.register(firm.viewer, "gw", public(self.key))
        self.machine = machine

    def rows(self, begin, count, at, item="signal.load", **ends):
        more = [ends["unit"], ends.get("quality", 0)] if "unit" in ends else []
        second = timedelta(seconds=1)
        numbers = range(begin, begin + count)
        return [[n, self.machine.key, iso(at + (n - begin) * second), item, str(n), *more] for n in numbers]

    def send(self, rows, run="r1", **facts):
        document = {"format": "cofab.batch/1", "gateway": self.gateway.key, "run": run, "points": rows, **facts}
        body = json.dumps(document).encode()
        return actions.ingest(SYSTEM, self.gateway.key, body, base64.b64encode(self.key.sign(body)).decode(), now())


@pytest.fixture
def line(make_firm, making):
    firm = make_firm("Mill")
    found = Line(firm, making.machine(firm.id, "VMC-3"))
    found.firm = firm
    return found


def test_batches_in_any_order_with_overlaps_keep_every_point_once(line):
    chance, at = Random(7), now() - timedelta(hours=3)
    rows = line.rows(1, 300, at)
    cuts = sorted(chance.sample(range(1, 300), 12))
    batches = [rows[a:b] for a, b in zip([0, *cuts], [*cuts, 300], strict=True)]
    batches += [rows[n : n + 40] for n in (5, 100, 250)] + batches[:4]
    chance.shuffle(batches)
    taken = [line.send(batch) for batch in batches]
    assert sum(one.kept for one in taken) == 300
    with platform():
        kept = Observation.objects.filter(machine=line.machine).order_by("sequence")
        assert [(o.sequence, o.value) for o in kept] == [(n, str(n)) for n in range(1, 301)]
        assert GatewayRun.objects.get().kept == [[1, 300]]
        assert Gateway.objects.get().points == 300


def test_units_and_quality_are_kept_and_months_are_cut(line):
    months = [datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=31 * n) for n in range(-2, 2)]
    for n, at in enumerate(months):
        line.send(line.rows(1 + 10 * n, 5, at, unit="kW", quality=n % 3))
    with platform(), connection.cursor() as cursor:
        assert set(Observation.objects.values_list("unit", flat=True)) == {"kW"}
        assert set(Observation.objects.values_list("quality", flat=True)) >= {0, 1, 2}
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_inherits i "
            "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'creation_observation'::regclass"
        )
        found = dict(cursor.fetchall())
    assert {f"creation_observation_{at:%Y%m}" for at in months if at < now() + timedelta(days=60)} <= set(found)
    assert all(found.values()), "a partition reached by its own name shows nothing either"


def test_nobody_reads_another_firms_points_not_even_by_the_partitions_name(line, make_firm):
    line.send(line.rows(1, 3, now() - timedelta(hours=1)))
    part = f"creation_observation_{(now() - timedelta(hours=1)).astimezone(UTC):%Y%m}"
    with acting(make_firm("Rival").viewer):
        assert Observation.objects.count() == 0
    with acting(line.firm.viewer), connection.cursor() as cursor:
        assert Observation.objects.count() == 3
        cursor.execute(f"SELECT count(*) FROM {part}")
        assert cursor.fetchone() == (0,)


def test_times_that_cannot_be_are_kept_marked_and_change_nothing_now(line):
    at = now()
    rows = [[1, line.machine.key, iso(at - timedelta(minutes=1)), "state", "running"]]
    rows += [[2, line.machine.key, iso(at + timedelta(days=4000)), "state", "down"]]
    rows += [[3, line.machine.key, "1970-01-01T00:00:05Z", "signal.x", "1"]]
    taken = line.send(rows, sent=iso(at - timedelta(minutes=20)))
    assert (taken.kept, abs(taken.clock_off_s - 1200) < 30) == (3, True)
    with platform():
        assert Gateway.objects.get().clock_off_s == taken.clock_off_s
        assert Observation.objects.get(sequence=2).quality == 3
        assert MachineNow.objects.get(machine=line.machine).state == "running"
    with acting(line.firm.viewer):
        assert selectors.machine_now(line.firm.viewer, line.machine.key).state == "running"


@pytest.mark.parametrize("more", [["kW"], ["kW", 9], ["kW", 0, 1], [7, 0], ["\x00", 0]])
def test_ends_that_cannot_be_are_refused_whole(line, more):
    with pytest.raises(Refused, match="invalid"):
        line.send([[1, line.machine.key, iso(now()), "signal.x", "1", *more]])


def test_signals_are_added_up_by_the_hour_and_again_when_points_come_late(line, client_for, make_firm):
    begin = now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    line.send(line.rows(1, 100, begin, unit="kW"))
    line.send(
        [
            [500, line.machine.key, iso(begin), "signal.load", "n/a"],
            [501, line.machine.key, iso(now()), "signal.now", "1"],
        ]
    )
    assert actions.add_up_hours(SYSTEM) == 1
    assert actions.add_up_hours(SYSTEM) == 0
    with platform():
        row = SignalHour.objects.get()
        assert (row.count, row.low, row.high, row.mean, row.unit) == (100, 1.0, 100.0, 50.5, "kW")
    line.send(line.rows(101, 1, begin + timedelta(minutes=59), unit="kW", quality=1))
    assert actions.add_up_hours(SYSTEM) == 1
    url = f"/api/v1/twins/{line.machine.key}/signals"
    (told,) = client_for(line.firm).get(url).json()["items"]
    assert (told["count"], told["doubtful"], told["high"]) == (101, 1, 101.0)
    assert client_for(make_firm("Rival")).get(url).status_code == 404


def test_old_months_are_dropped_whole_and_new_ones_never(line):
    old = now() - timedelta(days=500)
    line.send(line.rows(1, 10, old) + line.rows(11, 10, now() - timedelta(days=2)))
    assert actions.let_go(SYSTEM) == 1
    with platform():
        assert sorted(Observation.objects.values_list("sequence", flat=True)) == list(range(11, 21))
        with pytest.raises(Exception, match="last 30 days"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT cofab_observation_drop(now())")
    line.send(line.rows(30, 2, old))
    with platform():
        assert Observation.objects.count() == 12


def test_a_floor_beneath_refuses_a_second_copy(line):
    line.send(line.rows(1, 1, now()))
    with platform(), pytest.raises(Exception, match="duplicate key") as caught, transaction.atomic():
        row = Observation.objects.get()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO creation_observation (machine_id, source_id, sequence, at, item, value, audience) "
                "SELECT machine_id, source_id, sequence, at, item, 'other', audience FROM creation_observation "
                "WHERE sequence = %s",
                [row.sequence],
            )
    assert isinstance(caught.value.__cause__, psycopg.errors.UniqueViolation)
