"""The base's part of the API: signing in, who I am, tokens, organisations, files, notices, search, the time."""

from __future__ import annotations

import mimetypes

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from ninja import File as Upload
from ninja import Router, UploadedFile
from ninja.responses import Status

from cofab.apps.base import clock, files, frame, notifications, organisations, problems, search, signin, tokens
from cofab.apps.base import schemas as s
from cofab.apps.base.backends import address_of
from cofab.apps.base.models.people import Organisation, Person
from cofab.apps.base.viewers import viewer_for
from cofab.apps.base.views import stream
from cofab.core.kernel.refusal import Refused

router = Router(tags=["base"])
NO_STORE = "no-store"
"""The Cache-Control of an answer that holds a secret; such an answer is not kept for replays either."""


@router.post("/sign-in/codes", response={202: s.CodeSentOut}, auth=None, summary="Send a one-time code")
def send_code(request: HttpRequest, response: HttpResponse, data: s.ContactIn) -> Status:
    """Send a code to a phone number or e-mail address, whether or not somebody is known there."""
    response["Cache-Control"] = NO_STORE
    code = signin.send_code(data.contact, address_of(request))
    return Status(202, {"contact": data.contact, "demo_code": code if settings.COFAB_DEMO else None})


@router.post("/sign-in", response=s.SignInOut, auth=None, summary="Turn a code into a token")
def sign_in(request: HttpRequest, response: HttpResponse, data: s.SignInIn) -> HttpResponse | dict[str, str]:
    """Sign in, the first time also up, and return a token; a wrong code is counted."""
    response["Cache-Control"] = NO_STORE
    person = authenticate(request, contact=data.contact, code=data.code)
    if person is None:
        return problems.respond(Refused(signin.WRONG_CODE))
    _row, secret = tokens.make(viewer_for(person), data.token_name, bound=False)
    return {"token": secret, "person": person.key}


@router.get("/me", response=s.MeOut, summary="Who the caller is and acts for")
def me(request: HttpRequest) -> dict[str, object]:
    """Return the person, the organisation they act for with their roles, and every one they may act for."""
    viewer = request.viewer
    person = Person.objects.get(pk=viewer.person_id)
    return {
        "person": person.key,
        "name": person.name,
        "language": person.language,
        "organisation": viewer.organisation_key,
        "roles": sorted(viewer.roles),
        "organisations": frame.firms(viewer),
    }


@router.get("/tokens", response=s.TokensOut, summary="The caller's tokens")
def list_tokens(request: HttpRequest) -> dict[str, object]:
    """Return the caller's tokens in force."""
    return {"items": tokens.listed(request.viewer)}


@router.post("/tokens", response={201: s.MadeTokenOut}, summary="Make a token")
def make_token(request: HttpRequest, response: HttpResponse, data: s.TokenIn) -> Status:
    """Make a token that acts as the caller for the organisation they act for now."""
    response["Cache-Control"] = NO_STORE
    row, secret = tokens.make(request.viewer, data.name)
    row.token = secret
    return Status(201, row)


@router.delete("/tokens/{key}", response={204: None}, summary="Revoke a token")
def revoke_token(request: HttpRequest, key: str) -> Status:
    """Take one of the caller's tokens out of force at once."""
    tokens.revoke(request.viewer, key)
    return Status(204, None)


@router.post("/organisations", response={201: s.OrganisationOut}, summary="Found an organisation")
def found(request: HttpRequest, data: s.OrganisationIn) -> Status:
    """Found an organisation that the caller owns; the operator admits it."""
    return Status(201, organisations.found(request.viewer, data.kind, data.name_zh, data.name_en))


@router.get("/organisations/{key}", response=s.OrganisationOut, summary="An organisation's public face")
def organisation(request: HttpRequest, key: str) -> Organisation:
    """Return what everybody may know of an organisation."""
    return Organisation.get_for(request.viewer, key)


@router.post("/invitations", response={201: s.InvitationOut}, summary="Invite a colleague")
def invite(request: HttpRequest, data: s.InvitationIn) -> Status:
    """Invite whoever owns a contact into the caller's organisation; owners only."""
    return Status(201, organisations.invite(request.viewer, data.contact, data.roles))


@router.get("/members", response=s.MembersOut, summary="Who works in the caller's organisation")
def list_members(request: HttpRequest) -> dict[str, object]:
    """Return the members of the caller's organisation with their roles."""
    rows = organisations.members(request.viewer)
    return {"items": [{"person": row.person.key, "name": row.person.name, "roles": row.roles} for row in rows]}


@router.put("/members/{person}/roles", response={204: None}, summary="Set a member's roles")
def give_roles(request: HttpRequest, person: str, data: s.RolesIn) -> Status:
    """Set a member's roles, none to end the membership; owners only, and one owner stays."""
    organisations.give_roles(request.viewer, person, data.roles)
    return Status(204, None)


@router.post("/files", response={201: s.FileOut}, summary="Store a file")
def upload(request: HttpRequest, file: Upload[UploadedFile]) -> Status:
    """Store a file for the caller's organisation (multipart field `file`)."""
    request.viewer.require()
    kind = mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
    row = files.store(request.viewer, file.name or "file", file, kind, request.viewer.organisations)
    return Status(201, row)


@router.get("/files/{key}", response=s.FileOut, summary="What is known of a file")
def file_facts(request: HttpRequest, key: str) -> files.File:
    """Return a file's name, media type, size and hash."""
    return files.File.get_for(request.viewer, key)


@router.get(
    "/files/{key}/content", summary="A file's bytes", openapi_extra={"responses": {200: {"content": {"*/*": {}}}}}
)
def file_content(request: HttpRequest, key: str) -> HttpResponse:
    """Stream a file; who took it is noted."""
    return stream(files.fetched(request.viewer, key))


@router.get("/notifications", response=s.NotificationsOut, summary="What the firm was told")
def list_notifications(request: HttpRequest, limit: int = 30) -> dict[str, object]:
    """Return the newest notices, at most 100."""
    viewer = request.viewer
    return {"items": notifications.latest(viewer, min(max(limit, 1), 100)), "unread": notifications.unread(viewer)}


@router.post("/notifications/read", response={204: None}, summary="Mark everything as read")
def read_notifications(request: HttpRequest) -> Status:
    """Mark everything up to now as read by this person for this firm."""
    notifications.read_all(request.viewer)
    return Status(204, None)


@router.get("/search", response=s.FoundListOut, summary="Find by words")
def find(request: HttpRequest, q: str, limit: int = 20) -> dict[str, object]:
    """Return what holds every word or comes close, the closest first, at most 50."""
    return {"items": search.find(request.viewer, q[:200], min(max(limit, 1), 50))}


@router.post("/clock/advance", response=s.ClockOut, summary="Push a demo's clock forward")
def advance(request: HttpRequest, data: s.AdvanceIn) -> dict[str, object]:
    """Push the clock of a demo site forward; the operator's people only, and refused where this is no demo."""
    request.viewer.require("operator")
    return {"now": clock.advance(data.seconds)}


@router.get("/clock", response=s.ClockOut, auth=None, summary="The time by which everything expires")
def time(request: HttpRequest) -> dict[str, object]:
    """Return the database's time, a demo's offset included."""
    return {"now": clock.now()}
