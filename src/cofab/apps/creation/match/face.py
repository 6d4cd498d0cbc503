"""Candidates as their page shows them: firms with their fitting machines, and why the others are out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cofab.apps.creation.match.remedies import remedy
from cofab.apps.creation.match.selectors import Candidate, Out, Step
from cofab.apps.creation.match.words import why
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import town_names
from cofab.apps.proposition.publish.words import price_word, space_word
from cofab.web import words

NAMED, NEAREST = 3, 12


def shown(step: Step) -> dict[str, Any]:
    """Return one operation: firms that can do it, the nearest misses, and the reasons of the rest with their number."""
    near = [one for one in step.refused if one.near]
    return {
        "op": step.op,
        "name": process_name(step.process),
        "fit_count": len(step.candidates),
        "out_count": len(step.refused),
        "firms": _firms(step.candidates),
        "near": [_missed(one) for one in near[:NEAREST]],
        "near_count": len(near),
        "rest": _reasons([one for one in step.refused if not one.near]),
    }


def _firms(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Return the fitting machines by firm, the best known first."""
    towns = town_names()
    by_firm: dict[str, list[Candidate]] = {}
    for one in sorted(candidates, key=lambda one: (-one.credit_ppm, one.firm_name, one.rate_minor_per_h)):
        by_firm.setdefault(one.firm, []).append(one)
    return [_firm(rows, towns) for rows in by_firm.values()]


def _firm(rows: list[Candidate], towns: dict[str, str]) -> dict[str, Any]:
    first = rows[0]
    return {
        "key": first.firm,
        "name": first.firm_name,
        "town": towns.get(first.town, first.town),
        "new": first.new_member,
        "own": first.operator_owned,
        "credit": words.grouped(first.credit_ppm / 10_000, 1),
        "count": len(rows),
        "price": _range([price_word(one.rate_minor_per_h, one.unit, one.unit_minor) for one in rows]),
        "machines": [_machine(one) for one in rows],
        "free": sum(one.free_s for one in rows),
    }


def _machine(one: Candidate) -> dict[str, Any]:
    return {
        "name": one.machine_name,
        "space": space_word(one.envelope_um),
        "tolerance": words.millimetres(one.tolerance_um) if one.tolerance_um else words.NONE,
        "price": price_word(one.rate_minor_per_h, one.unit, one.unit_minor),
        "free": one.free_s,
    }


def _range(prices: list[str]) -> str:
    """Return the lowest and the highest of prices that are sorted already."""
    if prices[0] == prices[-1]:
        return prices[0]
    low, _slash, unit = prices[0].partition(" / ")
    return f"{low}–{prices[-1]}" if unit else prices[0]


def _missed(one: Out) -> dict[str, Any]:
    changes = [remedy(reason["code"], reason["facts"]) for reason in one.reasons]
    return {"machine": one.machine_name, "firm": one.firm_name, "why": _said(one), "change": "; ".join(changes)}


def _said(one: Out) -> str:
    return "; ".join(why(reason["code"], reason["facts"]) for reason in one.reasons)


def _reasons(rows: Sequence[Out]) -> list[dict[str, Any]]:
    """Return what keeps machines out, the most frequent first, each with the machines and some of the firms."""
    found: dict[str, list[Out]] = {}
    for one in rows:
        found.setdefault(repr(one.reasons[0]), []).append(one)
    told = []
    for outs in sorted(found.values(), key=lambda outs: -len(outs)):
        first = outs[0].reasons[0]
        firms = list(dict.fromkeys(one.firm_name for one in outs))
        shares = {"count": len(outs), "firms": firms[:NAMED], "more": max(0, len(firms) - NAMED)}
        told.append({"why": why(first["code"], first["facts"]), **shares})
    return told
