"""A machine's owner changes it, and the history keeps what it was before."""

from __future__ import annotations

import pytest

from cofab.apps.base.events import history


def changes(firm, machine):
    """Return the facts of every change of a machine, oldest first."""
    return [event.facts for event in history(firm.viewer, machine.key) if event.kind == "publish.change_machine"]


@pytest.mark.django_db
def test_a_change_by_the_api_is_remembered_before_and_after(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill, envelope_x_um=500_000, minimum_minor=10_000)
    client, url = client_for(mill), f"/api/v1/machines/{machine.key}"
    body = {"rate_minor_per_h": 7200, "envelope_um": [800_000, 0, 0], "minimum_minor": 10_000}
    answer = client.patch(url, body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["rate_minor_per_h"] == 7200
    assert client.get(url).json() == answer.json()
    assert changes(mill, machine) == [
        {
            "before": {"rate_minor_per_h": 6500, "envelope_x_um": 500_000},
            "after": {"rate_minor_per_h": 7200, "envelope_x_um": 800_000},
        }
    ]


@pytest.mark.django_db
def test_what_changes_nothing_is_no_event(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    for body in ({}, {"name": machine.name, "processes": machine.processes}):
        answer = client_for(mill).patch(f"/api/v1/machines/{machine.key}", body, content_type="application/json")
        assert answer.status_code == 200
    assert changes(mill, machine) == []


@pytest.mark.django_db
def test_families_follow_the_processes_and_an_unknown_one_is_refused(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill, processes=[])
    client, url = client_for(mill), f"/api/v1/machines/{machine.key}"
    refused = client.patch(url, {"processes": ["magic"]}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "publish.unknown_process")
    changed = client.patch(url, {"processes": ["3-axis-milling"]}, content_type="application/json").json()
    assert changed["families"] == ["milling"]


@pytest.mark.django_db
def test_a_rival_finds_no_machine_and_a_worker_may_not_change_it(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    url, body = f"/api/v1/machines/{machine.key}", {"rate_minor_per_h": 1}
    assert client_for(make_firm("Rival")).patch(url, body, content_type="application/json").status_code == 404
    mill.person.memberships.update(roles=["worker"])
    assert client_for(mill).patch(url, body, content_type="application/json").status_code == 403
    machine.refresh_from_db()
    assert machine.rate_minor_per_h == 6500


@pytest.mark.django_db
def test_the_form_speaks_of_millimetres_and_yuan(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill, name_en="Mill one", envelope_x_um=500_000, tolerance_um=10)
    client, url = client_for(mill), f"/machines/{machine.key}/change"
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert (str(shown["x"]), str(shown["tolerance"]), str(shown["rate"])) == ("500", "0.01", "65")
    assert client.post(url, {**shown, "rate": "-1"}).status_code == 422
    assert changes(mill, machine) == []
    assert client.post(url, {**shown, "name": "立加 2", "tolerance": "0.012"}).status_code == 302
    (told,) = changes(mill, machine)
    assert told["after"] == {"name": "立加 2", "name_en": "", "tolerance_um": 12}
    assert told["before"] == {"name": "VMC-1", "name_en": "Mill one", "tolerance_um": 10}
