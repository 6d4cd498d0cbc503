"""The made-up workshop tells the same story for the same seed, and breaks when told to."""

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.monitor.observation import Observation
from cofab.core.creation.monitor.spans import seconds, spans
from cofab.core.kernel.window import Window
from cofab.simulation.machine import Failure, Job
from cofab.simulation.world import World

T0 = datetime(2026, 3, 2, tzinfo=UTC)
SHIFT = (
    Window(T0 + timedelta(hours=1), T0 + timedelta(hours=5)),
    Window(T0 + timedelta(hours=6), T0 + timedelta(hours=10)),
)


def story(seed: int, step: timedelta, hours: int = 24) -> list[Observation]:
    world = World(seed, T0, ["VMC-1", "VMC-2"])
    world.assign("VMC-1", Job("wor_a", 20, 3600, 720, T0, SHIFT))
    world.assign("VMC-2", Job("wor_b", 10, 1800, 600, T0 + timedelta(hours=2)))
    world.assign("VMC-2", Job("wor_c", 5, 1800, 600, T0 + timedelta(hours=3)))
    world.fail("VMC-1", Failure("wor_a", 600_000, repair_s=3600))
    said: list[Observation] = []
    while world.clock < T0 + timedelta(hours=hours):
        said += world.advance(min(world.clock + step, T0 + timedelta(hours=hours)))
    return said


def of(machine: str, told: list[Observation]) -> list[Observation]:
    return [o for o in told if o.machine == machine]


def test_the_same_seed_tells_the_same_story_in_any_steps():
    whole = story(7, timedelta(days=2))
    for step in (timedelta(minutes=7), timedelta(hours=1)):
        parts = story(7, step)
        for machine in ("VMC-1", "VMC-2"):
            assert of(machine, parts) == of(machine, whole)
    assert whole != story(8, timedelta(days=2))


def test_every_piece_is_made_once_and_the_machine_breaks_at_sixty_per_cent():
    told = of("VMC-1", story(7, timedelta(hours=1)))
    counts = [int(o.value) for o in told if o.item == "part_count"]
    assert counts == list(range(21))
    broken = next(o for o in told if o.value.startswith("FAULT"))
    made = [o for o in told if o.item == "part_count" and o.at <= broken.at]
    assert made[-1].value == "12"


def test_the_machine_works_only_inside_its_windows():
    found = spans(of("VMC-1", story(7, timedelta(hours=1))), Window(T0, T0 + timedelta(days=1)))
    working = [s for s in found if s.state in ("running", "setup")]
    assert working[0].start == SHIFT[0].start
    assert all(any(w.start <= s.start and s.end <= w.end for w in SHIFT) for s in working)
    figures = seconds(found)
    assert figures["setup"] == 3600
    assert figures["down"] == 3600
    assert 20 * 720 * 0.97 <= figures["running"] <= 20 * 720 * 1.03


def test_a_job_withdrawn_from_a_broken_machine_does_not_come_back():
    world = World(1, T0, ["VMC-1"])
    world.assign("VMC-1", Job("wor_a", 10, 60, 600, T0))
    world.fail("VMC-1", Failure("wor_a", 500_000))
    world.advance(T0 + timedelta(hours=3))
    assert (world.machines["VMC-1"].broken, world.machines["VMC-1"].made) == (True, 5)
    world.withdraw("VMC-1", "wor_a")
    world.repair("VMC-1")
    later = world.advance(T0 + timedelta(days=2))
    assert [o for o in later if o.item == "part_count"] == []
    assert later[-1].value == "OFF"


def test_a_repaired_machine_goes_on_where_it_was():
    world = World(1, T0, ["VMC-1"])
    world.assign("VMC-1", Job("wor_a", 10, 60, 600, T0))
    world.fail("VMC-1", Failure("wor_a", 500_000))
    world.advance(T0 + timedelta(hours=3))
    world.repair("VMC-1")
    counts = [o.value for o in world.advance(T0 + timedelta(hours=6)) if o.item == "part_count"]
    assert counts == ["6", "7", "8", "9", "10"]


def test_a_job_without_pieces_or_with_a_used_name_is_refused():
    world = World(1, T0, ["VMC-1"])
    world.assign("VMC-1", Job("wor_a", 10, 60, 600, T0))
    with pytest.raises(ValueError, match="already"):
        world.assign("VMC-1", Job("wor_a", 10, 60, 600, T0))
    with pytest.raises(ValueError, match="at least one"):
        world.assign("VMC-1", Job("wor_b", 0, 60, 600, T0))
