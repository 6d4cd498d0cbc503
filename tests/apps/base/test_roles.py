"""A member without a role changes nothing: every write of the API asks for one, whichever page also does.

The operations come from the OpenAPI document, so that a new one is tested without being named here; what it is asked
about is the thing of the member's own firm that `specimens.py` makes, so that only the role can be the reason.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cofab.apps.base.models import Membership, Organisation, Person
from cofab.apps.base.viewers import viewer_for

_spec = importlib.util.spec_from_file_location("isolation", Path(__file__).with_name("test_isolation.py"))
isolation = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(isolation)

JSON = "application/json"
OPEN = {
    "POST /api/v1/sign-in/codes",
    "POST /api/v1/sign-in",
    "POST /api/v1/organisations",  # everybody may found one
    "POST /api/v1/tokens",  # one's own
    "DELETE /api/v1/tokens/{key}",
    "POST /api/v1/notifications/read",  # one's own mark
    "POST /api/v1/files",  # seen by the member's firm alone until an action shows it on
    "POST /api/v1/gateway/batches",  # signed by the machine's gateway
}
WRITES = [
    (method, route)
    for route, methods in sorted(isolation.openapi()["paths"].items())
    for method in methods
    if method in isolation.METHODS and method != "get"
]
CLOSED = [(method, route) for method, route in WRITES if f"{method.upper()} {route}" not in OPEN]


def member(firm: Any, *roles: str) -> Any:
    """Return the firm with another member of it in front."""
    person = Person.objects.create(email=f"member{firm.id}@example.com", name="Member")
    Membership.objects.create(person=person, organisation=firm.organisation, roles=list(roles))
    return type(firm)(firm.organisation, person, viewer_for(person, firm.organisation.key))


def test_open_writes_exist():
    assert {f"{method.upper()} {route}" for method, route in WRITES} >= OPEN


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "route"), CLOSED)
def test_a_member_without_a_role_writes_nothing(make_firm, client_for, method, route):
    firm = make_firm("Ours")
    make = isolation.specimen_of(route)
    values = make(firm) if make and "{" in route else {}
    answer = isolation.ask(client_for(member(firm)), method, route, isolation.operations(route)[method], values)
    assert answer.status_code in (403, 404), (answer.status_code, answer.content[:300])


@pytest.mark.django_db
def test_a_person_without_a_firm_puts_no_machine_on_sale(make_firm):
    firm = make_firm("Gone")
    Membership.objects.filter(person=firm.person).delete()
    client = Client()
    client.force_login(firm.person, backend="cofab.apps.base.backends.ContactBackend")
    body = isolation.example(isolation.operations("/api/v1/machines")["post"]["requestBody"]["content"][JSON]["schema"])
    answer = client.post("/api/v1/machines", body, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.forbidden")


@pytest.mark.django_db
def test_who_is_admitted(make_firm):
    """The operator and the committee need nobody to let them in."""
    for kind, state, admitted in [
        ("supplier", "applied", False), ("supplier", "admitted", True), ("demander", "suspended", False),
        ("demander", "left", False), ("operator", "applied", True), ("committee", "applied", True),
    ]:  # fmt: skip
        firm = make_firm("Firm", kind=kind)
        Organisation.objects.filter(pk=firm.id).update(admission=state)
        assert viewer_for(firm.person, firm.organisation.key).admitted is admitted, (kind, state)
