"""Choices and fronts against trying every choice; bounds, refusals and exact amounts."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.core.creation.plan.composition.documents import SHAPES, every, unbeaten
from tests.core.creation.plan.composition.documents import document as drawn

from cofab.core.creation.plan.composition import answer as answers
from cofab.core.creation.plan.composition.answer import Limits, cheapest, whole_front
from cofab.core.creation.plan.composition.fold import Fold
from cofab.core.creation.plan.composition.problem import Found, Problem
from cofab.core.creation.plan.composition.read import NOT_UNDERSTOOD, TOO_LARGE, document, problem_of
from cofab.core.kernel.refusal import Refused

LIMITS = Limits(60, lambda: 0.0)
WEIGHTS = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(1, 3), Fraction("0.7"))]


def _points(problem: Problem, found: Found) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(p.cost, problem.cost_scale), Fraction(p.time, problem.time_scale)) for p in found.points]


@pytest.mark.prove
@pytest.mark.parametrize("shape", SHAPES[:4])
def test_a_thousand_of_each_shape_are_the_best_of_every_choice(shape: str) -> None:
    _compare(shape, range(1000, 2000))


@pytest.mark.parametrize("shape", SHAPES[:4])
def test_what_folds_is_the_best_of_every_choice(shape: str) -> None:
    _compare(shape, range(40))


def _compare(shape: str, seeds: range) -> None:
    for seed in seeds:
        given = drawn(seed, 5, 3, 1 + seed % 2 if seed % 5 == 0 else 1, shape)
        problem = problem_of(given)
        if sum(len(job.operations) for job in problem.jobs) > 6:
            continue
        all_points = every(given)
        front = whole_front(problem, LIMITS)
        assert _points(problem, front) == unbeaten(all_points)
        assert (front.epsilon, front.proven, front.method) == (0, True, "folding")
        weights = WEIGHTS[seed % 3]
        best = cheapest(problem, weights, LIMITS)
        ((cost, time),) = _points(problem, best)
        least = min(weights[0] * c + weights[1] * t for c, t in all_points)
        assert weights[0] * cost + weights[1] * time == least == best.bound
        assert best.proven


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_any_order_is_solved(start: int) -> None:
    for seed in range(start, start + 10):
        given = drawn(seed, 5, 3, 1, "any")
        problem = problem_of(given)
        all_points = every(given)
        front = whole_front(problem, LIMITS)
        assert _points(problem, front) == unbeaten(all_points)
        for weights in WEIGHTS:
            best = cheapest(problem, weights, LIMITS)
            ((cost, time),) = _points(problem, best)
            assert weights[0] * cost + weights[1] * time == min(weights[0] * c + weights[1] * t for c, t in all_points)
            assert best.proven


def test_constraint_programming_agrees_with_folding(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(12):
        problem = problem_of(drawn(seed, 5, 4, 1, SHAPES[seed % 4]))
        folded = [cheapest(problem, WEIGHTS[2], LIMITS), whole_front(problem, LIMITS)]
        monkeypatch.setattr(Fold, "run", lambda self: None)
        searched = [cheapest(problem, WEIGHTS[2], LIMITS), whole_front(problem, LIMITS)]
        monkeypatch.undo()
        assert [found.method for found in searched] == ["constraint programming"] * 2
        assert _points(problem, folded[1]) == _points(problem, searched[1])
        assert folded[0].bound == searched[0].bound


def test_a_front_too_large_to_keep_says_its_epsilon(monkeypatch: pytest.MonkeyPatch) -> None:
    given = drawn(4, 9, 9, 1, "path")
    problem = problem_of(given)
    whole = _points(problem, whole_front(problem, LIMITS))
    monkeypatch.setattr(answers, "EPSILONS", (0.05,))
    thinned = whole_front(problem, LIMITS)
    assert thinned.epsilon == pytest.approx(0.05)
    assert not thinned.proven
    for cost, time in whole:
        assert any(c <= Fraction("1.05") * cost and t <= time for c, t in _points(problem, thinned))


def test_without_time_constraint_programming_says_its_bound() -> None:
    given = drawn(3, 5, 3, 1, "any")
    given["time"] = "critical_path"
    found = cheapest(problem_of(given), WEIGHTS[2], Limits(0.0, lambda: 1.0))
    assert found.bound is not None
    best = min(WEIGHTS[2][0] * c + WEIGHTS[2][1] * t for c, t in every(given))
    assert found.bound <= best


def _small() -> dict:
    rows = [{"id": "c", "site": 0, "cost": Decimal("0.1"), "time": 1}]
    operations = [{"id": "a", "candidates": rows}, {"id": "b", "after": ["a"], "candidates": rows}]
    return {"transport": {"cost": [[Decimal("0.1")]]}, "jobs": [{"id": "j", "operations": operations}]}


def test_decimals_are_added_exactly_and_a_site_to_itself_costs_what_the_matrix_says() -> None:
    found = cheapest(problem_of(_small()), WEIGHTS[0], LIMITS)
    assert found.bound == Fraction(3, 10)


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        (lambda d: d.pop("transport"), "transport"),
        (lambda d: d["transport"].update(cost=[[1, 2]]), "square"),
        (lambda d: d["transport"].update(cost=[[-1]]), "no number"),
        (lambda d: d.update(time="longest"), "critical_path"),
        (lambda d: d.update(jobs=[]), "at least one"),
        (lambda d: d["jobs"].append(d["jobs"][0]), "twice"),
        (lambda d: d["jobs"][0]["operations"][0].update(after=["b"]), "circle"),
        (lambda d: d["jobs"][0]["operations"][0].update(after=["z"]), "not there"),
        (lambda d: d["jobs"][0]["operations"][0].update(candidates=[]), "at least one"),
        (lambda d: d["jobs"][0]["operations"][0]["candidates"][0].update(site=1), "0 to 0"),
        (lambda d: d["jobs"][0]["operations"][0]["candidates"][0].update(cost="x"), "no number"),
        (lambda d: d["jobs"][0]["operations"][0]["candidates"][0].pop("id"), "id is needed"),
        (lambda d: d["jobs"][0].update(quantity=0), "above 0"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(change, sign: str) -> None:
    given = _small()
    change(given)
    with pytest.raises(Refused) as refused:
        problem_of(given)
    assert refused.value.code == NOT_UNDERSTOOD
    assert sign in json.dumps(refused.value.facts)


@pytest.mark.parametrize("text", ["", "[]", '{"format": "cofab.compose/2"}', '{"a": NaN}', "[" * 100_000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        document(text)
    assert refused.value.code == NOT_UNDERSTOOD


@pytest.mark.parametrize("cost", [Decimal("1e19"), Decimal("1e-19"), Decimal("1e400"), 10**30])
def test_what_cannot_be_added_exactly_is_refused(cost: object) -> None:
    given = _small()
    given["jobs"][0]["operations"][0]["candidates"][0]["cost"] = cost
    with pytest.raises(Refused) as refused:
        problem_of(given)
    assert refused.value.code == TOO_LARGE
