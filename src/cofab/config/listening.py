"""Hearing of events from PostgreSQL and reading them with a reader's own rights."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connection
from django.utils.crypto import constant_time_compare
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from cofab.apps.base.models.people import Person
from cofab.apps.base.viewers import SESSION_KEY as ORGANISATION
from cofab.apps.base.viewers import viewer_for
from cofab.core.kernel.refusal import Refused

CHANNEL = "cofab_events"
LATE_S = 10
MOST = 500
AGAIN_S = 1.0
COLUMNS = "id, key, at, kind, subject, before, after, on_behalf"
log = structlog.get_logger("events")


@dataclass(frozen=True)
class Reader:
    """Whose stream this is: the session, the person, and the organisation acted for."""

    session: str
    person: str
    organisations: tuple[int, ...]


def address() -> dict[str, Any]:
    """Return where the plain role connects, as psycopg wants it."""
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}


class Hub:
    """One connection that LISTENs, told to every open stream of this process."""

    def __init__(self) -> None:
        self.queues: set[asyncio.Queue[str | None]] = set()
        self.task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[str | None]]:
        """Give a queue of event keys; None in it means that some may have been missed."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.queues.add(queue)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._listen())
        try:
            yield queue
        finally:
            self.queues.discard(queue)

    async def ready(self) -> None:
        """Wait until the database tells us of events."""
        await self.listening.wait()

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**address(), autocommit=True) as link:
                    await link.execute(f"LISTEN {CHANNEL}")
                    self.listening.set()
                    async for notice in link.notifies():
                        self._tell(notice.payload)
            except psycopg.OperationalError as error:
                log.warning("events.lost_database", problem=str(error))
            self.listening.clear()
            self._tell(None)
            await asyncio.sleep(AGAIN_S)

    def _tell(self, key: str | None) -> None:
        for queue in self.queues:
            queue.put_nowait(key)


@sync_to_async
def reader_of(cookie: str) -> Reader | None:
    """Return whose session a cookie is, or None for nobody's."""
    if not cookie:
        return None
    close_old_connections()
    session = SessionStore(cookie).load()
    person = Person.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if person is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
        return None
    try:
        viewer = viewer_for(person, session.get(ORGANISATION, ""))
    except Refused:
        return None
    return Reader(cookie, person.key, viewer.organisations)


async def still(reader: Reader) -> bool:
    """Tell whether the session is still this reader's, for the same organisation."""
    return await reader_of(reader.session) == reader


async def visible(reader: Reader, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Return those of the named events that the reader may see, oldest first."""
    return await _read(reader, f"SELECT {COLUMNS} FROM base_event WHERE key = ANY(%s) ORDER BY id", [list(keys)])


async def missed(reader: Reader, last: str) -> list[dict[str, Any]]:
    """Return what came after the event named `last`, and what was committed late around it; nothing without a name."""
    if not last:
        return []
    query = f"""
        SELECT {COLUMNS} FROM base_event, (SELECT id AS mark, at AS until FROM base_event WHERE key = %s) AS seen
        WHERE id > mark - %s AND at > until - make_interval(secs => %s) AND key <> %s ORDER BY id LIMIT %s"""
    return await _read(reader, query, [last, MOST, LATE_S, last, MOST])


async def _read(reader: Reader, query: str, values: list[Any]) -> list[dict[str, Any]]:
    async with _connection() as link, link.transaction(), link.cursor(row_factory=dict_row) as cursor:
        organisations = ",".join(map(str, reader.organisations))
        await cursor.execute(
            "SELECT set_config('cofab.viewer', %s, true), set_config('cofab.orgs', %s, true)",
            [reader.person, organisations],
        )
        await cursor.execute(query, values)
        return [{**row, "at": row["at"].isoformat()} for row in await cursor.fetchall()]


_pool: AsyncConnectionPool[Any] | None = None


@contextlib.asynccontextmanager
async def _connection() -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """Lend one of at most four connections to the database."""
    global _pool  # noqa: PLW0603
    if _pool is None:
        _pool = AsyncConnectionPool(
            kwargs=address(),
            min_size=0,
            max_size=4,
            open=False,
            max_idle=60,
            check=AsyncConnectionPool.check_connection,
        )
        await _pool.open()
    async with _pool.connection() as link:
        yield link
