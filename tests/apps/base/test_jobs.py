"""Jobs are enqueued with the write that asks for them, run as the platform, and start again when they hang."""

import os
import subprocess
import sys

import pytest
from django.db import connection, transaction

from cofab.apps.base.jobs import job
from cofab.apps.base.tasks import sweep
from cofab.apps.base.viewer import current

SEEN = []


@job()
def note(word):
    SEEN.append((word, current().system))


@pytest.fixture(autouse=True)
def forget():
    SEEN.clear()


@pytest.mark.django_db
def test_a_job_runs_as_the_platform(run_jobs):
    note.defer(word="a")
    assert (run_jobs(), SEEN) == (1, [("a", True)])


@pytest.mark.django_db
def test_a_job_of_a_failed_write_never_runs(run_jobs):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note.defer(word="a")
        raise ZeroDivisionError
    assert run_jobs() == 0


@pytest.mark.django_db
def test_one_job_waits_for_each_mark(run_jobs):
    assert note.defer(word="a", once="mark") > 0
    assert note.defer(word="b", once="mark") == 0
    run_jobs()
    assert note.defer(word="c", once="mark") > 0
    run_jobs()
    assert [word for word, _ in SEEN] == ["a", "c"]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_dead_worker_is_put_back():
    with connection.cursor() as cursor:
        number = note.defer(word="a")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, number])
        assert sweep(timestamp=0) == 1
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        assert cursor.fetchone()[0] == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_the_jobs(server):
    """The worker is the one that `cofab serve` starts: another process, over its own connection."""
    with connection.cursor() as cursor:
        sweep.task.defer(timestamp=0)
        environment = os.environ | {"DATABASE_URL": server.app_url}
        line = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues=default", "--one-shot"]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=False)
        cursor.execute("SELECT status, attempts FROM procrastinate_jobs")
        assert set(cursor.fetchall()) == {("succeeded", 1)}, done.stderr[-2000:]
