"""`kill -9` of every process at named points and at random times: the story goes on, nothing is lost or doubled."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

pytestmark = [pytest.mark.prove, pytest.mark.database]

AGAIN = """
from cofab.config import site
site.enter()
from django.apps import apps
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import platform
from cofab.flows.order_to_cash import FOLLOWERS, follow
with platform():
    keys = list(Event.objects.filter(kind__in=FOLLOWERS).order_by("id").values_list("key", flat=True))
for key in keys:
    follow(key)
print(len(keys))
"""
COUNTED = (
    "creation_order", "creation_request", "creation_contract", "creation_signature", "creation_workorder",
    "creation_shipment", "creation_inspection", "proposition_occupancy", "realisation_custodytransfer",
    "realisation_entry", "realisation_posting", "realisation_hold", "realisation_milestone", "realisation_rating",
    "base_event",
)  # fmt: skip


@pytest.fixture(params=["killed", "hunted"])
def story(request: pytest.FixtureRequest, calm: Any) -> Any:
    """A story that came to its end under kills, and the site at rest after it."""
    told, _ = request.getfixturevalue(request.param)
    calm()
    return told


def test_every_process_is_killed_at_named_points_and_the_story_goes_on(killed: tuple[Any, Any]):
    told, killer = killed
    assert told.verified == "right"
    assert len(killer.points) == 13
    times = Counter(part for _, _, part, _ in killer.kills)
    assert min(times[part] for part in ("web workers", "web", "worker", "planner", "postgres", "events")) >= 2, times


def test_the_story_goes_on_whatever_dies_whenever(hunted: tuple[Any, Any]):
    told, killer = hunted
    assert told.verified == "right"
    assert len({part for _, _, part, _ in killer.kills}) >= 5


def test_the_ledger_holds(story: Any, site: Any):
    done = site.cofab("ledger", "check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["entries"] > 10
    assert {check["result"] for check in report["checks"]} == {"holds"}


def test_one_order_comes_of_one_wish(story: Any, site: Any):
    query = """SELECT o.key, o.state FROM creation_order o JOIN proposition_demand d ON d.id = o.demand_id
               WHERE d.key = %s"""
    assert site.rows(query, [story.demand]) == [(story.order, "closed")]
    runs = "SELECT count(*) FROM creation_planrun r JOIN proposition_demand d ON d.id = r.demand_id WHERE d.key = %s"
    assert site.one(runs, [story.demand]) == 1


def test_money_comes_once_and_every_milestone_is_resolved_once(story: Any, site: Any):
    kinds = Counter(
        kind for (kind,) in site.rows("SELECT kind FROM realisation_entry WHERE order_key = %s", [story.order])
    )
    assert kinds["deposit"] == 1, kinds
    transfers = site.rows(
        "SELECT state, received_minor = amount_minor FROM realisation_custodytransfer "
        "WHERE order_key = %s AND direction = 'in'", [story.order],
    )  # fmt: skip
    assert transfers == [("confirmed", True)]
    milestones = site.rows(
        "SELECT key, trigger, state, paid_minor + returned_minor = amount_minor FROM realisation_milestone "
        "WHERE order_key = %s", [story.order],
    )  # fmt: skip
    assert len(milestones) > 5
    for key, trigger, state, whole in milestones:
        waits = trigger == "retained" and state == "waiting"
        assert waits or (state in {"released", "returned"} and whole), key
        posted = """SELECT count(*) FROM realisation_entry e JOIN realisation_hold h ON h.entry_id = e.id
                    JOIN realisation_milestone m ON m.hold_id = h.id WHERE m.key = %s"""
        assert site.one(posted, [key]) <= 1
    held = "SELECT count(*) FROM realisation_hold WHERE order_key = %s AND state = 'held'"
    assert site.one(held, [story.order]) == sum(state == "waiting" for _, _, state, _ in milestones)


def test_work_is_the_plans_work_and_every_piece_is_counted_once(story: Any, site: Any):
    rows = site.rows(
        "SELECT op, lot, state, quantity, done FROM creation_workorder WHERE order_key = %s", [story.order]
    )
    planned = {(op["op"], op["lot"]) for op in story.plan["operations"]}
    works = {(op, lot) for op, lot, *_ in rows}
    assert works <= planned
    houses = {row[0] for row in site.rows(
        "SELECT g.key FROM creation_inspection i JOIN base_organisation g ON g.id = i.organisation_id "
        "JOIN creation_order o ON o.id = i.order_id WHERE o.key = %s", [story.order],
    )}  # fmt: skip
    inspected = {(op["op"], op["lot"]) for op in story.plan["operations"] if op["firm"] in houses}
    assert works == planned - inspected
    moved = [row for row in rows if row[2] == "moved"]
    assert moved, "the breakdown moved work"
    for op, lot in works:
        mine = [row for row in rows if row[:2] == (op, lot)]
        assert sum(done for *_, done in mine) == 50, (op, mine)
        assert sum(state == "done" for _, _, state, *_ in mine) >= 1


def test_nothing_acknowledged_is_lost(story: Any, site: Any):
    """Whoever asks again with the same name hears the same answer, and what answers named stands in the database."""
    cast = story.cast
    assert len(cast.answers) > 50
    for answer in cast.answers:
        again = cast.again(answer)
        told = (again.status_code, again.headers.get("Idempotency-Replayed"), again.content)
        assert told == (answer.status, "true", answer.said), answer.url
    assert not named(cast.answers) - standing(site)


def named(answers: list[Any]) -> set[str]:
    """Return the public name of every thing that an answer was about."""
    found = [json.loads(answer.said) for answer in answers if answer.said]
    return {row["key"] for row in found if isinstance(row, dict) and row.get("key")}


def standing(site: Any) -> set[str]:
    """Return every public name in the database."""
    tables = [
        name for (name,) in site.rows(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'key' AND table_schema = 'public' "
            "AND table_name ~ '^(base|stewardship|proposition|creation|realisation)_'"
        )
    ]  # fmt: skip
    return {row[0] for table in tables for row in site.rows(f"SELECT key::text FROM {table}")}


def test_machine_time_is_claimed_once_and_by_work_alone(story: Any, site: Any):
    twice = """SELECT count(*) FROM proposition_occupancy a JOIN proposition_occupancy b
               ON a.machine_id = b.machine_id AND a.id < b.id AND a.during && b.during
               WHERE a.state = 'active' AND b.state = 'active'"""
    assert site.one(twice) == 0
    mine = site.rows(
        "SELECT kind, state, op, lot FROM proposition_occupancy WHERE order_key = %s AND state = 'active'",
        [story.order],
    )
    assert {kind for kind, *_ in mine} <= {"booking"}, "no reservation outlives its order"
    planned = {(op["op"], op["lot"]) for op in story.plan["operations"]}
    assert {(op, lot) for _, _, op, lot in mine} <= planned


def test_every_job_came_to_its_end(story: Any, site: Any):
    failed = site.rows(
        "SELECT task_name, args::text FROM procrastinate_jobs j WHERE status NOT IN ('succeeded', 'todo', 'doing') "
        "AND NOT EXISTS (SELECT 1 FROM procrastinate_periodic_defers d WHERE d.task_name = j.task_name)"
    )
    assert not failed
    lost = site.rows(
        "SELECT id, task_name FROM procrastinate_jobs WHERE status = 'doing' AND id IN "
        "(SELECT job_id FROM procrastinate_events WHERE type = 'started' AND at < now() - interval '3 minutes')"
    )
    assert not lost, "a job whose worker died is started again"


def test_following_an_event_again_changes_nothing(story: Any, site: Any):
    before = counts(site)
    assert int(site.python(AGAIN).split()[-1]) > 20
    assert counts(site) == before


def counts(site: Any) -> dict[str, int]:
    """Return how many rows stand in each table that an order writes, heartbeats of machines left out."""
    return {table: site.one(f"SELECT count(*) FROM {table}") for table in COUNTED}
