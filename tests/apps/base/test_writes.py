"""Writes happen once, whole or not at all, in their viewer's name; refusals say why in the reader's language."""

import json
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from cofab.apps.base import files, search
from cofab.apps.base.action import action
from cofab.apps.base.models import Event, File, Organisation
from cofab.apps.base.models.idempotency import Idempotency
from cofab.apps.base.viewer import acting, current, platform
from cofab.core.kernel.refusal import CONFLICT, NOT_FOUND, Refused


def upload(client, name="a.txt", data=b"a", **headers):
    return client.post("/api/v1/files", {"file": SimpleUploadedFile(name, data)}, headers=headers)


@pytest.mark.django_db
def test_a_write_sent_twice_happens_once(make_firm, client_for):
    mill = make_firm("Mill")
    first, second = (upload(client_for(mill), **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.status_code == 201
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    with platform():
        assert File.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_one_request_and_one_person(make_firm, client_for):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    body = {"data": {"name": "robot"}, "content_type": "application/json", "headers": {"Idempotency-Key": "k1"}}
    made = client_for(mill).post("/api/v1/tokens", **body)
    clash = client_for(mill).post("/api/v1/tokens", **{**body, "data": {"name": "other"}})
    assert (clash.status_code, clash.json()["code"]) == (409, "base.idempotency_conflict")
    assert client_for(rival).post("/api/v1/tokens", **body).json()["key"] != made.json()["key"]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "held a secret"), ("zh-hans", "没有保存")])
def test_a_token_is_not_kept_for_replays(make_firm, client_for, language, words):
    mill = make_firm("Mill")
    headers = {"Idempotency-Key": "k1", "Accept-Language": language}
    body = {"data": {"name": "robot"}, "content_type": "application/json", "headers": headers}
    made, again = (client_for(mill).post("/api/v1/tokens", **body) for _ in range(2))
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    assert (again.status_code, again.json()["code"]) == (409, "base.answer_conflict")
    assert words in again.json()["detail"]
    kept = Idempotency.objects.get(person=mill.person, name="k1")
    assert bytes(kept.body) == b""
    assert len(client_for(mill).get("/api/v1/tokens").json()["items"]) == 1


@pytest.mark.django_db
def test_nobody_stores_what_signs_in():
    from django.test import Client

    client, contact = Client(), "somebody@example.test"
    sent = client.post("/api/v1/sign-in/codes", {"contact": contact}, content_type="application/json")
    body = {"contact": contact, "code": sent.json()["demo_code"]}
    signed = client.post("/api/v1/sign-in", body, content_type="application/json")
    assert signed.json()["token"]
    assert (sent["Cache-Control"], signed["Cache-Control"]) == ("no-store", "no-store")


@pytest.mark.django_db(transaction=True)
def test_the_same_write_at_the_same_moment_happens_once(make_firm, client_for):
    mill, answers = make_firm("Mill"), []

    def send():
        answers.append(upload(client_for(mill), **{"Idempotency-Key": "k1"}).json()["key"])
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert len(set(answers)) == 1


@action
def halfway(viewer, fail):
    files.store(viewer, "a.txt", b"a", "text/plain", viewer.organisations)
    if fail:
        raise Refused(NOT_FOUND)
    return current()


@pytest.mark.django_db
def test_an_action_is_whole_or_nothing_and_in_its_viewers_name(make_firm):
    mill = make_firm("Mill")
    with pytest.raises(Refused):
        halfway(mill.viewer, True)
    with platform():
        assert not File.objects.exists()
        assert not Event.objects.filter(kind="file.store").exists()
    assert halfway(mill.viewer, False) == mill.viewer
    assert current() is None
    assert File.objects.count() == 0, "after the action nobody looks, and nobody sees nothing"


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_a_refusal_and_not_an_error(make_firm):
    firms = [make_firm("One"), make_firm("Two")]
    meet, outcomes = threading.Barrier(2), []

    @action
    def cross(viewer, first, second):
        Organisation.objects.select_for_update().get(pk=first)
        meet.wait(10)
        Organisation.objects.select_for_update().get(pk=second)

    def run(firm, *order):
        try:
            cross(firm.viewer, *order)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        connection.close()

    ids = [firm.id for firm in firms]
    threads = [
        threading.Thread(target=run, args=(firms[0], *ids)),
        threading.Thread(target=run, args=(firms[1], *ids[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted(["done", CONFLICT])


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "title"), [("en", "Not found"), ("zh-hans", "没有找到")])
def test_a_refusal_is_a_problem_document_in_the_readers_language(make_firm, client_for, language, title):
    answer = client_for(make_firm("Mill")).get("/api/v1/files/fil_x", headers={"Accept-Language": language})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    problem = answer.json()
    assert (problem["title"], problem["code"], problem["status"]) == (title, "kernel.not_found", 404)


@pytest.mark.django_db
def test_wrong_input_says_where(make_firm, client_for):
    answer = client_for(make_firm("Mill")).post("/api/v1/tokens", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "base.invalid_input")
    assert "name" in answer.json()["facts"]["errors"][0]["field"]


@pytest.mark.django_db
def test_a_session_writes_through_the_api_only_with_the_form_token(make_firm):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_firm("Mill").person, backend="cofab.apps.base.backends.ContactBackend")
    assert client.post("/api/v1/tokens", {"name": "x"}, content_type="application/json").status_code in {401, 403}


@pytest.mark.django_db
def test_a_file_is_stored_once_by_content_and_fetching_it_is_noted(make_firm, client_for):
    mill = make_firm("Mill")
    keys = [upload(client_for(mill), name=name, data=b"same bytes").json()["key"] for name in ("a.stp", "../../b.stp")]
    with platform():
        one, two = (File.objects.get(key=key) for key in keys)
    assert files.path_of(one) == files.path_of(two)
    assert two.name == "b.stp"
    answer = client_for(mill).get(f"/files/{one.key}")
    assert b"".join(answer.streaming_content) == b"same bytes"
    assert answer["Content-Disposition"].startswith("attachment")
    with platform():
        assert Event.objects.filter(kind="file.fetch", subject=one.key, actor=mill.person.key).count() == 1


@pytest.mark.django_db
def test_empty_and_oversized_files_are_refused_and_leave_nothing(make_firm, client_for, settings):
    settings.COFAB_FILE_LIMIT = 3
    client = client_for(make_firm("Mill"))
    assert upload(client, data=b"1234").json()["code"] == "base.too_large"
    assert upload(client, data=b"").json()["code"] == "base.file_empty"
    assert not list((settings.COFAB_DATA / "files").glob(".*.new"))


@pytest.mark.django_db
def test_search_finds_ones_own_things_by_parts_and_misspelt(make_firm):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    search.index("dem_1", "Flanged bearing housing", "6061-T6 法兰轴承座", [mill.id], "/demands/dem_1")
    with acting(mill.viewer):
        for words in ("bearing", "轴承", "6061", "flanged housing", "baering housing"):
            assert [one.subject for one in search.find(mill.viewer, words)] == ["dem_1"], words
        assert search.find(mill.viewer, "turbine") == []
    with acting(rival.viewer):
        assert search.find(rival.viewer, "bearing") == []


def test_openapi_describes_refusals_and_headers():
    from cofab.config.api import api

    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), path
            assert {"401", "404", "409", "422"} <= set(operation["responses"]), path
            names = [parameter["name"] for parameter in operation["parameters"]]
            assert "X-Cofab-Organisation" in names
            assert ("Idempotency-Key" in names) == (method != "get"), path
