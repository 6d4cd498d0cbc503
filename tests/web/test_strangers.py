"""A stranger on a page for members is sent to sign in and comes back to that page; public pages stay open."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

pytestmark = pytest.mark.django_db

OPEN = {
    "/", "/demo", "/gallery", "/keys", "/livez", "/readyz", "/metrics", "/log/", "/rules/", "/rules/{name}",
    "/language", "/sign-in", "/sign-in/code", "/sign-in/password", "/inspections/reports/{number}", "/favicon.ico",
}  # fmt: skip
"""Pages that everybody may ask for; a report is public by its number."""
POSTED = 405


def pages(patterns, before="/"):
    for one in patterns:
        path = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from pages(one.url_patterns, path)
        elif not path.startswith(("/api/", "/static/", "/jsi18n")):
            yield path


@pytest.mark.parametrize("route", sorted(set(pages(get_resolver().url_patterns)) - OPEN))
def test_a_stranger_is_sent_to_sign_in(route):
    path = re.sub(r"{\w+}", "1", route)
    answer = Client().get(path + "?view=map", follow=True)
    if answer.status_code == POSTED:
        assert "GET" not in answer["Allow"]
        return
    way = [address for address, _status in answer.redirect_chain]
    assert way and way[-1].startswith("/sign-in?next=")
    if len(way) == 1:
        assert way == [f"/sign-in?next={quote(path, safe='')}%3Fview%3Dmap"]


def test_a_press_without_a_session_is_refused_and_not_sent_away():
    assert Client().post("/requests/req_1/accept").status_code in (401, 403, 404)


def test_a_public_page_says_what_it_does_not_have():
    assert Client().get("/inspections/reports/IR-0").status_code == 404
    assert Client().get("/no-such-page").status_code == 404
