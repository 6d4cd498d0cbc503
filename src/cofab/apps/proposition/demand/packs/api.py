"""The API of trade packs."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from cofab.apps.base.clock import now
from cofab.apps.base.files import path_of
from cofab.apps.base.models import File
from cofab.apps.proposition.demand.packs import actions, lists, messages, selectors
from cofab.apps.proposition.demand.packs.schemas import (
    AgainIn,
    DueIn,
    MissingOut,
    PackDemandIn,
    PackDemandOut,
    PackOut,
    PacksOut,
    ReadOut,
    RowOut,
    SheetIn,
    SheetOut,
    TextIn,
    TextOut,
)
from cofab.apps.proposition.demand.packs.telling import from_pack
from cofab.apps.proposition.demand.packs.workbooks import MOST_BYTES, MOST_ROWS, TOO_LARGE
from cofab.apps.proposition.demand.selectors import demand_for, said
from cofab.core.kernel.refusal import NOT_FOUND, Refused

router = Router(tags=["packs"])


@router.get("", response=PacksOut, summary="Trade packs")
def packs(request: HttpRequest) -> PacksOut:
    """Return every trade pack with its short form."""
    return PacksOut.all()


@router.post("/text", response=TextOut, summary="Read a message")
def text(request: HttpRequest, body: TextIn) -> TextOut:
    """Read what a buyer wrote; a field with `confirm` is another reader's claim and waits for a person."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    found = messages.told(body.text, body.today or timezone.localtime(now()).date())
    missing = [MissingOut(name=m.name, code=m.code, text=said(m.code, dict(m.facts))) for m in found.reading.missing]
    form = messages.leads_to(found.reading.fields)
    return TextOut(fields=[ReadOut.of(f) for f in found.fields], missing=missing, form=form)


@router.post("/list", response=SheetOut, summary="Read a spreadsheet")
def sheet(request: HttpRequest, body: SheetIn) -> SheetOut:
    """Read a stored xlsx or csv: each row with its cells, each doubt with its cell."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    file = File.get_for(request.viewer, body.file)
    today = body.today or timezone.localtime(now()).date()
    if file.size > MOST_BYTES:
        raise Refused(TOO_LARGE, name=file.name, most_mb=MOST_BYTES // 1_000_000, most_rows=MOST_ROWS)
    found = lists.rows_of(file.name, path_of(file).read_bytes(), today)
    return SheetOut(items=[RowOut.of(row) for row in found])


@router.get("/{pack}", response=PackOut, summary="One trade pack")
def pack(request: HttpRequest, pack: str) -> PackOut:
    """Return one trade pack with its short form."""
    return PackOut.of(selectors.pack(pack))


@router.post("/{pack}/demands", response={201: PackDemandOut}, summary="Make a demand of a form")
def create(request: HttpRequest, pack: str, body: PackDemandIn) -> Status[PackDemandOut]:
    """Make a demand of a filled form; it has its routing and price at once."""
    facts = body.dict(include={"title", "due", "town", "note"})
    return Status(201, PackDemandOut.of(actions.create(request.viewer, pack, facts, body.form, body.files)))


@router.get("/demands/{key}", response=PackDemandOut, summary="A demand of a form")
def demand(request: HttpRequest, key: str) -> PackDemandOut:
    """Return a demand with its answers, clauses and quality sheet."""
    row = demand_for(request.viewer, key)
    if not from_pack(row):
        raise Refused(NOT_FOUND)
    return PackDemandOut.of(row)


@router.put("/demands/{key}", response=PackDemandOut, summary="Fill the form anew")
def change(request: HttpRequest, key: str, body: PackDemandIn) -> PackDemandOut:
    """Change a demand's form; routing and price follow."""
    facts = body.dict(include={"title", "due", "town", "note"})
    return PackDemandOut.of(actions.change(request.viewer, key, facts, body.form))


@router.post("/demands/{key}/sample", response={201: PackDemandOut}, summary="Ask for a sample")
def sample(request: HttpRequest, key: str, body: DueIn) -> Status[PackDemandOut]:
    """Ask for one sample of a demand, to be approved and sealed before the bulk."""
    return Status(201, PackDemandOut.of(actions.ask_sample(request.viewer, key, body.due)))


@router.post("/demands/{key}/again", response={201: PackDemandOut}, summary="One colour again")
def again(request: HttpRequest, key: str, body: AgainIn) -> Status[PackDemandOut]:
    """Ask for one colour of a demand again, in the proportion of its sizes."""
    return Status(201, PackDemandOut.of(actions.again(request.viewer, key, body.colour, body.quantity, body.due)))
