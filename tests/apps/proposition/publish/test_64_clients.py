"""Sixty-four clients want one machine minute, over HTTP and on connections of their own."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from cofab.apps.base.viewer import platform
from cofab.apps.proposition.publish.models import Occupancy
from cofab.core.kernel.window import Window

CLIENTS = 64


@pytest.mark.django_db(transaction=True)
def test_of_64_who_want_one_minute_one_wins_and_the_others_hear_what_is_free(make_firm, make_machine, client_for, soon):
    mill, pump = make_firm("Mill"), make_firm("Pump", kind="demander")
    machine = make_machine(mill, visibility="open")
    minute = Window(soon().start, soon().start + timedelta(minutes=1))
    body = {"start": minute.start.isoformat(), "end": minute.end.isoformat()}
    url = f"/api/v1/machines/{machine.key}/reservations"
    clients = [client_for(pump) for _ in range(CLIENTS)]
    gate, answers = threading.Barrier(CLIENTS), []

    def want(client):
        gate.wait()
        try:
            answers.append(client.post(url, body, content_type="application/json"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=want, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * (CLIENTS - 1)
    for answer in answers:
        if answer.status_code == 409:
            problem = answer.json()
            assert problem["code"] == "publish.window_taken"
            assert len(problem["facts"]["alternatives"]) == 3
            assert [minute.start, minute.end] not in problem["facts"]["alternatives"]
    with platform():
        assert Occupancy.objects.filter(machine=machine, state="active").count() == 1
