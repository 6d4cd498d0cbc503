"""Phone numbers and e-mail addresses in one form each, and the people they reach."""

from __future__ import annotations

import re

from cofab.apps.base.models.people import Person
from cofab.core.kernel.refusal import Refused, declare

NOT_A_CONTACT = declare("base.contact", "That is neither a phone number nor an e-mail address.")
PHONE = re.compile(r"^\+\d{7,15}$")
CHINESE = re.compile(r"^1[3-9]\d{9}$")
EMAIL = re.compile(r"^[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}$")
LONGEST = 254


def normal(text: str) -> str:
    """Return a contact in its one form: "+8613800000000" or a lower-case address; refuses anything else.

    A Chinese mobile number needs no +86; spaces, dashes and brackets in a number are dropped.
    """
    text = text.strip()
    if "@" in text:
        if len(text) <= LONGEST and EMAIL.match(text):
            return text.lower()
        raise Refused(NOT_A_CONTACT)
    digits = re.sub(r"[\s\-()（）]", "", text)
    digits = f"+86{digits}" if CHINESE.match(digits) else re.sub(r"^00", "+", digits)
    if PHONE.match(digits):
        return digits
    raise Refused(NOT_A_CONTACT)


def field(contact: str) -> str:
    """Return the column a normal contact lives in."""
    return "email" if "@" in contact else "phone"


def find(text: str) -> Person | None:
    """Return the person whom a contact reaches, or None."""
    try:
        contact = normal(text)
    except Refused:
        return None
    return Person.objects.filter(**{field(contact): contact}).first()
