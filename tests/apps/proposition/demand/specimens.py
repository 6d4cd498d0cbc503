"""A demand of a firm's: a block whose file was read, whose questions are answered."""

from datetime import timedelta

from cofab.apps.base.clock import now
from cofab.apps.base.files import store
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.proposition.demand.gating import actions as gating
from cofab.apps.proposition.demand.intake import actions as intake
from cofab.apps.proposition.demand.mappers import part_json
from cofab.apps.proposition.demand.models import DemandFile
from cofab.apps.proposition.demand.review.actions import shown
from cofab.apps.proposition.demand.review.models import Review
from cofab.apps.proposition.publish.reference import Town
from cofab.core.proposition.demand.part import Part

BLOCK = Part("block", 1, 1, (100_000, 60_000, 20_000), 120_000, 18_400, (), faces=6)


def demand(firm, quantity=50):
    """Return a demand that is ready for plans."""
    known = {"name_zh": "奉化", "name_en": "Fenghua", "latitude_udeg": 0, "longitude_udeg": 0}
    Town.objects.get_or_create(id="fenghua", defaults=known)
    file = store(firm.viewer, "block.step", b"ISO-10303-21;", "model/step", [firm.id])
    facts = {"title": "Block", "material": "6061-T6", "quantity": quantity, "town": "fenghua"}
    row = actions.create(firm.viewer, {**facts, "due": now() + timedelta(days=30)}, [file.key])
    part = part_json(BLOCK)
    reading = {"file": file.name, "part": part, "parts": [part], "stats": {}, "drawing": []}
    row = actions.record_reading(SYSTEM, row.key, reading, b"glTF")
    with platform():
        for question in selectors.open_questions(row):
            row = actions.answer(firm.viewer, row.key, question.id, question.options[0].id)
    return row


def _page(firm):
    row = demand(firm)
    with platform():
        page = store(firm.viewer, "page-0.jpg", b"JPEG", "image/jpeg", [firm.id])
        DemandFile(demand=row, file=page, kind="page", audience=row.audience).save()
    return {"key": row.key, "number": "0"}


def _demand(firm):
    return {"key": demand(firm).key}


def _estimate(firm):
    return {"key": demand(firm).key, "kind": "csv"}


def _intake(firm):
    file = store(firm.viewer, "block.step", b"ISO-10303-21;", "model/step", [firm.id])
    draft = intake.begin(firm.viewer)
    (item,) = intake.add(firm.viewer, draft.key, [file.key])
    return {"key": draft.key, "item": item.key}


def _draft(firm):
    return {"key": _intake(firm)["key"]}


def _item(firm):
    return {"item": _intake(firm)["item"]}


def _review(firm):
    row = demand(firm)
    with platform():
        view = store(firm.viewer, "view.glb", b"glTF", "model/gltf-binary", [firm.id])
        found = Review(demand=row, organisation=row.organisation, shown=shown(row), view=view, opened_at=now())
        found.audience = row.audience
        found.save()
    return {"key": found.key}


def _gates(firm):
    return {"key": gating.start(firm.viewer, demand(firm).key).key}


SPECIMENS = {
    "/gates/{key}": _gates,
    "/api/v1/gates/{key}": _gates,
    "/reviews/{key}": _review,
    "/api/v1/reviews/{key}": _review,
    "/drop/files/{item}": _item,
    "/api/v1/intakes/{key}": _draft,
    "/api/v1/intakes/files/{item}": _item,
    "/demands/{key}": _demand,
    "/api/v1/demands/{key}": _demand,
    "/candidates/{key}": _demand,
    "/demands/{key}/estimate.{kind}": _estimate,
    "/demands/{key}/pages/{number}": _page,
    "/api/v1/demands/{key}/pages/{number}": _page,
}
BODIES = {"POST /api/v1/demands/{key}/answers": {"question": "x", "option": "x"}}
