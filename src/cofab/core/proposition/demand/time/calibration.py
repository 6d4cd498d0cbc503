"""Fit the time model's parameters to records of measured work, and say how good the fit is.

Source of the method: least absolute relative errors by iteratively reweighted least squares, drawn towards the
parameters in force as towards a prior known to half its size (ridge); so few records move few parameters. Quality is
measured by leaving out all records of one part at a time, against the best constant (the others' median).
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.minutes import RATES, Terms, total_s

NO_RECORDS = declare("demand.no_records", "None of the records tells the minutes of an operation that Cofab plans.")
LEAST_PARTS = 3
ROUNDS = 40
KNOWN_TO = 0.5
NOISE = 0.05
FLAT = 0.005


@dataclass(frozen=True, slots=True)
class Record:
    """One operation that was timed: of which part, what it is made of, and the seconds a piece that it took."""

    part: str
    process: str
    terms: Terms
    seconds: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Relative errors in millionths, median and 90th percentile: as fitted, with each part left out, the constant's.

    `before` are the errors of the parameters that were in force.
    """

    process: str
    records: int
    parts: int
    fitted: tuple[int, int]
    left_out: tuple[int, int]
    constant: tuple[int, int]
    before: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The next version of the time rules, and its quality for each process with enough parts."""

    rules: RuleSet
    qualities: tuple[Quality, ...]


def calibrated(records: Sequence[Record], rules: RuleSet) -> Calibration:
    """Return the rules with the parameters of every process that at least three parts tell of fitted to the records.

    Raises Refused(NO_RECORDS) where no process has enough.
    """
    values: dict[str, Any] = dict(rules.values)
    qualities = []
    for process in sorted({r.process for r in records} & set(values)):
        mine = [r for r in records if r.process == process and r.seconds > 0]
        if len({r.part for r in mine}) < LEAST_PARTS:
            continue
        fitted = fit(mine, values[process])
        qualities.append(_quality(process, mine, rules[process], fitted))
        values[process] = fitted
    if not qualities:
        raise Refused(NO_RECORDS)
    return Calibration(RuleSet(rules.name, rules.version + 1, values), tuple(qualities))


def fit(records: Sequence[Record], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return one process's parameters fitted to records; those that no record touches stay."""
    names = sorted({name for r in records for name, _ in r.terms})
    prior = np.array([_prior(name, parameters) for name in names])
    counts = np.array([[dict(r.terms).get(name, 0) for name in names] for r in records], float)
    found = _solved(counts, np.array([r.seconds for r in records], float), prior)
    fresh = dict(parameters)
    for name, value in zip(names, found, strict=True):
        if name in RATES:
            fresh[RATES[name]] = _slower(parameters[RATES[name]], value)
        elif name in parameters:
            fresh[name] = max(0, round(float(value)))
    return fresh


def left_out_errors(records: Sequence[Record], parameters: Mapping[str, Any]) -> list[float]:
    """Return each record's relative error under parameters fitted to the records of all other parts."""
    errors = []
    for part in sorted({r.part for r in records}):
        fitted = fit([r for r in records if r.part != part], parameters)
        errors += [_error(r, fitted, parameters) for r in records if r.part == part]
    return errors


def constant_errors(records: Sequence[Record]) -> list[float]:
    """Return each record's relative error under the median of all other parts."""
    errors = []
    for record in records:
        middle = statistics.median(r.seconds for r in records if r.part != record.part)
        errors.append(abs(middle - record.seconds) / record.seconds)
    return errors


def _prior(name: str, parameters: Mapping[str, Any]) -> float:
    """Return a parameter's size in force; a rate's term is seconds already, so it counts once."""
    return 1.0 if name in RATES or name not in parameters else max(1.0, float(parameters[name]))


def _solved(counts: Any, seconds: Any, prior: Any) -> Any:
    """Return the parameters that make the relative errors small, none negative."""
    scaled = counts * prior / seconds[:, None]
    pull = (NOISE / KNOWN_TO) ** 2
    found = np.ones(len(prior))
    for _ in range(ROUNDS):
        weights = 1.0 / np.maximum(np.abs(scaled @ found - 1.0), FLAT)
        weights *= NOISE
        left = scaled.T @ (scaled * weights[:, None]) + pull * np.eye(len(prior))
        found = np.maximum(np.linalg.solve(left, scaled.T @ weights + pull), 0.0)
    return found * prior


def _slower(rate: Any, factor: float) -> Any:
    """Return a rate, or each of a table of rates, divided by the factor."""
    if isinstance(rate, Mapping):
        return {key: _slower(value, factor) for key, value in rate.items()}
    return max(1, round(rate / max(factor, 0.05)))


def _error(record: Record, parameters: Mapping[str, Any], before: Mapping[str, Any]) -> float:
    """Return the relative error: terms at a rate are seconds at the rate `before` and are converted."""
    terms = tuple((name, _at(name, count, parameters, before)) for name, count in record.terms)
    return abs(total_s(terms, parameters) - record.seconds) / record.seconds


def _at(name: str, count: int, parameters: Mapping[str, Any], before: Mapping[str, Any]) -> int:
    if name not in RATES:
        return count
    return round(count * _one(before[RATES[name]]) / _one(parameters[RATES[name]]))


def _one(rate: Any) -> int:
    return int(rate.get("steel", next(iter(rate.values())))) if isinstance(rate, Mapping) else int(rate)


def _quality(process: str, records: Sequence[Record], before: Mapping[str, Any], fitted: Mapping[str, Any]) -> Quality:
    return Quality(
        process, len(records), len({r.part for r in records}),
        _ends([_error(r, fitted, before) for r in records]), _ends(left_out_errors(records, before)),
        _ends(constant_errors(records)), _ends([_error(r, before, before) for r in records]),
    )  # fmt: skip


def _ends(errors: Sequence[float]) -> tuple[int, int]:
    """Return the median and the 90th percentile in millionths."""
    high = sorted(errors)[min(len(errors) - 1, int(0.9 * len(errors)))]
    return round(statistics.median(errors) * 1_000_000), round(high * 1_000_000)
