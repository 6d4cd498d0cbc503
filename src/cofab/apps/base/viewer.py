"""Who is looking: a person acting for one organisation, nobody, or the platform itself.

Promises: while a viewer acts, PostgreSQL's row-level security knows it too (settings `cofab.viewer` and
`cofab.orgs`, local to the transaction) and gives back nothing that belongs to others.
Why: a person with roles in several organisations acts for one at a time, so that a role held in one firm
never opens the rows of another; `organisations` therefore holds the acting one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

from cofab.core.kernel.refusal import FORBIDDEN, Refused, declare

NOT_ADMITTED = declare(
    "base.not_admitted", "Your organisation is not admitted to the circle: the operator decides on admission."
)
BOUND = {"operator": "operator", "committee": "committee"}


@dataclass(frozen=True)
class Viewer:
    """One who looks and acts; ids are primary keys, `*_key` the public names, `kind` the organisation's kind.

    `admitted` tells whether the organisation may buy and sell.
    """

    person_id: int | None = None
    organisation_id: int | None = None
    organisations: tuple[int, ...] = ()
    roles: frozenset[str] = frozenset()
    system: bool = False
    language: str = "zh-hans"
    person_key: str = ""
    organisation_key: str = ""
    kind: str = ""
    admitted: bool = False

    def has(self, *roles: str) -> bool:
        """Tell whether the viewer holds one of `roles`; the platform holds every role, an owner all of their firm's.

        The roles of BOUND are held only in an organisation of that kind, by its owner too.
        """
        return self.system or any(self._holds(role) for role in roles)

    def _holds(self, role: str) -> bool:
        fits = self.kind == BOUND.get(role, self.kind)
        return fits and bool(self.roles & {role, "owner"})

    def require(self, *roles: str) -> None:
        """Refuse a viewer that acts for no organisation or holds none of `roles` (no roles given: any will do)."""
        if self.system or (self.organisation_id and (not roles or self.has(*roles))):
            return
        raise Refused(FORBIDDEN, needs=", ".join(roles) or "organisation")

    def require_admitted(self) -> None:
        """Refuse to buy or sell for an organisation that was not let in, or is suspended (base.not_admitted)."""
        if not (self.system or self.admitted):
            raise Refused(NOT_ADMITTED)


NOBODY = Viewer()
SYSTEM = Viewer(system=True, person_key="system", organisation_key="", admitted=True)

_acting: ContextVar[Viewer | None] = ContextVar("cofab_acting", default=None)


def current() -> Viewer | None:
    """Return whom the database currently serves in this thread, or None when nobody was named."""
    return _acting.get()


@contextmanager
def acting(viewer: Viewer) -> Iterator[Viewer]:
    """Let `viewer` act inside a transaction (a savepoint where one is open); the one before returns afterwards."""
    with transaction.atomic():
        before = _acting.get()
        _tell(viewer)
        token = _acting.set(viewer)
        try:
            yield viewer
        finally:
            _acting.reset(token)
        _tell(before or NOBODY)


@contextmanager
def platform() -> Iterator[Viewer]:
    """Act as the platform, for writes that cross organisations; yields the system viewer."""
    if (now := _acting.get()) is not None and now.system:
        yield now
        return
    with acting(SYSTEM) as system:
        yield system


def _tell(viewer: Viewer) -> None:
    name = "system" if viewer.system else viewer.person_key
    organisations = ",".join(map(str, viewer.organisations))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('cofab.viewer', %s, true), set_config('cofab.orgs', %s, true)", [name, organisations]
        )
