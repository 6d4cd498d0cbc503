"""Signing up and in with a phone number or e-mail address and a one-time code; a first sign-in is the sign-up.

Promises: a code is kept as a hash, works once, for ten minutes, for five tries; the outbox blots it out when it was
used or ran out; an answer does not tell whether somebody is known here.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cofab.apps.base import contact as contacts
from cofab.apps.base import messages
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models.people import Invitation, Membership, Person
from cofab.apps.base.models.signin import Code
from cofab.apps.base.problems import TOO_OFTEN
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.core.kernel.refusal import Refused, declare

WRONG_CODE = declare("base.wrong_code", "That code is wrong or has run out. Ask for a new one.")
LIFE = timedelta(minutes=10)
SPAN = timedelta(minutes=15)
PER_CONTACT, PER_ADDRESS, TRIES = 5, 60, 5


def send_code(contact: str, address: str = "") -> str:
    """Send a fresh code to a contact and return it (for the sender alone); refuses too many in 15 minutes.

    `address` is the network address that asked.
    """
    contact = contacts.normal(contact)
    code = f"{secrets.randbelow(1_000_000):06}"
    with platform():
        _limit(contact, address)
        row = Code(contact=contact, address=address, made_at=now(), expires_at=now() + LIFE)
        row.hash = _hash(row.key, code)
        row.save()
        text = _("Cofab: your code is {code}. It works for 10 minutes. Give it to nobody.").format(code=code)
        messages.send(contact, _("Your code for Cofab"), text, secret=code, until=row.expires_at)
    return code


def person_for(contact: str, code: str) -> Person | None:
    """Return the person whom contact and code prove, made on the first time; None for a wrong code, which counts.

    Invitations to the contact become memberships.
    """
    contact = contacts.normal(contact)
    with platform():
        if not _proves(contact, code):
            return None
        person = contacts.find(contact) or _sign_up(contact)
        if not person.is_active:
            return None
        _take_up_invitations(person, contact)
        remember(SYSTEM, "person.sign_in", subject=person.key, audience=[])
        return person


def _limit(contact: str, address: str) -> None:
    recent = Code.objects.filter(made_at__gt=now() - SPAN)
    crowded = address and not settings.COFAB_DEMO and recent.filter(address=address).count() >= PER_ADDRESS
    if crowded or recent.filter(contact=contact).count() >= PER_CONTACT:
        raise Refused(TOO_OFTEN, minutes=int(SPAN.total_seconds() // 60))


def _hash(key: str, code: str) -> str:
    return salted_hmac(f"cofab.code.{key}", code, algorithm="sha256").hexdigest()


def _proves(contact: str, code: str) -> bool:
    """Check a code against the contact's newest one; a hit uses it up, a miss is counted."""
    row = Code.objects.select_for_update().filter(contact=contact).order_by("-id").first()
    if row is None or row.used_at or row.tries >= TRIES or row.expires_at <= now():
        return False
    row.tries += 1
    right = constant_time_compare(row.hash, _hash(row.key, code.strip()))
    if right:
        row.used_at = now()
        messages.forget(contact, code.strip())
    row.save(update_fields=["tries", "used_at"])
    return right


def _sign_up(contact: str) -> Person:
    person = Person(joined_at=now(), **{contacts.field(contact): contact})
    person.set_unusable_password()
    person.save()
    remember(SYSTEM, "person.sign_up", subject=person.key, audience=[])
    return person


def _take_up_invitations(person: Person, contact: str) -> None:
    for invitation in Invitation.objects.select_for_update().filter(contact=contact, taken_at=None):
        Membership.objects.get_or_create(
            person=person, organisation_id=invitation.organisation_id, defaults={"roles": invitation.roles}
        )
        invitation.taken_at = now()
        invitation.save(update_fields=["taken_at"])
        facts = {"person": person.key, "roles": invitation.roles}
        remember(SYSTEM, "organisation.join", subject=invitation.key, facts=facts, audience=invitation.audience)
