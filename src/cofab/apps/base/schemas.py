"""What the base's API says and hears."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class OrganisationOut(Schema):
    """An organisation's public face."""

    key: str
    kind: str
    name_zh: str
    name_en: str
    town: str
    is_demo: bool


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
