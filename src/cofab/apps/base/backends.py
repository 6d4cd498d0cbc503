"""How a contact and its proof become a person; guarded by a count of failures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponse

from cofab.apps.base import contact as contacts
from cofab.apps.base.models.people import Person
from cofab.apps.base.problems import TOO_OFTEN
from cofab.apps.base.refusals import refuse
from cofab.apps.base.signin import person_for
from cofab.core.kernel.refusal import Refused


class ContactBackend(BaseBackend):
    """Phone number or e-mail address with a one-time code or a password."""

    def authenticate(
        self, request: HttpRequest | None, contact: str = "", password: str = "", code: str = "", **_: Any
    ) -> Person | None:
        """Return the person whom the proof shows, made if a right code comes from a new contact; else None.

        A password takes as long to refuse for an unknown contact as for a known one.
        """
        if code:
            return person_for(contact, code)
        person = contacts.find(contact)
        if person is None:
            Person().set_password(password)
            return None
        return person if person.is_active and person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        """Return the active person with this primary key."""
        return Person.objects.filter(pk=user_id, is_active=True).first()


def locked_out(request: HttpRequest, credentials: Any = None, *_: Any) -> HttpResponse:
    """Answer somebody who tried too often."""
    return refuse(request, Refused(TOO_OFTEN, minutes=int(settings.AXES_COOLOFF_TIME * 60)))


def address_of(request: HttpRequest) -> str:
    """Return the network address that sent the request, behind as many proxies as COFAB_PROXIES says."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.PROXIES and len(chain) >= settings.PROXIES:
        return chain[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR", "")
