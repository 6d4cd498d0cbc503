"""Somebody sends 200 MB to a served site again and again, and then the most that is taken: others notice nothing."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from cofab.demo.story.stage import Cast

pytestmark = [pytest.mark.prove, pytest.mark.database]

TOO_MUCH, TAKEN, PART, TIMES = 200_000_000, 140_000_000, 1 << 16, 10
GROWTH_MB, SLOWER_S = 100, 1.0
HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.step"\r\n\r\n'
TAIL = b"\r\n--x--\r\n"


def sent(site: Any, token: str, size: int) -> tuple[int, bytes]:
    """Send `size` zeros as a file until taken or refused, never holding more than a part; return the answer."""
    link = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=120)
    link.putrequest("POST", "/api/v1/files")
    for name, value in {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(len(HEAD) + size + len(TAIL)),
        "Authorization": token,
    }.items():
        link.putheader(name, value)
    link.endheaders(HEAD)
    try:
        for _ in range(size // PART):
            link.send(bytes(PART))
        link.send(bytes(size % PART) + TAIL)
    except OSError:
        pass  # refused before it was all sent: the answer stands in the line
    answer = link.getresponse()
    return answer.status, answer.read()


def test_200_mb_disturb_nobody(site: Any, say: Callable[[str], None]):
    seat = Cast(site.url, "large", site.firms()).person("fenghua-pumps/buyer")
    family = psutil.Process(site.process.pid).children(recursive=True)
    before = {process.pid: process.memory_info().rss for process in family}
    waits: list[float] = []
    over = threading.Event()

    def look() -> float:
        began = time.monotonic()
        urllib.request.urlopen(f"{site.url}/sign-in", timeout=60).read()
        return time.monotonic() - began

    def other() -> None:
        while not over.is_set():
            waits.append(look())

    alone = [look() for _ in range(30)]
    somebody = threading.Thread(target=other)
    somebody.start()
    token = seat.http.headers["Authorization"]
    answers = [sent(site, token, TOO_MUCH) for _ in range(TIMES)]
    taken = [sent(site, token, TAKEN) for _ in range(2)]
    over.set()
    somebody.join()
    grown = max(process.memory_info().rss - before[process.pid] for process in family if process.is_running())
    say(
        f"others wait {statistics.median(waits):.3f} s (alone {statistics.median(alone):.3f}), at most {max(waits):.3f}"
    )
    say(f"the process that grew most grew by {grown // 1_000_000} MB")
    assert {status for status, _ in answers} == {413}
    assert all(b"base.too_large" in body for _, body in answers)
    assert [status for status, _ in taken] == [201, 201]
    assert grown < GROWTH_MB * 1_000_000
    assert max(waits) < SLOWER_S
