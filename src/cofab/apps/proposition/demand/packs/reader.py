"""The port to another reader of messages over HTTP: off unless COFAB_TEXT_READER_URL is set.

Asks: POST {"text", "today", "fields"} as JSON; an answer {"fields": [{"name", "value", "words"}]} within ANSWER_S.
Promises: it gets the message and nothing else; no answer, a slow or a wrong one costs the page nothing but the claims.
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import httpx
from django.conf import settings

from cofab.core.proposition.demand.text.port import KINDS, claims
from cofab.core.proposition.demand.text.reading import Reading
from cofab.core.proposition.demand.text.scan import Field

ANSWER_S = 8.0
MOST_BYTES = 100_000
log = logging.getLogger(__name__)


def is_on() -> bool:
    """Tell whether this site has another reader."""
    return bool(settings.COFAB_TEXT_READER_URL)


def claimed(reading: Reading, today: date) -> tuple[Field, ...]:
    """Return what the other reader claims besides the grammar's reading; nothing where there is none or it fails."""
    if not is_on():
        return ()
    try:
        return claims(reading, _ask(reading.text, today).get("fields"), today)
    except (httpx.HTTPError, ValueError, AttributeError) as failed:
        log.warning("the text reader failed: %s", type(failed).__name__)
        return ()


def _ask(text: str, today: date) -> Any:
    token = settings.COFAB_TEXT_READER_TOKEN
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"text": text, "today": today.isoformat(), "fields": sorted(KINDS)}
    with httpx.Client(timeout=ANSWER_S, follow_redirects=False, headers=headers, trust_env=False) as client:
        answer = client.post(settings.COFAB_TEXT_READER_URL, json=body).raise_for_status()
    if len(answer.content) > MOST_BYTES:
        raise ValueError("too long")
    return answer.json()
