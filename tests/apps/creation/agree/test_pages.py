"""Every page of demand, match, plan and agree answers, in both languages, to those it is for."""

from __future__ import annotations

import pytest
from django.test import Client

from cofab.apps.creation.agree import actions
from cofab.apps.creation.agree.models import Request
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan import selectors as plans
from cofab.apps.creation.plan.tasks import search


def browser(region, firm: str, language: str) -> Client:
    """Return a browser signed in for a firm of the region."""
    client = Client(
        HTTP_ACCEPT_LANGUAGE=language, headers={"X-Cofab-Organisation": region.viewer(firm).organisation_key}
    )
    person = next(p for key, p in region.loaded.people.items() if key.startswith(f"{firm}/"))
    client.force_login(person, backend="cofab.apps.base.backends.ContactBackend")
    client.cookies["cofab_language"] = language
    return client


@pytest.mark.django_db
def test_every_page_answers_those_it_is_for(region, make_demand, system):
    buyer = region.viewer("fenghua-pumps")
    asking = make_demand(answered=False)
    demand = make_demand()
    run = plan.ask(buyer, demand.key)
    waiting = plan.ask(buyer, demand.key, 10)
    search(run=run.key)
    rows = plans.plans_of(system, run)
    order = actions.choose(buyer, rows[0].key)
    request = Request.objects.filter(order=order).first()
    mine = [
        "/demands/", "/demands/new", f"/demands/{asking.key}", f"/demands/{demand.key}", f"/candidates/{demand.key}",
        "/plans/", f"/plans/{run.key}", f"/plans/{run.key}?plan={rows[-1].key}", f"/plans/{waiting.key}",
        f"/requests/{request.key}",
    ]  # fmt: skip
    firm = region.firm(request.organisation.key)
    theirs = [
        "/machines/", "/machines/add", "/machines/calendar", f"/machines/{request.operations[0]['machine']}",
        "/requests/", f"/requests/{request.key}",
        *[f"/requests/{request.key}?step={step}" for step in ("accept", "decline", "counter")],
    ]  # fmt: skip
    for language in ("en", "zh-hans"):
        for who, paths in (("fenghua-pumps", mine), (firm, theirs)):
            client = browser(region, who, language)
            for path in paths:
                answer = client.get(path)
                assert answer.status_code == 200, (path, answer.content[:500])
                assert b" style=" not in answer.content, path
