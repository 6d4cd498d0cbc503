"""What the API of demand reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import open_questions, option_text, said


class FinishIn(Schema):
    """A surface treatment: its family, vocabulary id, film in micrometres and colour."""

    family: str
    process: str = ""
    film_um: int = Field(0, ge=0, le=1000)
    colour: str = ""


class CalloutIn(Schema):
    """A demand of the drawing on a feature: a fit on a diameter, a thread, or a surface roughness."""

    diameter_um: int = Field(ge=0)
    fit: str = ""
    thread: str = ""
    count: int = Field(1, ge=1)
    ra_nm: int = Field(0, ge=0)


class DemandIn(Schema):
    """What is wanted; `files` are keys of stored files, one of them a STEP or STL model."""

    title: str = Field(min_length=1, max_length=120)
    material: str = Field("", max_length=60)
    quantity: int = Field(ge=1, le=1_000_000)
    due: datetime
    town: str
    supply: Literal["", "supplier", "buyer"] = ""
    ticket: Literal["", "special", "small"] = ""
    finishes: list[FinishIn | str] = []
    callouts: list[CalloutIn] = []
    blank_um: list[int] = Field([], max_length=3)
    tolerance_um: int = Field(0, ge=0)
    note: str = ""
    files: list[str] = Field(min_length=1, max_length=20)


class DemandChange(Schema):
    """What changes; what is left out stays."""

    title: str | None = None
    material: str | None = None
    quantity: int | None = Field(None, ge=1, le=1_000_000)
    due: datetime | None = None
    town: str | None = None
    finishes: list[FinishIn | str] | None = None
    callouts: list[CalloutIn] | None = None
    note: str | None = None


class AnswerIn(Schema):
    """A question's id and the id of the chosen option."""

    question: str
    option: str


class OptionOut(Schema):
    """One answer to a question."""

    id: str
    text: str
    price_delta_minor: int


class QuestionOut(Schema):
    """Something to settle before an order."""

    id: str
    code: str
    text: str
    facts: dict[str, Any]
    faces: list[int]
    options: list[OptionOut]
    answer: str | None


class DemandOut(Schema):
    """A demand: its state, what was understood, what it costs by the platform's estimate."""

    key: str
    title: str
    state: str
    material: str
    quantity: int
    due: datetime
    town: str
    finishes: list[Any]
    note: str
    operations: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    price: dict[str, Any]
    questions: list[QuestionOut]
    open: int
    version: int
    alternatives: list[dict[str, Any]]
    locked: list[str]
    refusal: dict[str, Any]
    created_at: datetime

    @classmethod
    def of(cls, row: Demand) -> DemandOut:
        """Return a stored demand."""
        same = ("key", "title", "state", "material", "quantity", "due", "town", "finishes", "note", "price", "version")
        return cls(
            **{name: getattr(row, name) for name in same},
            operations=row.routing.get("operations", []),
            findings=row.reading.get("findings", []),
            questions=[question_out(item, row.answers) for item in row.routing.get("questions", [])],
            open=len(open_questions(row)),
            alternatives=row.routing.get("alternatives", []),
            locked=row.routing.get("locked", []),
            refusal=_refusal(row.refusal),
            created_at=row.created_at,
        )


def question_out(item: dict[str, Any], answers: dict[str, str]) -> QuestionOut:
    """Return a stored question with its sentences in the reader's language."""
    code, facts = item["code"], item["facts"]
    options = [
        OptionOut(id=o["id"], text=option_text(item["id"], o["id"], facts), price_delta_minor=o["price_delta_minor"])
        for o in item["options"]
    ]
    return QuestionOut(
        id=item["id"],
        code=code,
        text=said(code, facts),
        facts=facts,
        faces=item["faces"],
        options=options,
        answer=answers.get(item["id"]),
    )


def _refusal(stored: dict[str, Any]) -> dict[str, Any]:
    return {**stored, "detail": said(stored["code"], stored["facts"])} if stored else {}


class DemandsOut(Schema):
    """A list of demands."""

    items: list[DemandOut]
    next: str | None = None
