"""Who sent a request: a person's session or token, and the organisation they act for."""

from __future__ import annotations

from django.http import HttpRequest

from cofab.apps.base.models.people import Membership, Organisation, Person
from cofab.apps.base.problems import NOT_MEMBER
from cofab.apps.base.tokens import person_of
from cofab.apps.base.viewer import NOBODY, Viewer
from cofab.core.kernel.refusal import Refused

HEADER = "X-Cofab-Organisation"
SESSION_KEY = "organisation"
ALWAYS_IN = frozenset({"operator", "committee"})


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the request's viewer; NOBODY for a stranger or a wrong token.

    The organisation is the one of the header, else of the session, else the person's first; a token that was made
    for one organisation acts for no other.
    """
    request.token = None
    if bearer := _bearer(request):
        request.token = token = person_of(bearer)
        if token is None:
            return NOBODY
        return viewer_for(token.person, request.headers.get(HEADER, ""), bound=token.organisation_id)
    if not request.user.is_authenticated:
        return NOBODY
    wanted = request.headers.get(HEADER, "") or request.session.get(SESSION_KEY, "")
    return viewer_for(request.user, wanted)


def viewer_for(person: Person, organisation: str = "", bound: int | None = None) -> Viewer:
    """Return `person` acting for the organisation named `organisation`, else for the first of theirs, else for none.

    `bound` (a primary key) leaves only that one to choose. Refuses a named organisation that cannot be chosen.
    """
    rows = Membership.objects.filter(person=person).select_related("organisation").order_by("id")
    mine = [one for one in rows if bound is None or one.organisation_id == bound]
    chosen = next((one for one in mine if not organisation or one.organisation.key == organisation), None)
    if organisation and chosen is None:
        raise Refused(NOT_MEMBER)
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
        admitted=organisation.admission == "admitted" or organisation.kind in ALWAYS_IN,
    )


def _bearer(request: HttpRequest) -> str:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""
