"""Sixty-four clients of eight firms want one minute of a served site's machine: one has it, the others hear why not."""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from cofab.core.kernel.window import iso, utc
from cofab.demo.story.stage import Cast

pytestmark = [pytest.mark.prove, pytest.mark.database]

CLIENTS, FIRMS = 64, 8
OPEN = """SELECT m.key, o.key FROM proposition_machine m JOIN base_organisation o ON o.id = m.organisation_id
          WHERE m.visibility = 'open' AND m.active AND m.down_since IS NULL AND o.admission = 'admitted'
          ORDER BY m.id LIMIT 1"""
OTHERS = """SELECT key FROM base_organisation WHERE kind IN ('demander', 'supplier') AND admission = 'admitted'
            AND key <> %s ORDER BY kind, id LIMIT %s"""
HELD = """SELECT count(*) FROM proposition_occupancy c JOIN proposition_machine m ON m.id = c.machine_id
          WHERE m.key = %s AND c.state = 'active' AND c.during && tstzrange(%s, %s)"""


def raced(clients: list[httpx.Client], url: str, body: dict[str, str]) -> list[httpx.Response]:
    """Return what each client is answered when all ask at once."""
    gate = threading.Barrier(len(clients))
    answers: list[httpx.Response] = []

    def want(client: httpx.Client) -> None:
        gate.wait()
        answers.append(client.post(url, json=body))

    threads = [threading.Thread(target=want, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_64_clients_of_a_served_site_one_wins_a_minute(site: Any, say: Callable[[str], None]):
    cast = Cast(site.url, "sixty-four", site.firms())
    ((machine, owner),) = site.rows(OPEN)
    seats = [cast.firm(public) for (public,) in site.rows(OTHERS, [owner, FIRMS])]
    assert len({seat.organisation for seat in seats}) == FIRMS
    free = seats[0].get(f"/machines/{machine}/free")["items"]
    start = utc(free[len(free) // 2]["start"])
    minute = {"start": iso(start), "end": iso(start + timedelta(minutes=1))}
    context = ssl.create_default_context()
    clients = [
        httpx.Client(headers=seats[number % FIRMS].http.headers, timeout=120, verify=context)
        for number in range(CLIENTS)
    ]
    began = time.monotonic()
    answers = raced(clients, f"{site.url}/api/v1/machines/{machine}/reservations", minute)
    say(f"{CLIENTS} clients of {FIRMS} firms for one minute: {time.monotonic() - began:.1f} s")

    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}, answers
    (won,) = [answer.json() for answer in answers if answer.status_code == 201]
    assert (won["machine"], utc(won["start"]), won["state"]) == (machine, start, "active")
    for problem in (answer.json() for answer in answers if answer.status_code == 409):
        assert problem["code"] == "publish.window_taken"
        alternatives = [utc(begin) for begin, _end in problem["facts"]["alternatives"]]
        assert alternatives
        assert start not in alternatives
    assert site.one(HELD, [machine, minute["start"], minute["end"]]) == 1
