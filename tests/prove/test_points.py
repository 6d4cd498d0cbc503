"""`kill -9` of gateway, broker, ingester and database in turn: every acknowledged point is there, and there once.

COFAB_PROVE_ROUNDS says how often each is killed (20).
"""

from __future__ import annotations

import os
from random import Random

import pytest

from peers import until

pytestmark = [pytest.mark.prove, pytest.mark.database]

ROUNDS = int(os.environ.get("COFAB_PROVE_ROUNDS", "20"))
PARTS = ("gateway", "broker", "ingester", "database")
MOVED_S, LAST_S = 120, 600
KEPT = "SELECT count(*), count(DISTINCT sequence) FROM creation_observation WHERE sequence < %s"
COUNTS = "SELECT value FROM creation_observation WHERE item = 'part_count' ORDER BY sequence"


@pytest.fixture
def chain(tmp_path, prove_part):
    made = prove_part("chain").Chain(tmp_path)
    yield made
    made.stop()


def test_every_acknowledged_point_is_there_once_whatever_is_killed(chain, say):
    until(lambda: chain.forgotten() > 0, MOVED_S, "nothing arrives")
    chain.machine.thread.start()
    chance = Random(11)
    for number in range(ROUNDS):
        for name in chance.sample(PARTS, len(PARTS)):
            before = chain.forgotten()
            chain.kill(name)
            until(lambda before=before: chain.forgotten() > before + 20, MOVED_S, f"stands still without {name}")
            gone = chain.forgotten()
            assert chain.rows(KEPT, (gone + 1,)) == [(gone, gone)], f"after killing {name}"
        say(f"round {number + 1}: {chain.forgotten()} points acknowledged, each there once")
    chain.machine.stop()
    made = chain.machine.made
    told = [value for (value,) in chain.rows(COUNTS) if value.isdigit()]
    until(lambda: len([v for (v,) in chain.rows(COUNTS) if v.isdigit()]) >= made, LAST_S, f"{len(told)} of {made}")
    told = [int(value) for (value,) in chain.rows(COUNTS) if value.isdigit()]
    assert told == list(range(1, made + 1)), "no count is missing and none is there twice"
