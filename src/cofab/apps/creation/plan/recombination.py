"""A plan in the buyer's hands: each step with who does it and who else could, what changes cost, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.plan.drawing import chart
from cofab.apps.creation.plan.face import operation_names
from cofab.apps.creation.plan.mappers import plan_of, wishes_of
from cofab.apps.creation.plan.misses import why
from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.creation.plan.selectors import firm_names, kept_for, people_of
from cofab.apps.creation.plan.shown import late_word
from cofab.apps.proposition.publish.selectors import makers
from cofab.apps.proposition.publish.selectors import names as machine_names
from cofab.core.creation.plan.model import Plan, Wishes
from cofab.web import words

WISHED_OUT = frozenset({"plan.excluded", "plan.pinned_elsewhere"})


@dataclass(frozen=True)
class Choice:
    """A firm that could do a step, with its machines that could, as (key, name)."""

    firm: str
    name: str
    machines: Sequence[tuple[str, str]]
    extra: str = ""


@dataclass(frozen=True)
class Part:
    """One step: who does it as words, by whom else it could be done, what it is pinned to, and what was before."""

    op: str
    name: str
    who: Sequence[tuple[str, str, str]]
    firms: Mapping[str, str]
    pinned: str
    pinned_word: str
    choices: Sequence[Choice]
    was: str = ""


@dataclass(frozen=True)
class Effect:
    """What a change did: price and arrival against the plan it is measured against."""

    more_minor: int
    later_s: int
    surer_ppm: int
    firms: int
    price: str
    time: str


def page(viewer: Viewer, run: PlanRun, rows: Sequence[PlanRow], chosen_key: str) -> dict[str, Any]:
    """Return what the page of recombining shows; without plans it shows the plan before and why there is none."""
    row = next((one for one in rows if one.key == chosen_key), rows[0] if rows else run.base)
    assert row is not None, "a run without plans and without a plan before has no such page"
    base = run.base or row
    plan, wishes = plan_of(row.data), wishes_of(run.wishes)
    source = run if run.result.get("matched") else base.run
    names = people_of(plan)
    return {
        "run": run,
        "row": row,
        "base": base,
        "plans": rows,
        "plan": plan,
        "late": late_word(plan, run),
        "each": row.price_minor // run.quantity,
        "gap": row.gap_ppm / 1_000_000,
        "parts": parts(plan, plan_of(base.data), wishes, source, names),
        "effect": effect(plan, plan_of(base.data)),
        "left_out": sorted(firm_names(wishes.excluded_firms).items(), key=lambda one: one[1]),
        "changes": len(wishes.pinned) + len(wishes.excluded_firms),
        "problem": "" if rows else why(run),
        "chart": chart(run, plan, names, operation_names(run)),
        "kept": [kept(one) for one in kept_for(viewer, run)],
    }


def parts(plan: Plan, base: Plan, wishes: Wishes, source: PlanRun, names: Mapping[str, str]) -> list[Part]:
    """Return the steps of a plan in their order."""
    fits = could(source)
    firms, machines = makers({key for keys in fits.values() for key in keys}), machine_names(
        {key for keys in fits.values() for key in keys}
    )  # fmt: skip
    labels = operation_names(source)
    known = {**names, **machines, **dict(firms.values())}
    return [
        Part(
            op,
            labels.get(op, _("Inspection")),
            who(plan, op, names),
            {one.firm: known.get(one.firm, one.firm) for one in plan.operations if one.op == op},
            wishes.pinned.get(op, ""),
            known.get(wishes.pinned.get(op, ""), ""),
            dearer(choices(fits.get(op, ()), firms, machines), op, source),
            was(plan, base, op),
        )
        for op in dict.fromkeys(one.op for one in plan.operations)
    ]


def could(run: PlanRun) -> dict[str, list[str]]:
    """Return for each operation the machines that can do it, those that only a wish keeps out among them."""
    found = {op: list(fits) for op, fits in run.result["matched"].items()}
    for item in run.result["refused"]:
        if {reason["code"] for reason in item["reasons"]} <= WISHED_OUT:
            found[item["op"]].append(item["machine"])
    return found


def choices(keys: Iterable[str], firms: Mapping[str, tuple[str, str]], machines: Mapping[str, str]) -> list[Choice]:
    """Return the firms of some machines by name, each with its machines."""
    by_firm: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key in keys:
        if key in firms:
            by_firm.setdefault(firms[key], []).append((key, machines.get(key, key)))
    ordered = sorted(by_firm.items(), key=lambda one: one[0][1])
    return [Choice(firm, name, sorted(rows, key=lambda row: row[1])) for (firm, name), rows in ordered]


def dearer(found: Sequence[Choice], op: str, run: PlanRun) -> list[Choice]:
    """Return the firms with how much dearer the cheapest plan is that has them do an operation, where that is known."""
    extra: Mapping[str, int] = run.result.get("through", {}).get("machines", {})

    def said(one: Choice) -> str:
        costs = [extra[f"{op}|{key}"] for key, _name in one.machines if f"{op}|{key}" in extra]
        return words.signed(min(costs), 0) if costs else ""

    return [replace(one, extra=said(one)) for one in found]


def who(plan: Plan, op: str, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return for each booking of an operation the firm, the machine, and how many pieces when."""
    return [
        (names.get(one.firm, one.firm), names.get(one.machine, one.machine),
         f"{words.grouped(one.quantity)} · {words.moment(one.start)} – {words.moment(one.end)}")
        for one in plan.operations if one.op == op
    ]  # fmt: skip


def was(plan: Plan, base: Plan, op: str) -> str:
    """Return who did an operation before where that changed, else ""."""
    now, then = ([one.machine for one in p.operations if one.op == op] for p in (plan, base))
    if sorted(now) == sorted(then):
        return ""
    names = people_of(base)
    return ", ".join(
        dict.fromkeys(f"{names.get(one.firm)} · {names.get(one.machine)}" for one in base.operations if one.op == op)
    )


def effect(plan: Plan, base: Plan) -> Effect:
    """Return what changed from one plan to the other."""
    later = int((plan.finish - base.finish).total_seconds())
    return Effect(
        plan.price_minor - base.price_minor,
        later,
        base.risk_ppm - plan.risk_ppm,
        len({one.firm for one in plan.operations}) - len({one.firm for one in base.operations}),
        words.signed(plan.price_minor - base.price_minor, 0),
        _shift(later),
    )


def _shift(seconds: int) -> str:
    if abs(seconds) < 60:
        return _("the same time")
    length = words.length(abs(seconds))
    return _("%(length)s later") % {"length": length} if seconds > 0 else _("%(length)s sooner") % {"length": length}


def kept(run: PlanRun) -> dict[str, Any]:
    """Return one kept variant as its line shows it."""
    rows = sorted(run.plans.all(), key=lambda row: row.index)
    changed = effect(plan_of(rows[0].data), plan_of(run.base.data)) if run.base else None
    return {"run": run, "row": rows[0], "effect": changed}
