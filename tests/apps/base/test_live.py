"""Server-sent events reach exactly the open pages whose viewer may know, and resume after a broken line."""

import asyncio
import json

import pytest
from django.test import Client

from cofab.apps.base.events import remember
from cofab.apps.base.viewer import platform
from cofab.config import listening
from cofab.config.events import Application

pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """An open page: one stream, its events as they come."""

    def __init__(self, app, client=None, **headers):
        self.status, self.text, self.closed = None, "", asyncio.Event()
        cookie = client.cookies["cofab_session"].value if client else ""
        pairs = {"host": "localhost", "cookie": f"cofab_session={cookie}", **headers}
        scope = {"type": "http", "path": "/events", "method": "GET",
                 "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in pairs.items()]}  # fmt: skip
        self.task = asyncio.create_task(app(scope, self.receive, self.send))

    async def receive(self):
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()

    @property
    def subjects(self):
        return [json.loads(line[6:])["subject"] for line in self.text.splitlines() if line.startswith("data: ")]

    async def until(self, fits):
        for _ in range(250):
            if fits(self):
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{self.status} {self.text!r}")

    async def close(self):
        self.closed.set()
        await asyncio.wait_for(self.task, 5)


def tell(firm, subject):
    with platform():
        return remember(firm.viewer, "test.tell", subject=subject, audience=[firm.id])


def signed_in(firm):
    client = Client()
    client.force_login(firm.person, backend="cofab.apps.base.backends.ContactBackend")
    return client


@pytest.fixture
def application():
    yield Application()
    listening._pool = None


def run(story):
    from asgiref.sync import sync_to_async

    async def whole():
        await story(sync_to_async(tell))
        if listening._pool is not None:
            await listening._pool.close()

    asyncio.run(whole())


def test_only_the_audience_hears_it_and_a_broken_line_resumes(make_firm, application):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    mill_client, rival_client = signed_in(mill), signed_in(rival)

    async def story(tell):
        ours, theirs = Page(application, mill_client), Page(application, rival_client)
        await ours.until(lambda page: "retry" in page.text)
        await theirs.until(lambda page: "retry" in page.text)
        first = await tell(mill, "tst_first")
        await tell(rival, "tst_theirs")
        await ours.until(lambda page: page.subjects == ["tst_first"])
        await theirs.until(lambda page: page.subjects == ["tst_theirs"])
        await ours.close()
        await tell(mill, "tst_missed")
        again = Page(application, mill_client, last_event_id=first.key)
        await again.until(lambda page: page.subjects == ["tst_missed"])
        spy = Page(application, rival_client, last_event_id=first.key)
        await spy.until(lambda page: "retry" in page.text)
        assert spy.subjects == []
        for page in (theirs, again, spy):
            await page.close()

    run(story)


def test_strangers_and_other_sites_hear_nothing(make_firm, application):
    client = signed_in(make_firm("Mill"))

    async def story(tell):
        stranger = Page(application)
        await stranger.until(lambda page: page.status == 401)
        elsewhere = Page(application, client, origin="https://evil.example")
        await elsewhere.until(lambda page: page.status == 403)
        near = Page(application, client, origin="http://localhost:8000")
        await near.until(lambda page: page.status == 200)
        await near.close()

    run(story)


def test_a_signed_out_session_opens_no_stream(make_firm, application):
    client = signed_in(make_firm("Mill"))
    cookie = client.cookies["cofab_session"].value
    client.logout()
    client.cookies["cofab_session"] = cookie

    async def story(tell):
        page = Page(application, client)
        await page.until(lambda page: page.status == 401)

    run(story)
