"""Planner processes share the work: two against one database do each run once and give one answer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection, transaction

from cofab.apps.base.viewer import platform
from cofab.apps.creation.plan import actions
from cofab.apps.creation.plan.models import PlanRow, PlanRun

ASKED = 6


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_two_planner_processes_share_the_runs_and_answer_alike(region, make_demand, server):
    with transaction.atomic(), platform():
        buyer, demand = region.viewer("fenghua-pumps"), make_demand().key
        for _ in range(ASKED):
            actions.ask(buyer, demand)
    environment = os.environ | {"DATABASE_URL": server.app_url}
    line = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues=planner", "--one-shot"]
    both = [
        subprocess.Popen(
            [*line, f"--name=planner-{n}"],
            env=environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        for n in range(2)
    ]
    told = [process.communicate(timeout=400)[1] for process in both]
    with transaction.atomic(), platform():
        runs = list(PlanRun.objects.order_by("pk"))
        assert [run.state for run in runs] == ["ready"] * ASKED, told
        answers = {_answer(run) for run in runs}
    assert len(answers) == 1
    with connection.cursor() as cursor:
        query = "SELECT status, attempts, count(*) FROM procrastinate_jobs WHERE queue_name = 'planner' GROUP BY 1, 2"
        cursor.execute(query)
        assert cursor.fetchall() == [("succeeded", 1, ASKED)]


def _answer(run: PlanRun) -> tuple[object, ...]:
    rows = PlanRow.objects.filter(run=run).order_by("index")
    return tuple((row.price_minor, row.finish, row.bound_minor, str(row.data["operations"])) for row in rows)
