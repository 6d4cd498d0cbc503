"""The API says who I am, and every answer carries the content policy."""

import pytest

pytestmark = pytest.mark.django_db


def test_me_names_person_and_organisation(make_firm, client_for):
    firm = make_firm("Mill", roles=("planner",))
    answer = client_for(firm).get("/api/v1/me").json()
    assert (answer["person"], answer["organisation"]) == (firm.person.key, firm.organisation.key)
    assert answer["roles"] == ["planner"]
