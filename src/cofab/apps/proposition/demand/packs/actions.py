"""What may be done with trade packs: make a demand of a form, change it, ask for its sample, ask for it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.apps.proposition.demand.packs import selectors
from cofab.apps.proposition.demand.packs.refusals import NO_SAMPLE, NOT_A_PACK
from cofab.apps.proposition.demand.packs.telling import fill, from_pack, pack_for
from cofab.apps.proposition.demand.refusals import DUE_PAST, TOWN_UNKNOWN
from cofab.apps.proposition.publish.selectors import towns
from cofab.core.kernel.refusal import WRONG_STATE, Refused
from cofab.core.kernel.window import iso
from cofab.core.proposition.demand.packs.form import read_form
from cofab.core.proposition.demand.packs.matrix import matrix_of, one_colour


@action
def create(
    viewer: Viewer, pack: str, facts: Mapping[str, Any], form: Mapping[str, Any], files: Sequence[str] = ()
) -> Demand:
    """Make a ready demand of a pack's form; `facts` are title, due, town, note, `files` stored drawings or tech packs.

    Refuses by field: packs.required, packs.number, packs.range, packs.choice, packs.matrix_*.
    """
    viewer.require("buyer", "engineer", "merchandiser")
    _check(facts)
    trade = selectors.pack(pack)
    demand = _draft(viewer, facts)
    fill(demand, trade, read_form(trade, form))
    rows = [File.own(viewer, key) for key in files]
    _keep(viewer, demand, {"pack": trade.id})
    for row in rows:
        DemandFile(demand=demand, file=row, kind="drawing", audience=demand.audience).save()
    return demand


@action
def change(viewer: Viewer, demand_key: str, facts: Mapping[str, Any], form: Mapping[str, Any]) -> Demand:
    """Fill the form of a pack's demand anew; routing and price follow."""
    viewer.require("buyer", "engineer", "merchandiser")
    demand = _of_pack(viewer, demand_key)
    if demand.state not in ("asking", "ready"):
        raise Refused(WRONG_STATE, state=demand.state, event="change", life="demand")
    _check(facts)
    for name in ("title", "due", "town", "note"):
        if name in facts:
            setattr(demand, name, facts[name])
    origin = {name: demand.reading["pack"][name] for name in ("again", "sample_for") if name in demand.reading["pack"]}
    trade = pack_for(demand)
    fill(demand, trade, read_form(trade, form), **origin)
    demand.version += 1
    demand.save()
    told = {"changed": ["form"], "quantity": demand.quantity}
    remember(viewer, "demand.change", subject=demand.key, after=demand.state, facts=told, audience=demand.audience)
    return demand


@action
def ask_sample(viewer: Viewer, demand_key: str, due: datetime) -> Demand:
    """Ask for one sample of a demand; it is planned, priced and ordered like any other. Refuses packs.no_sample."""
    viewer.require("buyer", "engineer", "merchandiser")
    bulk = _of_pack(viewer, demand_key)
    if not selectors.needs_sample(bulk):
        raise Refused(NO_SAMPLE)
    return _clone(viewer, bulk, due, bulk.reading["pack"]["form"], sample_for=selectors.first_demand(bulk))


@action
def again(viewer: Viewer, demand_key: str, colour: str, quantity: int, due: datetime) -> Demand:
    """Ask for one colour of a demand again, in the proportion of its sizes; the approved sample holds for it.

    Refuses packs.matrix_colour and packs.not_a_pack where the demand has no colours.
    """
    viewer.require("buyer", "engineer", "merchandiser")
    first = _of_pack(viewer, demand_key)
    form = dict(first.reading["pack"]["form"])
    if "matrix" not in form:
        raise Refused(NOT_A_PACK)
    form["matrix"] = one_colour(matrix_of(form["matrix"]), colour, quantity).as_json()
    return _clone(viewer, first, due, form, again=selectors.first_demand(first))


def _clone(viewer: Viewer, source: Demand, due: datetime, form: dict[str, Any], **origin: str) -> Demand:
    _check({"due": due})
    facts = {"title": source.title, "town": source.town, "note": source.note, "due": due}
    demand = _draft(viewer, facts)
    fill(demand, pack_for(source), form, **origin)
    return _keep(viewer, demand, {"pack": pack_for(source).id, **origin})


def _draft(viewer: Viewer, facts: Mapping[str, Any]) -> Demand:
    return Demand(
        organisation_id=viewer.organisation_id,
        title=facts["title"],
        due=facts["due"],
        town=facts["town"],
        note=facts.get("note", ""),
        state="ready",
        created_at=now(),
        audience=[viewer.organisation_id],
    )


def _keep(viewer: Viewer, demand: Demand, told: Mapping[str, Any]) -> Demand:
    demand.save()
    facts = {"title": demand.title, "quantity": demand.quantity, "material": demand.material, **told}
    remember(
        viewer, "demand.create", subject=demand.key, after="ready", facts=facts, audience=demand.audience,
        rules=demand.rules,
    )  # fmt: skip
    return demand


def _of_pack(viewer: Viewer, key: str) -> Demand:
    demand = Demand.get_for(viewer, key, lock=True)
    if not from_pack(demand):
        raise Refused(NOT_A_PACK)
    return demand


def _check(facts: Mapping[str, Any]) -> None:
    if "town" in facts and facts["town"] not in {town.id for town in towns()}:
        raise Refused(TOWN_UNKNOWN, town=facts["town"])
    if "due" in facts and facts["due"] <= now():
        raise Refused(DUE_PAST, due=iso(facts["due"]))
