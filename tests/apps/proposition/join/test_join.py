"""The operator lets firms in, or tells them why not."""

from __future__ import annotations

import pytest

from cofab.apps.base.events import history
from cofab.apps.base.models import Organisation
from cofab.apps.proposition.join import actions
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(make_firm):
    return make_firm("Park", kind="operator", roles=("operator",))


@pytest.fixture
def applicant(make_firm):
    firm = make_firm("Mill")
    Organisation.objects.filter(pk=firm.id).update(admission="applied")
    return firm


def test_a_firm_is_let_in_once(operator, applicant):
    assert actions.admit(operator.viewer, applicant.organisation.key).admission == "admitted"
    with pytest.raises(Refused, match="decided_conflict"):
        actions.admit(operator.viewer, applicant.organisation.key)


def test_a_refusal_has_its_reason_and_the_firm_can_read_it(operator, applicant, system):
    with pytest.raises(Refused, match="reason_missing"):
        actions.turn_away(operator.viewer, applicant.organisation.key, " ")
    actions.turn_away(operator.viewer, applicant.organisation.key, "no photo of the machines")
    told = history(applicant.viewer, applicant.organisation.key).last()
    assert told.facts == {"reason": "no photo of the machines"}


def test_only_the_operator_decides_and_looks(applicant, client_for, operator):
    with pytest.raises(Refused, match="forbidden"):
        actions.admit(applicant.viewer, applicant.organisation.key)
    assert client_for(applicant).get("/api/v1/admissions").status_code == 403
    assert client_for(operator).get("/api/v1/admissions?state=applied").json()["items"][0]["admission"] == "applied"
    page = client_for(operator).get("/admissions/")
    assert page.status_code == 200 and b"Let in" in page.content
