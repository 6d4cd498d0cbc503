"""What may be done to a demand: make it, read its file, answer its questions, change its numbers.

Promises: a refused file leaves a refused demand that says why, and nothing half-read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.events import remember
from cofab.apps.base.files import store
from cofab.apps.base.models import File
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.demand import missing, understanding
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.apps.proposition.demand.refusals import (
    DUE_PAST,
    FILE_MISSING,
    OPTION_UNKNOWN,
    QUESTION_UNKNOWN,
    TOWN_UNKNOWN,
)
from cofab.apps.proposition.demand.selectors import open_questions, routing_for
from cofab.apps.proposition.publish.selectors import towns
from cofab.core.kernel.refusal import WRONG_STATE, Refused
from cofab.core.kernel.window import iso
from cofab.core.proposition.demand.questions import BUYER, GRADE, MATERIAL, SUPPLIER, SUPPLY, TICKETS, VAT

MODELS = (".step", ".stp", ".stl", ".iges", ".igs", ".3mf", ".dxf")
DRAWINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
CHANGEABLE = (
    "title", "material", "quantity", "due", "town", "finishes", "callouts", "blank_um", "tolerance_um", "note",
)  # fmt: skip
READ = "apps.proposition.demand.read_demand"
QUANTITIES = "conflict.quantity"
MATERIALS = (MATERIAL, GRADE, "conflict.material")


@action
def create(viewer: Viewer, facts: Mapping[str, Any], files: Sequence[str]) -> Demand:
    """Make a demand from its facts (title, material, quantity, due, town, finishes, supply, ticket, note) and files.

    The first model is read in the background with every drawing; a drawing alone will do. Refuses demand.file_missing
    where there is neither.
    """
    viewer.require("buyer", "engineer", "merchandiser")
    rows = [File.own(viewer, key) for key in files]
    if not any(row.name.lower().endswith((*MODELS, *DRAWINGS)) for row in rows):
        raise Refused(FILE_MISSING)
    check_facts(facts)
    demand = Demand(
        organisation_id=viewer.organisation_id,
        state="reading",
        created_at=now(),
        audience=[viewer.organisation_id],
        answers=first_answers(facts),
        **{name: facts[name] for name in CHANGEABLE if name in facts},
    )
    demand.save()
    for row in rows:
        kind = "model" if row.name.lower().endswith(MODELS) else "drawing"
        DemandFile(demand=demand, file=row, kind=kind, audience=demand.audience).save()
    told = {"title": demand.title, "quantity": demand.quantity, "material": demand.material}
    remember(viewer, "demand.create", subject=demand.key, after="reading", facts=told, audience=demand.audience)
    enqueue(READ, demand=demand.key)
    return demand


def first_answers(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that a buyer gives beforehand: who supplies the material, which VAT ticket will do."""
    supply = {SUPPLY: facts["supply"]} if facts.get("supply") in (SUPPLIER, BUYER) else {}
    return supply | ({VAT: facts["ticket"]} if facts.get("ticket") in TICKETS else {})


def check_facts(facts: Mapping[str, Any]) -> None:
    """Refuse a town that is not on the map, a date in the past and a material that nobody knows."""
    if "town" in facts and facts["town"] not in {town.id for town in towns()}:
        raise Refused(TOWN_UNKNOWN, town=facts["town"])
    if "due" in facts and facts["due"] <= now():
        raise Refused(DUE_PAST, due=iso(facts["due"]))
    if "material" in facts:
        understanding.check_material(facts["material"])


@action
def change(viewer: Viewer, demand_key: str, changes: Mapping[str, Any]) -> Demand:
    """Change what a demand says; it is understood and priced anew from what was read before."""
    viewer.require("buyer", "engineer", "merchandiser")
    demand = Demand.get_for(viewer, demand_key, lock=True)
    check_facts(changes)
    for name in CHANGEABLE:
        if name in changes:
            setattr(demand, name, changes[name])
    if "material" in changes:
        demand.answers = {k: v for k, v in demand.answers.items() if k not in MATERIALS}
    if "quantity" in changes:  # whoever changes the number beside what the drawing says has answered which holds
        demand.answers = {**demand.answers, QUANTITIES: str(demand.quantity)}
    if demand.state in ("asking", "ready"):
        understand_anew(demand)
    demand.save()
    facts = {"changed": sorted(changes)}
    remember(viewer, "demand.change", subject=demand.key, after=demand.state, facts=facts, audience=demand.audience)
    return demand


@action
def answer(viewer: Viewer, demand_key: str, question: str, option: str) -> Demand:
    """Answer one question, or answer it differently; it goes into price, plans and contract.

    Sizes and thicknesses are answered by an option or in one's own words ("2.5", "98 x 46"). An answer on which the
    model's scale rests has it read anew.
    """
    viewer.require("buyer", "engineer", "merchandiser")
    demand = Demand.get_for(viewer, demand_key, lock=True)
    if demand.state not in ("asking", "ready"):
        raise Refused(WRONG_STATE, state=demand.state, event="answer", life="demand")
    asked = next((item for item in routing_for(demand).questions if item.id == question), None)
    if asked is None:
        raise Refused(QUESTION_UNKNOWN, question=question)
    option = missing.kept(question, option)
    if question not in missing.TYPED and option not in {item.id for item in asked.options}:
        raise Refused(OPTION_UNKNOWN, option=option)
    before = demand.state
    demand.answers = {**demand.answers, question: option}
    if question == "conflict.material":
        demand.material = option
    if question == QUANTITIES:
        demand.quantity = int(option)
    if missing.to_read_anew(demand, question):
        demand.state = "reading"
        enqueue(READ, demand=demand.key)
    else:
        understand_anew(demand)
    demand.save()
    facts = {"question": question, "option": option}
    remember(
        viewer,
        "demand.answer",
        subject=demand.key,
        before=before,
        after=demand.state,
        facts=facts,
        audience=demand.audience,
    )
    return demand


def understand_anew(demand: Demand) -> None:
    """Fill routing, price and state from what was read and answered."""
    understanding.understand(demand)
    understanding.settle(demand)


@action
def record_reading(
    viewer: Viewer, demand_key: str, reading: Mapping[str, Any], view: bytes, pages: Sequence[bytes] = ()
) -> Demand:
    """Keep what the reader found, with its 3D view and the pictures of its pages (JPEG), and price it."""
    with platform():
        demand = Demand.objects.select_for_update(of=("self",)).get(key=demand_key)
        if demand.state != "reading":
            return demand
        demand.reading = dict(reading)
        understand_anew(demand)
        demand.save()
        if view:
            file = store(viewer, f"{demand.key}.glb", view, "model/gltf-binary", demand.audience)
            DemandFile(demand=demand, file=file, kind="view", audience=demand.audience).save()
        for number, picture in enumerate(pages):
            if picture:
                file = store(viewer, f"page-{number}.jpg", picture, "image/jpeg", demand.audience)
                DemandFile(demand=demand, file=file, kind="page", audience=demand.audience).save()
        remember(
            viewer,
            "demand.read",
            subject=demand.key,
            before="reading",
            after=demand.state,
            facts={"questions": len(open_questions(demand))},
            audience=demand.audience,
            rules=demand.rules,
        )
    return demand


@action
def record_refusal(viewer: Viewer, demand_key: str, refused: Refused) -> Demand:
    """Keep why a file could not be read or priced; nothing of it is kept otherwise."""
    with platform():
        demand = Demand.objects.select_for_update(of=("self",)).get(key=demand_key)
        if demand.state != "reading":
            return demand
        demand.state, demand.refusal = "refused", {"code": refused.code, "facts": refused.facts}
        demand.save()
        remember(
            viewer,
            "demand.refuse",
            subject=demand.key,
            before="reading",
            after="refused",
            facts={"code": refused.code},
            audience=demand.audience,
        )
    return demand


@action
def share_files(viewer: Viewer, demand_key: str, organisations: Iterable[int]) -> None:
    """Let makers (pks) read a demand's model and drawings, once they have accepted work on it."""
    with platform():
        demand = Demand.objects.select_for_update(of=("self",)).get(key=demand_key)
        rows = list(demand.files.select_related("file"))
        fresh = {pk for pk in organisations for row in rows if pk not in row.audience}
        for row in rows if fresh else []:
            row.widen(*fresh)
            row.file.widen(*fresh)
        if fresh:
            told = {"files": sorted(row.file.name for row in rows)}
            audience = [*demand.audience, *fresh]
            remember(viewer, "demand.share", subject=demand.key, facts=told, audience=audience)
