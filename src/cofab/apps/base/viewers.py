"""Who sent a request: a person's session or token, and the organisation they act for."""

from __future__ import annotations

from django.http import HttpRequest

from cofab.apps.base.models.people import Membership, Organisation, Person
from cofab.apps.base.tokens import person_of
from cofab.apps.base.viewer import NOBODY, Viewer
from cofab.core.kernel.refusal import Refused, declare

HEADER = "X-Cofab-Organisation"
SESSION_KEY = "organisation"
NOT_MEMBER = declare("base.forbidden_organisation", "You do not act for that organisation.")


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the request's viewer; NOBODY for a stranger or a wrong token.

    The organisation is the one of the header, else of the session, else of the token, else the person's first.
    """
    request.token = None
    if bearer := _bearer(request):
        request.token = token = person_of(bearer)
        if token is None:
            return NOBODY
        wanted = request.headers.get(HEADER, "")
        return viewer_for(token.person, wanted, default=token.organisation_id)
    if not request.user.is_authenticated:
        return NOBODY
    wanted = request.headers.get(HEADER, "") or request.session.get(SESSION_KEY, "")
    return viewer_for(request.user, wanted)


def viewer_for(person: Person, organisation: str = "", default: int | None = None) -> Viewer:
    """Return `person` acting for the organisation named `organisation`, else for pk `default`, else for the first.

    Refuses an organisation that the person is no member of; a person without any acts for none.
    """
    mine = list(Membership.objects.filter(person=person).select_related("organisation").order_by("id"))
    if organisation:
        chosen = next((one for one in mine if one.organisation.key == organisation), None)
        if chosen is None:
            raise Refused(NOT_MEMBER)
    else:
        chosen = next((one for one in mine if one.organisation_id == default), mine[0] if mine else None)
    return _viewer(person, chosen)


def _viewer(person: Person, membership: Membership | None) -> Viewer:
    if membership is None:
        return Viewer(person_id=person.pk, person_key=person.key, language=person.language)
    organisation: Organisation = membership.organisation
    return Viewer(
        person_id=person.pk,
        organisation_id=organisation.pk,
        organisations=(organisation.pk,),
        roles=frozenset(membership.roles),
        language=person.language,
        person_key=person.key,
        organisation_key=organisation.key,
        kind=organisation.kind,
    )


def _bearer(request: HttpRequest) -> str:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""
