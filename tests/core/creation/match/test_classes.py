"""A firm is in a class exactly when it meets every criterion, and hears how far it is from the others."""

from cofab.core.creation.match.classes import DEFAULTS, FACTS, Miss, classified, misses
from cofab.core.kernel.rules import RuleSet

RULES = RuleSet("classes", 1, DEFAULTS)
GOOD = {
    "credit_ppm": 800_000, "on_time_ppm": 960_000, "tolerance_um": 8, "minimum_pieces": 0, "lead_s": 86_400,
    "certificates": 2, "telemetry_ppm": 600_000, "new": 0,
}  # fmt: skip


def test_criteria_speak_of_known_facts_only() -> None:
    assert {fact for criteria in DEFAULTS.values() for fact, _bound, _value in criteria} <= set(FACTS) == set(GOOD)


def test_every_criterion_must_hold_and_bounds_count_as_met() -> None:
    edge = {**GOOD, "credit_ppm": 700_000, "on_time_ppm": 900_000, "tolerance_um": 10}
    found = classified(RULES, {"b": GOOD, "a": edge})
    assert found["proven"] == found["precise"] == ("a", "b")
    assert found["punctual"] == ("b",)
    assert found["starting"] == ()


def test_what_is_missing_is_told_and_the_unknown_fails() -> None:
    assert misses(DEFAULTS["proven"], {**GOOD, "on_time_ppm": 1}) == (Miss("on_time_ppm", "least", 900_000, 1),)
    assert misses(DEFAULTS["precise"], {**GOOD, "tolerance_um": None}) == (Miss("tolerance_um", "most", 10, None),)
    assert misses(DEFAULTS["precise"], {}) == (Miss("tolerance_um", "most", 10, None),)
