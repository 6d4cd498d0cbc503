"""Every model of the base, brought together."""

from cofab.apps.base.models.clock import Clock
from cofab.apps.base.models.event import Event, ReadMark
from cofab.apps.base.models.file import File
from cofab.apps.base.models.idempotency import Idempotency
from cofab.apps.base.models.message import Message
from cofab.apps.base.models.people import Invitation, Membership, Organisation, Person
from cofab.apps.base.models.search import SearchEntry
from cofab.apps.base.models.signin import Code, Token

__all__ = [
    "Clock",
    "Code",
    "Event",
    "File",
    "Idempotency",
    "Invitation",
    "Membership",
    "Message",
    "Organisation",
    "Person",
    "ReadMark",
    "SearchEntry",
    "Token",
]
