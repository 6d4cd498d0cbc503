"""What may be done with dropped files: add, read, cancel, take away and bring back, and make demands of them.

Promises: a bad file harms no other; taking away can be undone; making demands is all or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.events import remember
from cofab.apps.base.files import read, store
from cofab.apps.base.models import File
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.demand.actions import (
    CHANGEABLE,
    DRAWINGS,
    MODELS,
    check_facts,
    first_answers,
    understand_anew,
)
from cofab.apps.proposition.demand.intake.models import Intake, IntakeFile
from cofab.apps.proposition.demand.intake.refusals import NOT_A_PART, NOTHING_READ, STILL_READING
from cofab.apps.proposition.demand.intake.selectors import Piece, items_of, pieces
from cofab.apps.proposition.demand.intake.solid import only_part
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.core.kernel.refusal import INVALID, WRONG_STATE, Refused

READ = "apps.proposition.demand.intake.read_intake_file"
BUYERS = ("buyer", "engineer", "merchandiser")


@action
def begin(viewer: Viewer) -> Intake:
    """Return the viewer's open draft, made where there is none."""
    viewer.require(*BUYERS)
    mine = Intake.visible_to(viewer).filter(person=viewer.person_key, state="open")
    if not mine.exists():
        fresh = Intake(
            organisation_id=viewer.organisation_id,
            person=viewer.person_key,
            created_at=now(),
            audience=[viewer.organisation_id],
        )
        Intake.objects.bulk_create([fresh], ignore_conflicts=True)  # two drops at once begin one draft
    return mine.get()


@action
def add(viewer: Viewer, intake_key: str, files: Sequence[str]) -> list[IntakeFile]:
    """Add stored files to a draft; each is read on its own. The same file again counts as one more of it."""
    viewer.require(*BUYERS)
    intake = _open(viewer, intake_key)
    rows = [File.own(viewer, key) for key in files]
    return [_added(viewer, intake, row) for row in rows]


def _added(viewer: Viewer, intake: Intake, file: File) -> IntakeFile:
    kind = _kind(file.name)
    same = intake.items.filter(file__sha256=file.sha256, removed_at=None, kind="model").first()
    if same is not None:
        same.count += 1
        same.save(update_fields=["count"])
        return same
    item = IntakeFile(intake=intake, file=file, kind=kind, audience=intake.audience)
    told = {"item": item.key, "name": file.name}
    item.event = remember(viewer, "intake.add", subject=intake.key, facts=told, audience=intake.audience).key
    item.save()
    enqueue(READ, item=item.key)
    return item


def _kind(name: str) -> str:
    if name.lower().endswith(MODELS):
        return "model"
    if name.lower().endswith(DRAWINGS):
        return "drawing"
    raise Refused(NOT_A_PART, name=name)


@action
def act(viewer: Viewer, item_key: str, verb: str, count: int = 1) -> IntakeFile:
    """Cancel the reading of a file, take it away, bring it back, have it read again, or say how many it stands for."""
    viewer.require(*BUYERS)
    item = IntakeFile.get_for(viewer, item_key, lock=True)
    intake = _open(viewer, item.intake.key)
    if verb not in VERBS:
        raise Refused(INVALID, field="verb", problem=verb[:20])
    before = item.state
    VERBS[verb](item, count)
    item.save()
    facts = {"item": item.key, "verb": verb, "count": item.count}
    remember(viewer, f"intake.{verb}", subject=intake.key, before=before, after=item.state, facts=facts,
             audience=intake.audience)  # fmt: skip
    return item


def _cancel(item: IntakeFile, _count: int) -> None:
    if item.state in ("waiting", "reading"):
        item.state = "cancelled"


def _remove(item: IntakeFile, _count: int) -> None:
    item.removed_at = now()
    _cancel(item, 1)


def _restore(item: IntakeFile, _count: int) -> None:
    item.removed_at = None
    if item.state == "cancelled":
        _retry(item, 1)


def _retry(item: IntakeFile, _count: int) -> None:
    if item.state in ("cancelled", "refused"):
        item.state, item.percent, item.refusal = "waiting", 0, {}
        enqueue(READ, item=item.key)


def _count(item: IntakeFile, count: int) -> None:
    item.count = max(1, min(count, 1_000_000))


VERBS = {"cancel": _cancel, "remove": _remove, "restore": _restore, "retry": _retry, "count": _count}


@action
def keep_typed(viewer: Viewer, intake_key: str, facts: Mapping[str, Any], text: str = "") -> Intake:
    """Keep what was typed beside the files, as it was typed, for the next visit."""
    viewer.require(*BUYERS)
    intake = _open(viewer, intake_key)
    intake.facts, intake.text = {**intake.facts, **facts}, text or intake.text
    intake.save()
    return intake


def _open(viewer: Viewer, key: str) -> Intake:
    intake = Intake.get_for(viewer, key, lock=True)
    if intake.state != "open":
        raise Refused(WRONG_STATE, state=intake.state, event="change", life="intake")
    return intake


@action
def make(viewer: Viewer, intake_key: str, facts: Mapping[str, Any]) -> list[Demand]:
    """Make a demand of every part that was read: `facts` hold for all, `quantity` is how many sets.

    Refuses demand.still_reading, demand.nothing_read and whatever a demand itself refuses; then nothing is made.
    """
    viewer.require(*BUYERS)
    intake = _open(viewer, intake_key)
    items = items_of(intake)
    busy = [item for item in items if item.state in ("waiting", "reading")]
    if busy:
        raise Refused(STILL_READING, count=len(busy))
    found = pieces(items)
    if not found:
        raise Refused(NOTHING_READ)
    check_facts(facts)
    made = [_demand(viewer, intake, piece, facts) for piece in found]
    intake.state = "done"
    intake.save(update_fields=["state"])
    told = {"demands": [row.key for row in made]}
    remember(viewer, "intake.make", subject=intake.key, after="done", facts=told, audience=intake.audience)
    return made


def _demand(viewer: Viewer, intake: Intake, piece: Piece, facts: Mapping[str, Any]) -> Demand:
    """Make one demand from what was read of its part and its drawings."""
    same = {name: facts[name] for name in CHANGEABLE if name in facts}
    quantity = int(facts["quantity"]) * piece.count
    demand = Demand(
        organisation_id=intake.organisation_id,
        state="reading",
        created_at=now(),
        audience=intake.audience,
        answers=first_answers(facts),
        **{**same, "quantity": quantity, "title": piece.name[:120]},
    )
    demand.reading = _reading(piece)
    demand.save()
    _files(viewer, demand, piece)
    understand_anew(demand)
    demand.save()
    told = {"title": demand.title, "quantity": demand.quantity, "material": demand.material, "intake": intake.key}
    remember(viewer, "demand.create", subject=demand.key, after=demand.state, facts=told, audience=demand.audience,
             rules=demand.rules)  # fmt: skip
    return demand


def _reading(piece: Piece) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for drawing in piece.drawings:
        fields += [{**field, "page": field["page"] + len(pages)} for field in drawing.reading["fields"]]
        pages += drawing.reading["pages"]
    solid = piece.part is not None
    part = {**piece.part, "count": 1} if piece.part is not None else {}
    stats = piece.item.reading.get("stats", {})
    return {"file": piece.item.file.name, "part": part, "parts": [part] if solid else [], "index": piece.index,
            "stats": stats, "solid": solid, "drawing": fields, "pages": pages}  # fmt: skip


def _files(viewer: Viewer, demand: Demand, piece: Piece) -> None:
    """Give a demand the files it came from: the model with a view of its own part, the drawings with their pages."""
    kept: list[tuple[File, str]] = [(drawing.file, "drawing") for drawing in piece.drawings]
    for drawing in piece.drawings:
        for picture in drawing.pages:
            number = sum(kind == "page" for _file, kind in kept)
            data = File.get_for(viewer, picture)
            kept.append((_named(viewer, data, f"page-{number}.jpg"), "page"))
    if piece.part is not None:
        kept.append((piece.item.file, "model"))
        if piece.item.view is not None:
            view = only_part(read(piece.item.view), piece.index)
            kept.append((store(viewer, f"{demand.key}.glb", view, "model/gltf-binary", demand.audience), "view"))
    for file, kind in kept:
        DemandFile(demand=demand, file=file, kind=kind, audience=demand.audience).save()


def _named(viewer: Viewer, file: File, name: str) -> File:
    return store(viewer, name, read(file), file.kind, file.audience)


@action
def record(viewer: Viewer, item_key: str, reading: Mapping[str, Any], view: bytes, pages: Sequence[bytes]) -> None:
    """Keep what the reader found in one file, unless somebody cancelled meanwhile."""
    with platform():
        item = IntakeFile.objects.select_for_update(of=("self",)).get(key=item_key)
        if item.state != "reading":
            return
        item.state, item.percent, item.reading = "read", 100, dict(reading)
        if view:
            item.view = store(viewer, f"{item.key}.glb", view, "model/gltf-binary", item.audience)
        pictures = [store(viewer, f"page-{n}.jpg", page, "image/jpeg", item.audience) for n, page in enumerate(pages)]
        item.pages = [picture.key for picture in pictures]
        item.save()
        _told(viewer, item)


@action
def record_refusal(viewer: Viewer, item_key: str, refused: Refused) -> None:
    """Keep why a file could not be read."""
    with platform():
        item = IntakeFile.objects.select_for_update(of=("self",)).get(key=item_key)
        if item.state != "reading":
            return
        item.state, item.refusal = "refused", {"code": refused.code, "facts": refused.facts}
        item.save()
        _told(viewer, item)


def _told(viewer: Viewer, item: IntakeFile) -> None:
    facts = {"item": item.key, "name": item.file.name}
    remember(viewer, f"intake.{item.state}", subject=item.intake.key, after=item.state, facts=facts,
             audience=item.audience)  # fmt: skip
