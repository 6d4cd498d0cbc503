"""The planner's pure part: warm-up and what its answer depends on."""

from __future__ import annotations

from cofab.planner.service import warm


def test_warming_tells_its_progress_and_takes_less_the_second_time() -> None:
    told: list[str] = []
    first = warm(told.append)
    second = warm()
    assert told == ["plan kernels"]
    assert second <= first + 1.0
