"""Every page that a member of an order can reach by links answers, and speaks Chinese where Chinese is asked for."""

from __future__ import annotations

import html
import re
from collections import deque
from pathlib import Path

import polib
import pytest

import cofab

pytestmark = pytest.mark.django_db

EACH, MOST = 2, 150
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
KEY = re.compile(r"/[a-z]{3}_[0-9a-z]+")
UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]+>", re.DOTALL)
CATALOGUES = sorted(Path(cofab.__file__).parent.rglob("zh_Hans/LC_MESSAGES/django.po"))
FIRMS = ["buyer", "mill", "house", "carrier", "operator"]


def english() -> set[str]:
    """Return every sentence of three words and more that the site can say, without gaps to fill."""
    said = {entry.msgid for path in CATALOGUES for entry in polib.pofile(str(path))}
    return {one for one in said if len(one.split()) > 2 and not re.search(r"[%{|]", one)}


def pages_of(client):
    """Yield (address, answer) of what links lead to: of each shape of address at most EACH."""
    waiting, seen, shapes = deque(["/"]), set(), {}
    while waiting and len(seen) < MOST:
        path = html.unescape(waiting.popleft())
        shape = KEY.sub("/<key>", path.split("?")[0]), "?" in path
        if path in seen or shapes.get(shape, 0) >= EACH or path.startswith(("/static/", "/api/", "/files/")):
            continue
        seen.add(path)
        shapes[shape] = shapes.get(shape, 0) + 1
        answer = client.get(path, follow=True)
        yield path, answer
        if answer["Content-Type"].startswith("text/html"):
            waiting.extend(LINK.findall(answer.content.decode()))


@pytest.mark.parametrize("firm", FIRMS)
def test_every_link_of_a_member_answers_in_chinese(make_story, client_for, firm):
    story = make_story()
    story.sign()
    story.deposit()
    client = client_for(story.firms[firm])
    client.cookies["cofab_language"] = "zh-hans"
    sentences, broken, foreign, count = english(), [], [], 0
    for path, answer in pages_of(client):
        count += 1
        broken += [(path, answer.status_code)] if answer.status_code != 200 else []
        if answer["Content-Type"].startswith("text/html"):
            shown = set(re.split(r"\s{2,}|\n|·", html.unescape(UNSEEN.sub("\n", answer.content.decode()))))
            foreign += [(path, one) for one in sorted(sentences & {part.strip() for part in shown})]
    assert count > 10
    assert broken == []
    assert foreign == []
