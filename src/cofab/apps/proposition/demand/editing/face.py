"""The edits of a routing in words, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.editing.models import RoutingEdit
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.trade import process_name
from cofab.web import words

ICONS = {"undo": "arrow-back-up", "redo": "arrow-forward-up", "lock": "lock", "unlock": "lock-open"}


def history(demand: Demand) -> list[dict[str, Any]]:
    """Return what was edited, by whom and when, with what it changed in the price."""
    return [_line(row) for row in demand.edits.order_by("-number")]


def _line(row: RoutingEdit) -> dict[str, Any]:
    return {
        "number": row.number,
        "at": row.at,
        "what": sentence(row.edit, row.told),
        "more": f"{row.person} · {_effect(row.told)}",
        "icon": ICONS.get(row.edit["kind"], "pencil"),
    }


def sentence(edit: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """Return an edit as a sentence."""
    what = " + ".join(process_name(one) for one in told.get("processes", ())) or process_name(edit.get("process", ""))
    kinds = {
        "change": _("%(what)s: %(values)s"),
        "merge": _("%(what)s made one operation"),
        "split": _("%(what)s split in two"),
        "move": _("%(what)s moved"),
        "lock": _("%(what)s locked"),
        "unlock": _("%(what)s unlocked"),
        "choose": _("another way taken"),
        "add": _("%(what)s added"),
        "remove": _("%(what)s left out"),
        "undo": _("the last edit taken back"),
        "redo": _("the edit made again"),
    }
    return kinds[edit["kind"]] % {"what": what, "values": _values(edit, told.get("before", {}))}


def _values(edit: Mapping[str, Any], before: Mapping[str, int]) -> str:
    names = {"setup_s": _("set-up a batch"), "run_s": _("a piece")}
    said = [
        _("%(name)s %(old)s → %(new)s min")
        % {"name": name, "old": words.grouped(before.get(key, 0) / 60, 1), "new": words.grouped(edit[key] / 60, 1)}
        for key, name in names.items()
        if key in edit
    ]
    return ", ".join(said) or ", ".join(str(value) for key, value in edit.items() if key not in ("kind", "op"))


def _effect(told: Mapping[str, Any]) -> str:
    change = told.get("price_after", 0) - told.get("price_before", 0)
    return words.signed(change, 0) if change else _("price unchanged")
