"""Choosing one way a job: greedy, CP-SAT and the check, against trying every combination."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cofab.core.creation.schedule.check import faults
from cofab.core.creation.schedule.objective import score
from cofab.core.creation.schedule.portfolio import solve
from cofab.core.creation.schedule.problem import Booking, Job, Problem, Schedule, Way
from cofab.core.creation.schedule.solvers.cpsat import cpsat
from cofab.core.creation.schedule.solvers.greedy import greedy


def _problem(seed: int) -> Problem:
    random = Random(seed)

    def way(name: str) -> Way:
        starts = [random.randint(0, 12) for _ in range(random.randint(1, 2))]
        bookings = tuple(Booking(random.choice("ABC"), s, s + random.randint(1, 5)) for s in starts)
        touches = frozenset(random.sample(["f", "g", "h"], random.randint(0, 2)))
        return Way(name, bookings, touches, random.choice((0, 0, 60, 90)), random.randint(0, 50))

    ways = [tuple(way(f"{j}/{n}") for n in range(random.randint(1, 4))) for j in range(random.randint(1, 4))]
    jobs = [Job(str(j), tuple(w for w in some if not _inside(w))) for j, some in enumerate(ways)]
    return Problem(tuple(job for job in jobs if job.ways))


def _inside(way: Way) -> bool:
    """Tell whether a way clashes with itself."""
    return len(way.bookings) == 2 and way.bookings[0].clashes(way.bookings[1])


def _best(problem: Problem) -> tuple[int, int, int] | None:
    options = product(*(job.ways for job in problem.jobs))
    good = [c for c in options if not any(a.clashes(b) for n, a in enumerate(c) for b in c[n + 1 :])]
    return min((score(c) for c in good), default=None)


@pytest.mark.parametrize("seed", range(25))
def test_the_answer_is_the_best_of_all_combinations(seed: int) -> None:
    problem = _problem(seed)
    found, best = solve(problem, seconds=6.0), _best(problem)
    if best is None:
        assert found is None
    else:
        assert found is not None
        assert not faults(problem, found)
        assert score(found.chosen.values()) == best
        assert found.proven


def test_greedy_never_beats_the_proven_best() -> None:
    for seed in range(25):
        problem = _problem(seed)
        quick, best = greedy(problem), _best(problem)
        assert quick is None or (best is not None and score(quick.chosen.values()) >= best)


def test_the_hint_of_greedy_is_taken() -> None:
    problem = _problem(3)
    assert cpsat(problem, greedy(problem)) == cpsat(problem)


def test_the_check_sees_a_machine_taken_twice_and_a_foreign_way() -> None:
    a = Way("a", (Booking("A", 0, 4),), frozenset(), 0, 0)
    b = Way("b", (Booking("A", 3, 5),), frozenset(), 0, 0)
    problem = Problem((Job("1", (a,)), Job("2", (b,))))
    assert faults(problem, Schedule({"1": a, "2": b}, False)) == ["A is taken by 1 and 2"]
    assert faults(problem, Schedule({"1": b, "2": b}, False))[0] == "1 is not done in a way it has"
    assert solve(problem) is None
