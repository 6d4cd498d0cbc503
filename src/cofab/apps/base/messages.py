"""Messages to people by text message or e-mail, through whichever sender this installation names."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from cofab.apps.base.clock import now
from cofab.apps.base.models.message import Message
from cofab.apps.base.viewer import platform

Sender = Callable[[Message], None]
BLOT = "••••••"
WAITING = "outbox"


def send(to: str, subject: str, text: str, secret: str = "", until: datetime | None = None) -> Message:
    """Send `text` to a normal contact; it is kept in the outbox table in the same transaction, whoever sends it.

    The sender is the one that COFAB_MESSAGES names, see SENDERS; a failing one undoes the write that asked. `secret`
    is a part of the text that is blotted out in the table when the message left. Where another program fetches
    messages from the table, that is when the secret was used (`forget`) or ran out at `until`.
    """
    with platform():
        message = Message.objects.create(
            to=to, subject=subject, text=text, at=now(), secret=secret, secret_until=until if secret else None
        )
        SENDERS[settings.COFAB_MESSAGES](message)
        if secret and settings.COFAB_MESSAGES != WAITING:
            _blot(message)
    return message


def forget(contact: str, secret: str) -> None:
    """Blot out a secret that was used, in every message that brought it to a normal contact."""
    with platform():
        for message in Message.objects.filter(to=contact, secret=secret).exclude(secret=""):
            _blot(message)


def forget_old() -> int:
    """Blot out every secret that has run out; return how many."""
    with platform():
        old = list(Message.objects.filter(secret_until__lte=now()).exclude(secret=""))
        for message in old:
            _blot(message)
    return len(old)


def _blot(message: Message) -> None:
    message.text, message.secret = message.text.replace(message.secret, BLOT), ""
    message.save(update_fields=["text", "secret"])


def last_to(contact: str) -> Message | None:
    """Return the newest message to a normal contact, for demos and tests."""
    with platform():
        return Message.objects.filter(to=contact).order_by("-id").first()


def _outbox(message: Message) -> None:
    """Leave it in the table, where another program fetches it before its secret runs out."""


def _console(message: Message) -> None:
    """Print it, for a developer."""
    sys.stderr.write(f"To {message.to}: {message.subject}\n{message.text}\n")


def _file(message: Message) -> None:
    """Write it to a file of its own in the data folder."""
    folder = Path(settings.COFAB_DATA) / "messages"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{message.key}.txt").write_text(f"To: {message.to}\n{message.subject}\n\n{message.text}\n", "utf-8")


SENDERS: dict[str, Sender] = {WAITING: _outbox, "console": _console, "file": _file}
