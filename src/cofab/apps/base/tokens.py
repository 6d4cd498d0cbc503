"""API tokens: made once, shown once, kept as a hash, revocable."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models import QuerySet

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models.signin import Token
from cofab.apps.base.viewer import Viewer, platform
from cofab.core.kernel.refusal import NOT_FOUND, Refused

USED_EVERY = timedelta(minutes=10)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@action
def make(viewer: Viewer, name: str, *, bound: bool = True) -> tuple[Token, str]:
    """Make a token with which a program acts as the viewer; return it with its secret, shown this once.

    It acts for the viewer's organisation alone, or for any of the person's if not `bound`.
    """
    assert viewer.person_id
    secret = f"cofab_{secrets.token_urlsafe(32)}"
    with platform():
        token = Token.objects.create(
            person_id=viewer.person_id,
            organisation_id=viewer.organisation_id if bound else None,
            name=name,
            hash=_hash(secret),
            start=secret[:10],
            made_at=now(),
        )
        remember(viewer, "token.make", subject=token.key, facts={"name": name}, audience=viewer.organisations)
    return token, secret


def tokens_of(viewer: Viewer) -> QuerySet[Token]:
    """Return the viewer's tokens in force, the newest first; ask inside `platform()`."""
    return Token.objects.filter(person_id=viewer.person_id, revoked_at=None).order_by("-id")


def listed(viewer: Viewer) -> list[Token]:
    """Return the viewer's own tokens in force, the newest first."""
    with platform():
        return list(tokens_of(viewer))


@action
def revoke(viewer: Viewer, key: str) -> None:
    """Take one of the viewer's tokens out of force at once."""
    with platform():
        token = tokens_of(viewer).select_for_update().filter(key=key).first()
        if token is None:
            raise Refused(NOT_FOUND)
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        remember(viewer, "token.revoke", subject=token.key, audience=viewer.organisations)


def person_of(secret: str) -> Token | None:
    """Return the token in force behind `secret` with its person, or None; notes its use every ten minutes."""
    with platform():
        token = Token.objects.select_related("person").filter(hash=_hash(secret), revoked_at=None).first()
        if token is None or not token.person.is_active:
            return None
        if token.used_at is None or now() - token.used_at > USED_EVERY:
            Token.objects.filter(pk=token.pk).update(used_at=now())
        return token
