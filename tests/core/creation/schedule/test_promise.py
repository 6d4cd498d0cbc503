"""Promises from records: distributions, shrinkage, slack, and whether what is stated holds."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cofab.core.creation.schedule.promise import Odds, Record, Step, level_for, level_of, promise
from cofab.core.kernel.refusal import Refused

HOUR = 3600


def _records(firm: str, *hours: int, process: str = "milling") -> list[Record]:
    return [Record(firm, process, hour * HOUR) for hour in hours]


def test_without_records_nothing_is_promised() -> None:
    with pytest.raises(Refused, match="no_records"):
        Odds([])


def test_a_firm_of_many_records_is_taken_by_them_and_one_of_none_by_its_trade() -> None:
    odds = Odds([*_records("good", *[0] * 200), *_records("bad", *[40] * 200)])
    assert promise(odds, [Step("good", "milling")], 900_000).late_s == 0
    assert promise(odds, [Step("bad", "milling")], 900_000).late_s == 40 * HOUR
    assert promise(odds, [Step("new", "milling")], 400_000).late_s == 0
    assert promise(odds, [Step("new", "milling")], 900_000).late_s == 40 * HOUR
    assert promise(odds, [Step("new", "milling")], 900_000).own == 0


def test_slack_takes_delay_off_and_no_step_begins_before_its_time() -> None:
    odds = Odds(_records("a", *[10] * 50), weight=1)
    assert promise(odds, [Step("a", "milling"), Step("a", "milling")], 990_000).late_s == 20 * HOUR
    assert promise(odds, [Step("a", "milling"), Step("a", "milling", 6 * HOUR)], 990_000).late_s == 14 * HOUR
    assert promise(odds, [Step("a", "milling"), Step("a", "milling", 60 * HOUR)], 990_000).late_s == 10 * HOUR
    early = Odds(_records("a", *[-10] * 50), weight=1)
    assert promise(early, [Step("a", "milling"), Step("a", "milling")], 990_000).late_s == -10 * HOUR


@pytest.mark.parametrize("seed", range(20))
def test_an_order_is_what_drawing_its_steps_gives(seed: int) -> None:
    random = Random(seed)
    records = [r for f in "abc" for r in _records(f, *[random.randint(-5, 30) for _ in range(9)])]
    odds, steps = (
        Odds(records),
        [Step(random.choice("abcd"), "milling", random.randint(0, 20) * HOUR) for _ in range(3)],
    )
    low, chance = odds.of_order(steps)
    dice = np.random.default_rng(seed)
    drawn = np.zeros(40_000, int)
    for n, step in enumerate(steps):
        waited = np.maximum(0, drawn - step.slack_s // HOUR) if n else drawn
        cells = np.arange(odds.grid.size) + odds.grid.low
        drawn = waited + dice.choice(cells, 40_000, p=odds.of_step(step))
    assert abs(chance.sum() - 1) < 1e-9
    for share in (0.25, 0.5, 0.9):
        at = int(np.quantile(drawn, share))
        assert abs(chance[: at - low + 1].sum() - (drawn <= at).mean()) < 0.02


def test_the_level_is_the_one_that_so_many_past_orders_kept() -> None:
    assert level_for(900_000, ()) == 900_000
    assert level_for(900_000, (500_000,) * 5) == 900_000, "five tell nothing of nine in ten"
    assert level_for(900_000, range(0, 1_000_000, 10_000)) == 900_000
    assert level_for(900_000, [990_000] * 50 + [100_000] * 50) == 990_000


def test_a_promise_is_read_back_at_its_level() -> None:
    odds = Odds(_records("a", *range(-10, 40)))
    steps = [Step("a", "milling"), Step("a", "milling", 4 * HOUR)]
    for level in (500_000, 900_000, 990_000):
        late = promise(odds, steps, level).late_s
        assert level_of(odds, steps, late) >= level > level_of(odds, steps, late - HOUR)
