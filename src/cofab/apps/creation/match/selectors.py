"""Candidates of a demand: which machines could do each operation, and why each other one cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.match.engine import matches_for
from cofab.apps.creation.match.models import RankedList
from cofab.apps.proposition.demand.selectors import demand_for, said
from cofab.apps.proposition.publish.selectors import names
from cofab.core.proposition.publish.offer import Offer


@dataclass(frozen=True)
class Candidate:
    """A machine that fits an operation, as the buyer may see it; `free_s` are its free seconds in the next month."""

    machine: str
    machine_name: str
    firm: str
    firm_name: str
    town: str
    rate_minor_per_h: int
    credit_ppm: int
    new_member: bool
    operator_owned: bool
    unit: str = ""
    unit_minor: int = 0
    envelope_um: tuple[int, int, int] = (0, 0, 0)
    tolerance_um: int = 0
    free_s: int = 0


@dataclass(frozen=True)
class Out:
    """A machine that is out, with every reason as code, facts and sentence; `near` where only one thing is missing."""

    machine: str
    machine_name: str
    firm_name: str
    town: str
    reasons: list[dict[str, Any]]
    near: bool


@dataclass(frozen=True)
class Step:
    """One operation with the machines that fit and those that do not."""

    op: str
    process: str
    candidates: list[Candidate]
    refused: list[Out]


def list_for(viewer: Viewer, key: str) -> RankedList:
    """Return one published list; refuses kernel.not_found."""
    return RankedList.get_for(viewer, key)


def explain(viewer: Viewer, demand_key: str) -> list[Step]:
    """Return every operation of a demand with its candidates and refusals; refuses kernel.not_found."""
    found, operations, offers = matches_for(demand_for(viewer, demand_key), now())
    by_id = {offer.id: offer for offer in offers}
    firms = {row.key: row.name for row in Organisation.objects.filter(key__in={offer.firm for offer in offers})}
    machines = names(by_id)
    near = {(item.machine, item.op) for item in found.near}
    steps = []
    for op in operations:
        fits = [_candidate(by_id[key], machines, firms) for key in found.matched[op.id]]
        out = [
            _out(by_id[item.machine], item.reasons, machines, firms, (item.machine, item.op) in near)
            for item in found.refused
            if item.op == op.id
        ]
        steps.append(Step(op.id, op.process, fits, sorted(out, key=lambda one: (not one.near, len(one.reasons)))))
    return steps


def _candidate(offer: Offer, machines: dict[str, str], firms: dict[str, str]) -> Candidate:
    return Candidate(
        offer.id,
        machines.get(offer.id, offer.id),
        offer.firm,
        firms.get(offer.firm, offer.firm),
        offer.town,
        offer.rate_minor_per_h,
        offer.credit_ppm,
        offer.new_member,
        offer.operator_owned,
        offer.unit,
        offer.unit_minor,
        offer.envelope_um,
        offer.tolerance_um,
        sum(window.seconds for window in offer.windows),
    )


def _out(offer: Offer, reasons: Any, machines: dict[str, str], firms: dict[str, str], near: bool) -> Out:
    told = [{"code": r.code, "facts": dict(r.facts), "detail": said(r.code, dict(r.facts))} for r in reasons]
    return Out(offer.id, machines.get(offer.id, offer.id), firms.get(offer.firm, offer.firm), offer.town, told, near)
