"""The page of a dispute in words: whose move, two columns of claims, what each outcome is worth, the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.dispute import selectors, words
from cofab.apps.realisation.dispute.models import Dispute, Statement
from cofab.core.realisation.dispute.life import MOVERS
from cofab.core.realisation.dispute.outcome import CAUSES, Outcome
from cofab.web.words import money

OPEN_TALK = ("answered", "ruling")


def dispute_page(viewer: Viewer, row: Dispute) -> dict[str, Any]:
    """Return what the page of one dispute shows."""
    said = selectors.statements_of(viewer, row)
    files = selectors.files_of(viewer, said)
    lines = [_said(viewer, row, one, files) for one in said]
    side = _side(viewer, row)
    return {
        "row": row,
        "kind": words.KINDS[row.kind],
        "asked": words.REMEDIES[row.remedy],
        "state": words.STATES[row.state],
        "side": side,
        "move": _move(row, side),
        "do": _do(row, side),
        "figures": _figures(row),
        "columns": [_column(_("Claimant"), row.claimant, lines), _column(_("Other side"), row.respondent, lines)],
        "others": [one for one in lines if one["row"].organisation_id not in (row.claimant_id, row.respondent_id)],
        "grid": grid(selectors.worth_of(row)),
        "chosen": (row.outcome.get("remedy"), row.outcome.get("cause")),
        "remedies": [(name, words.REMEDIES[name]) for name in row.rules["kinds"][row.kind]],
        "causes": list(words.CAUSES.items()),
        "records": [{"row": one, "what": words.RECORDS[one.kind]} for one in selectors.records_of(row)],
    }


def grid(found: Sequence[Outcome]) -> dict[str, Any]:
    """Return outcomes as a table: a remedy a row, a cause a column; a cell is (award, award if not mended, facts)."""
    cells = {(one.remedy, one.cause): one for one in found}
    remedies = list(dict.fromkeys(one.remedy for one in found))
    rows = [
        {"key": remedy, "name": words.REMEDIES[remedy], "cells": [(cause, cells[remedy, cause]) for cause in CAUSES]}
        for remedy in remedies
    ]
    return {"causes": [words.CAUSES[cause] for cause in CAUSES], "rows": rows}


def list_page(viewer: Viewer, rows: Sequence[Dispute]) -> list[dict[str, Any]]:
    """Return the list of disputes: what waits for the viewer first."""
    lines = [
        {
            "row": row,
            "kind": words.KINDS[row.kind],
            "state": words.STATES[row.state],
            "mine": bool(_move(row, _side(viewer, row))["mine"]),
        }
        for row in rows
    ]
    return sorted(lines, key=lambda line: (not line["mine"], line["row"].state == "closed"))


def _side(viewer: Viewer, row: Dispute) -> str:
    if viewer.organisation_id == row.claimant_id:
        return "claimant"
    if viewer.organisation_id == row.respondent_id:
        return "respondent"
    return viewer.kind


def _said(viewer: Viewer, row: Dispute, one: Statement, files: dict[str, Any]) -> dict[str, Any]:
    offer = one.offer
    takers = {consent.organisation_id for consent in one.consents.all()} | {one.organisation_id}
    open_ = one.kind == "proposal" and row.state in OPEN_TALK
    party = viewer.organisation_id in (row.claimant_id, row.respondent_id)
    return {
        "row": one,
        "what": words.SAID[one.kind],
        "files": [files[key] for key in one.files if key in files],
        "offer": {**offer, "remedy_name": words.REMEDIES[offer["remedy"]], "cause_name": words.CAUSES[offer["cause"]]}
        if offer
        else None,
        "takeable": open_ and party and viewer.organisation_id not in takers,
        "taken": open_ and len(takers & {row.claimant_id, row.respondent_id}) == 1,
    }


def _move(row: Dispute, side: str) -> dict[str, Any]:
    """Return the next bar: its tone, what, why, what silence means, and whether the move is the viewer's."""
    if row.state not in words.BARS:
        return {"tone": "done", "what": _("It is over"), "why": _ended(row), "silence": "", "mine": False}
    what, why, silence = words.BARS[row.state]
    mine = side in MOVERS[row.state]
    text = (_("Your turn: %(what)s") if mine else _("Waiting: %(what)s")) % {"what": what}
    return {"tone": "you" if mine else "wait", "what": text, "why": why, "silence": silence, "mine": mine}


def _ended(row: Dispute) -> str:
    return str(words.ENDED.get(row.outcome.get("by", ""), ""))


def _column(title: str, firm: Organisation, lines: list[dict[str, Any]]) -> tuple[str, Organisation, list[Any]]:
    return title, firm, [one for one in lines if one["row"].organisation_id == firm.pk]


def _do(row: Dispute, side: str) -> set[str]:
    """Return what the viewer's side may do now."""
    party = side in ("claimant", "respondent")
    can = {
        "answer": side == "respondent" and row.state == "raised",
        "concede": side == "respondent" and row.state in ("raised", "answered", "ruling"),
        "withdraw": side == "claimant" and row.state in ("raised", "answered", "ruling"),
        "propose": (party or side == "operator") and row.state in OPEN_TALK,
        "note": row.state != "closed" and (party or side in ("operator", "committee")),
        "escalate": party and row.state == "answered",
        "rule": side == "operator" and row.state == "ruling",
        "appeal": party and row.state == "ruled",
        "decide": side == "committee" and row.state == "appealed",
        "mended": side == "claimant" and row.state == "mending",
    }
    return {name for name, may in can.items() if may}


def _figures(row: Dispute) -> list[dict[str, Any]]:
    rest = max(row.claim["gross_minor"] - row.held_minor, 0)
    figures = [
        {"label": _("Claimed"), "value": money(row.claimed_minor)},
        {"label": _("Waits until it is over"), "value": money(0 if row.state == "closed" else row.held_minor)},
        {"label": _("Not disputed, flows as agreed"), "value": money(rest)},
    ]
    if row.state == "closed":
        figures.append({"label": _("Awarded"), "value": money(row.award_minor)})
    return figures
