"""Sampling, verdict and signature of an inspection."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cofab.core.creation.inspect import report, verdict
from cofab.core.creation.inspect.sampling import sampling_plan
from cofab.core.creation.inspect.verdict import Characteristic, Piece, judge_lot, judge_value
from cofab.core.kernel.refusal import Refused

BORE = Characteristic("bore 47 H7", 47_000, 47_025, u_um=3)


@pytest.mark.parametrize(
    ("lot", "aql", "letter", "sample", "accept"),
    [
        (8, "1.0", "E", 8, 0),
        (50, "1.0", "E", 13, 0),
        (150, "1.0", "E", 13, 0),
        (151, "1.0", "H", 50, 1),
        (500, "1.0", "H", 50, 1),
        (1_200, "1.0", "J", 80, 2),
        (2_000, "1.0", "K", 125, 3),
        (10_000, "1.0", "L", 200, 5),
        (600_000, "1.0", "Q", 1_250, 21),
        (300, "2.5", "H", 50, 3),
        (90, "2.5", "F", 20, 1),
        (40_000, "4.0", "M", 315, 21),
        (30, "4.0", "E", 13, 1),
        (25, "4.0", "B", 3, 0),
    ],
)
def test_plans_are_those_of_the_standard(lot, aql, letter, sample, accept):
    plan = sampling_plan(lot, aql)
    assert (plan.letter, plan.sample, plan.accept, plan.reject) == (letter, sample, accept, accept + 1)


def test_an_unknown_quality_limit_is_refused():
    with pytest.raises(Refused, match="no_plan"):
        sampling_plan(50, "3.3")


@pytest.mark.parametrize(
    ("value", "simple", "guarded"),
    [
        (47_012, "conforms", "conforms"),
        (47_003, "conforms", "conforms"),
        (47_001, "conforms", "undecided"),
        (46_999, "fails", "undecided"),
        (46_997, "fails", "fails"),
        (46_982, "fails", "fails"),
        (47_026, "fails", "undecided"),
    ],
)
def test_uncertainty_counts_by_the_declared_rule(value, simple, guarded):
    assert judge_value(BORE, value, verdict.SIMPLE) == simple
    assert judge_value(BORE, value, verdict.GUARDED) == guarded


def test_a_tolerance_without_uncertainty_fails_just_outside():
    exact = Characteristic("d", 0, 10)
    assert [judge_value(exact, v) for v in (-1, 0, 10, 11)] == ["fails", "conforms", "conforms", "fails"]


def test_a_lot_is_judged_by_its_plan():
    plan = sampling_plan(2_000)
    pieces = [Piece(str(n), {BORE.name: 47_012}) for n in range(125)]
    assert judge_lot(plan, [BORE], pieces).accepted
    bad = [Piece(str(n), {BORE.name: 46_982}) for n in range(4)]
    found = judge_lot(plan, [BORE], bad + pieces[4:])
    assert not found.accepted
    assert found.bad == ("0", "1", "2", "3")
    with pytest.raises(Refused, match="too_few"):
        judge_lot(plan, [BORE], pieces[:124])
    with pytest.raises(Refused, match="not_measured"):
        judge_lot(plan, [BORE], [*pieces, Piece("x", {})])
    with pytest.raises(Refused, match="unknown_characteristic"):
        judge_lot(plan, [BORE], [*pieces, Piece("x", {"colour": 1})])


def test_only_a_named_person_within_scope_and_validity_signs():
    paper = report.Accreditation(("cmm",), date(2025, 1, 1), date(2026, 12, 31), "CNAS L0000")
    report.may_sign("Inspector 3", paper, "cmm", date(2026, 12, 31))
    for person, method, day, code in (
        (" ", "cmm", date(2026, 1, 1), "no_person"),
        ("A", "roughness", date(2026, 1, 1), "out_of_scope"),
        ("A", "cmm", date(2027, 1, 1), "not_valid"),
    ):
        with pytest.raises(Refused, match=code):
            report.may_sign(person, paper, method, day)


def test_a_changed_statement_does_not_hold():
    key = Ed25519PrivateKey.generate()
    statement = {"report": report.report_number("ins_1", date(2026, 3, 2)), "verdict": "accepted"}
    signature = report.sign(statement, key.private_bytes_raw())
    public = key.public_key().public_bytes_raw()
    assert report.holds(statement, signature, public)
    assert not report.holds(statement | {"verdict": "rejected"}, signature, public)
    assert not report.holds(statement, signature[:-1], public)
    assert statement["report"].startswith("IR-2603-")
