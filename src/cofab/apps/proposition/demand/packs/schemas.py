"""What the API of trade packs reads and writes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.packs.selectors import clauses_for, in_words, needs_sample, packs, sampled_demand
from cofab.apps.proposition.demand.packs.telling import pack_for
from cofab.apps.proposition.demand.selectors import said
from cofab.core.proposition.demand.packs.model import Ask, Pack
from cofab.core.proposition.demand.tables.reading import Wanted
from cofab.core.proposition.demand.text.port import MODEL
from cofab.core.proposition.demand.text.scan import Field as Read


class ChoiceOut(Schema):
    """One answer of a field."""

    id: str
    name: str


class AskOut(Schema):
    """One field of a short form."""

    id: str
    kind: str
    name: str
    unit: str
    least: int
    most: int
    usual: str
    required: bool
    choices: list[ChoiceOut]

    @classmethod
    def of(cls, ask: Ask) -> AskOut:
        """Return a field in the reader's language."""
        choices = [ChoiceOut(id=c.id, name=in_words(c)) for c in ask.choices]
        same = {name: getattr(ask, name) for name in ("id", "kind", "unit", "least", "most", "usual", "required")}
        return cls(name=in_words(ask), choices=choices, **same)


class PackOut(Schema):
    """A trade pack: its short form, whether it needs a sample, what is checked at the end."""

    id: str
    name: str
    hash: str
    sample: bool
    form: list[AskOut]
    quality: list[dict[str, str]]

    @classmethod
    def of(cls, pack: Pack) -> PackOut:
        """Return a pack in the reader's language."""
        quality = [{"what": in_words(row), "limit": row["limit"]} for row in pack.values["quality"]]
        form = [AskOut.of(ask) for ask in pack.asks]
        return cls(id=pack.id, name=in_words(pack), hash=pack.hash, sample=pack.sample, form=form, quality=quality)


class PacksOut(Schema):
    """Every trade pack."""

    items: list[PackOut]

    @classmethod
    def all(cls) -> PacksOut:
        """Return the packs in the reader's language."""
        return cls(items=[PackOut.of(pack) for pack in packs()])


class PackDemandIn(Schema):
    """A filled form: title, date, place, and the answers by field id; `files` are keys of stored files."""

    title: str = Field(min_length=1, max_length=120)
    due: datetime
    town: str
    note: str = ""
    form: dict[str, Any] = {}
    files: list[str] = Field([], max_length=20)


class DueIn(Schema):
    """By when."""

    due: datetime


class AgainIn(Schema):
    """One colour of a demand once more."""

    colour: str
    quantity: int = Field(ge=1, le=100_000)
    due: datetime


class PackDemandOut(Schema):
    """What a trade pack says of a demand: its answers, what the contract will say, what is checked."""

    key: str
    pack: str
    title: str
    state: str
    quantity: int
    material: str
    due: datetime
    form: dict[str, Any]
    price: dict[str, Any]
    operations: list[dict[str, Any]]
    clauses: list[dict[str, str]]
    needs_sample: bool
    sample_for: str

    @classmethod
    def of(cls, row: Demand) -> PackDemandOut:
        """Return a stored demand."""
        same = {name: getattr(row, name) for name in ("key", "title", "state", "quantity", "material", "due", "price")}
        return cls(
            **same,
            pack=pack_for(row).id,
            form=row.reading["pack"]["form"],
            operations=row.routing["operations"],
            clauses=[{"zh": c["zh"], "en": c["en"]} for c in clauses_for(row)],
            needs_sample=needs_sample(row),
            sample_for=sampled_demand(row),
        )


class TextIn(Schema):
    """A buyer's message; dates in it count from `today` (default: the site's day)."""

    text: str = Field(min_length=1)
    today: date | None = None


class ReadOut(Schema):
    """One field that was read: the words [start, end) it came from, its rule, and whether a person must confirm it."""

    name: str
    value: Any
    start: int
    end: int
    words: str
    rule: str
    confirm: bool

    @classmethod
    def of(cls, field: Read) -> ReadOut:
        """Return a field."""
        same = {name: getattr(field, name) for name in ("name", "value", "start", "end", "rule")}
        return cls(**same, words=field.text, confirm=field.rule == MODEL)


class MissingOut(Schema):
    """Something that a message does not say."""

    name: str
    code: str
    text: str


class TextOut(Schema):
    """What a message says, what is missing, and the address of the form that it leads to."""

    fields: list[ReadOut]
    missing: list[MissingOut]
    form: str


class FactOut(Schema):
    """One fact of a row: lengths in micrometres, weights in grams, the cell and its words."""

    value: Any
    cell: str
    text: str


class DoubtOut(Schema):
    """A cell that was not understood, or is missing."""

    code: str
    cell: str
    text: str


class RowOut(Schema):
    """What one row (or block of colours) of a spreadsheet asks for; `matrix` is (colour, size, pieces, cell)."""

    sheet: str
    rows: tuple[int, int]
    facts: dict[str, FactOut]
    doubts: list[DoubtOut]
    matrix: list[tuple[str, str, int, str]]

    @classmethod
    def of(cls, row: Wanted) -> RowOut:
        """Return a row."""
        facts = {name: FactOut(value=f.value, cell=f.cell, text=f.text) for name, f in row.facts.items()}
        doubts = [DoubtOut(code=d.code, cell=d.facts["cell"], text=said(d.code, dict(d.facts))) for d in row.doubts]
        return cls(sheet=row.sheet, rows=row.rows, facts=facts, doubts=doubts, matrix=list(row.matrix))


class SheetIn(Schema):
    """The key of a stored spreadsheet; dates in it count from `today` (default: the site's day)."""

    file: str
    today: date | None = None


class SheetOut(Schema):
    """What a spreadsheet asks for, row by row."""

    items: list[RowOut]
