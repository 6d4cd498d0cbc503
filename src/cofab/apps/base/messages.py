"""Messages to people by text message or e-mail, through whichever sender this installation names."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from cofab.apps.base.clock import now
from cofab.apps.base.models.message import Message
from cofab.apps.base.viewer import platform

Sender = Callable[[Message], None]


def send(to: str, subject: str, text: str) -> Message:
    """Send `text` to a normal contact; it is kept in the outbox table in the same transaction, whoever sends it.

    The sender is the one that COFAB_MESSAGES names, see SENDERS; a failing one undoes the write that asked.
    """
    with platform():
        message = Message.objects.create(to=to, subject=subject, text=text, at=now())
    SENDERS[settings.COFAB_MESSAGES](message)
    return message


def last_to(contact: str) -> Message | None:
    """Return the newest message to a normal contact, for demos and tests."""
    with platform():
        return Message.objects.filter(to=contact).order_by("-id").first()


def _outbox(message: Message) -> None:
    """Leave it in the table, where another program fetches it."""


def _console(message: Message) -> None:
    """Print it, for a developer."""
    sys.stderr.write(f"To {message.to}: {message.subject}\n{message.text}\n")


def _file(message: Message) -> None:
    """Write it to a file of its own in the data folder."""
    folder = Path(settings.COFAB_DATA) / "messages"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{message.key}.txt").write_text(f"To: {message.to}\n{message.subject}\n\n{message.text}\n", "utf-8")


SENDERS: dict[str, Sender] = {"outbox": _outbox, "console": _console, "file": _file}
