"""What the API of join reads and writes."""

from __future__ import annotations

from ninja import Field, Schema


class MemberOut(Schema):
    """An organisation and whether it is in."""

    key: str
    kind: str
    name_zh: str
    name_en: str
    town: str
    admission: str


class MembersOut(Schema):
    """A list of organisations."""

    items: list[MemberOut]
    next: str | None = None


class ReasonIn(Schema):
    """Why not."""

    reason: str = Field(max_length=500)
