"""What the base's API says and hears."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema


class OrganisationOut(Schema):
    """An organisation's public face; `vat_ppm` in millionths."""

    key: str
    kind: str
    is_supplier: bool
    is_demander: bool
    name_zh: str
    name_en: str
    town: str
    admission: str
    is_demo: bool
    phone_only: bool
    certificates: list[object]
    vat_ppm: int


class OrganisationIn(Schema):
    """A new organisation; a name in one language is enough."""

    kind: str
    name_zh: str = Field("", max_length=200)
    name_en: str = Field("", max_length=200)


class MeOut(Schema):
    """Who the caller is: the person, the organisation they act for, all they may act for."""

    person: str
    name: str
    language: str
    organisation: str
    roles: list[str]
    organisations: list[OrganisationOut]


class ClockOut(Schema):
    """The time by which everything here expires."""

    now: datetime


class AdvanceIn(Schema):
    """How many seconds to go forward, at most thirty days."""

    seconds: int = Field(ge=0, le=30 * 86400)


class MemberOut(Schema):
    """Somebody who works in the caller's organisation."""

    person: str
    name: str
    roles: list[str]


class MembersOut(Schema):
    """Everybody who works in the caller's organisation."""

    items: list[MemberOut]
    next: str | None = None


class RolesIn(Schema):
    """The roles of a member from now on."""

    roles: list[str]


class ContactIn(Schema):
    """A phone number or an e-mail address."""

    contact: str = Field(max_length=254)


class CodeSentOut(Schema):
    """Where a code went; a demo site tells the code."""

    contact: str
    demo_code: str | None = None


class SignInIn(Schema):
    """Contact and code, and what the token is for."""

    contact: str = Field(max_length=254)
    code: str = Field(max_length=12)
    token_name: str = Field("API", max_length=100)


class SignInOut(Schema):
    """A token that acts as the person, shown this once."""

    token: str
    person: str


class TokenIn(Schema):
    """What a token is for."""

    name: str = Field(min_length=1, max_length=100)


class TokenOut(Schema):
    """A token as lists show it."""

    key: str
    name: str
    start: str
    made_at: datetime
    used_at: datetime | None


class MadeTokenOut(TokenOut):
    """A new token with its secret, shown this once."""

    token: str


class InvitationIn(Schema):
    """Who is invited, to do what."""

    contact: str = Field(max_length=254)
    roles: list[str] = Field(min_length=1)


class InvitationOut(Schema):
    """An invitation."""

    key: str
    contact: str
    roles: list[str]
    invited_at: datetime


class FileOut(Schema):
    """A stored file; `size` in bytes, `sha256` in hex."""

    key: str
    name: str
    kind: str
    sha256: str
    size: int
    stored_at: datetime


class NotificationOut(Schema):
    """One thing the firm was told."""

    key: str
    kind: str
    title: str
    url: str
    at: datetime
    read: bool


class NotificationsOut(Schema):
    """The newest notices and how many unread ones ask the firm for something (a fortnight back, at most 99)."""

    items: list[NotificationOut]
    unread: int
    next: str | None = None


class FoundOut(Schema):
    """One thing that the search found."""

    subject: str
    title: str
    url: str


class FoundListOut(Schema):
    """What the search found, the closest first."""

    items: list[FoundOut]
    next: str | None = None


class TokensOut(Schema):
    """The caller's tokens in force, the newest first."""

    items: list[TokenOut]
    next: str | None = None
