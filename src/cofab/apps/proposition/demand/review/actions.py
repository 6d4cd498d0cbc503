"""What may be done in a review: open it and invite a shop, pin, propose, sign off, decline.

Promises: a change is made only when the buyer's engineer and the shop's have both signed it; then it is a new version
of the demand, with the effect that was shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation, Person
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.demand import actions as demands
from cofab.apps.proposition.demand.editing import actions as editing
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.apps.proposition.demand.review.effects import FIELDS, changed, effect_of
from cofab.apps.proposition.demand.review.models import Review, ReviewNote
from cofab.apps.proposition.demand.review.refusals import (
    FACE_UNKNOWN,
    NO_CHANGE,
    SAYS_NOTHING,
    SHOP_UNKNOWN,
    SIGNED,
)
from cofab.apps.proposition.demand.selectors import material_of
from cofab.core.kernel.refusal import WRONG_STATE, Refused

ENGINEERS = ("engineer", "buyer", "merchandiser")


@action
def invite(viewer: Viewer, demand_key: str, organisation_key: str) -> Review:
    """Open a demand's review, where it is not open yet, and let a shop into it."""
    viewer.require(*ENGINEERS)
    demand = Demand.get_for(viewer, demand_key, lock=True)
    if demand.state not in ("asking", "ready") or not demand.price:
        raise Refused(WRONG_STATE, state=demand.state, event="review", life="demand")
    shop = Organisation.objects.filter(key=organisation_key, is_supplier=True).first()
    if shop is None or shop.pk == demand.organisation_id:
        raise Refused(SHOP_UNKNOWN)
    with platform():
        review = Review.objects.filter(demand=demand).first() or _opened(demand)
        review.widen(shop.pk)
        if review.view is not None:
            review.view.widen(shop.pk)
        for note in review.notes.all():
            note.widen(shop.pk)
        remember(viewer, "review.invite", subject=review.key, facts={"shop": shop.key, "demand": demand.key},
                 audience=review.audience)  # fmt: skip
    return review


def _opened(demand: Demand) -> Review:
    view = DemandFile.objects.filter(demand=demand, kind="view").select_related("file").order_by("-id").first()
    review = Review(
        demand=demand,
        organisation_id=demand.organisation_id,
        shown=shown(demand),
        view=view.file if view else None,
        opened_at=now(),
        audience=demand.audience,
    )
    review.save()
    return review


def shown(demand: Demand) -> dict[str, Any]:
    """Return what the readers of a review see of a demand: the part and how it is made, no price."""
    operations = [
        {name: op[name] for name in ("id", "process", "features", "after", "note", "setup_s", "run_s")}
        for op in demand.routing["operations"]
    ]
    return {
        "title": demand.title,
        "material": material_of(demand),
        "quantity": demand.quantity,
        "tolerance_um": demand.tolerance_um,
        "finishes": demand.finishes,
        "part": demand.reading["part"],
        "findings": [_bare(item) for item in demand.reading.get("findings", [])],
        "operations": operations,
    }


def _bare(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding without what it costs."""
    facts = {name: value for name, value in finding.get("facts", {}).items() if not name.endswith("_minor")}
    kept = {name: value for name, value in finding.items() if not name.endswith("_minor")}
    return {**kept, "facts": facts, "cost_minor": 0}


@action
def pin(viewer: Viewer, review_key: str, faces: Sequence[int], text: str) -> ReviewNote:
    """Pin a remark on faces of the part."""
    review = _entered(viewer, review_key)
    _check_faces(review, faces)
    if not text.strip():
        raise Refused(SAYS_NOTHING)
    return _note(viewer, review, "pin", faces=list(faces), text=text.strip())


@action
def propose(
    viewer: Viewer, review_key: str, change: Mapping[str, Any], text: str, faces: Sequence[int] = ()
) -> ReviewNote:
    """Propose a change of material, tolerance, finish, quantity or routing; its effect is computed and kept with it."""
    review = _entered(viewer, review_key)
    _check_faces(review, faces)
    known = {name: value for name, value in change.items() if name in (*FIELDS, "edit")}
    if not known:
        raise Refused(SAYS_NOTHING)
    with platform():
        effect = effect_of(review.demand, known)
    return _note(viewer, review, "change", faces=list(faces), text=text.strip(), change=known, effect=effect)


@action
def sign(viewer: Viewer, review_key: str, number: int) -> Review:
    """Sign a change (or, with 0, the version as it is) for one's side; the second side's signature makes the change."""
    review = _entered(viewer, review_key)
    change = _open_change(review, number) if number else None
    signed = review.notes.filter(kind="sign", to=number, version=review.version)
    if signed.filter(organisation_id=viewer.organisation_id).exists():
        raise Refused(SIGNED)
    _note(viewer, review, "sign", to=number)
    sides = {pk == review.organisation_id for pk in signed.values_list("organisation_id", flat=True)}
    if change is not None and sides == {True, False}:
        _made(viewer, review, change)
    return review


@action
def decline(viewer: Viewer, review_key: str, number: int, text: str) -> ReviewNote:
    """Decline a change, saying why; it is open no longer."""
    review = _entered(viewer, review_key)
    _open_change(review, number)
    if not text.strip():
        raise Refused(SAYS_NOTHING)
    return _note(viewer, review, "decline", to=number, text=text.strip())


def _entered(viewer: Viewer, key: str) -> Review:
    review = Review.get_for(viewer, key, lock=True)
    viewer.require(*(ENGINEERS if viewer.organisation_id == review.organisation_id else ("engineer", "planner")))
    return review


def _check_faces(review: Review, faces: Sequence[int]) -> None:
    count = review.shown["part"]["faces"]
    wrong = next((face for face in faces if not 0 <= face < count), None)
    if wrong is not None:
        raise Refused(FACE_UNKNOWN, face=wrong)


def _open_change(review: Review, number: int) -> ReviewNote:
    found = review.notes.filter(kind="change", number=number, version=review.version).first()
    if found is None or review.notes.filter(kind="decline", to=number, version=review.version).exists():
        raise Refused(NO_CHANGE, number=number)
    return found


def _note(viewer: Viewer, review: Review, kind: str, **more: Any) -> ReviewNote:
    name = Person.objects.filter(pk=viewer.person_id).values_list("name", flat=True).first() or viewer.person_key
    note = ReviewNote(
        review=review,
        number=review.notes.count() + 1,
        version=review.version,
        kind=kind,
        person=name,
        organisation_id=viewer.organisation_id or review.organisation_id,
        at=now(),
        audience=review.audience,
        **more,
    )
    note.save()
    facts = {"number": note.number, "version": note.version, "to": note.to, "faces": note.faces, "text": note.text,
             "change": note.change, "effect": note.effect, "by": name}  # fmt: skip
    remember(viewer, f"review.{kind}", subject=review.key, facts=facts, audience=review.audience)
    return note


def _made(viewer: Viewer, review: Review, note: ReviewNote) -> None:
    """Make a change that both sides signed: the demand changes, and the review goes on with its next version."""
    with platform() as system:
        demand = Demand.objects.select_for_update(of=("self",)).get(pk=review.demand_id)
        changed(demand, note.change)
        fields = {name: value for name, value in note.change.items() if name in FIELDS}
        if fields:
            demand = demands.change(system, demand.key, fields)
        if "edit" in note.change:
            demand = editing.edit(system, demand.key, note.change["edit"], demand.version)
        review.version += 1
        review.shown = shown(demand)
        review.save()
    _note(viewer, review, "version", to=note.number)
