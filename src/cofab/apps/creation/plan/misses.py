"""Why a run has no plan, as its page shows it: the nearest misses and what would have to change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.creation.match.words import why as why_word
from cofab.apps.creation.plan.face import operation_names
from cofab.apps.creation.plan.models import PlanRun
from cofab.apps.creation.plan.selectors import said
from cofab.apps.proposition.publish.selectors import makers
from cofab.apps.proposition.publish.selectors import names as machine_names

NEAREST = 6


def page(run: PlanRun) -> dict[str, Any]:
    """Return what the page of a run without plans shows."""
    return {"run": run, "why": why(run), "steps": steps(run), "offers": run.offers}


def why(run: PlanRun) -> str:
    """Return in one sentence why a run has no plan."""
    if run.state == "cancelled":
        return _("The search was cancelled.")
    if run.refusal:
        return said(run.refusal["code"], run.refusal["facts"])
    return said(run.result.get("fewer") or "", run.result.get("fewer_facts", {}))


def steps(run: PlanRun) -> list[dict[str, Any]]:
    """Return the operations nobody can do (all of them where each has somebody), each with its nearest misses."""
    matched = run.result.get("matched", {})
    stuck = [op for op, fits in matched.items() if not fits]
    near = [item for item in run.result.get("refused", []) if _near(item) and item["op"] in (stuck or matched)]
    machines, firms = machine_names({item["machine"] for item in near}), makers({item["machine"] for item in near})
    names = operation_names(run)
    return [
        {
            "op": op,
            "name": names.get(op, _("Inspection")),
            "fit": len(matched[op]),
            "near": [_miss(item, machines, firms) for item in near if item["op"] == op][:NEAREST],
            "more": max(0, sum(item["op"] == op for item in near) - NEAREST),
        }
        for op in stuck or matched
    ]


def _near(item: Mapping[str, Any]) -> bool:
    """Tell whether a machine is out for one reason only, and that not what it is made for."""
    return len(item["reasons"]) == 1 and item["reasons"][0]["code"] != "match.process"


def _miss(item: Mapping[str, Any], machines: Mapping[str, str], firms: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    reason = item["reasons"][0]
    key = item["machine"]
    return {
        "machine": machines.get(key, key),
        "firm": firms[key][1] if key in firms else "",
        "why": why_word(reason["code"], reason["facts"]),
    }
