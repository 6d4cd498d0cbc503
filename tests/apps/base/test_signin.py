"""People sign up and in with a phone number or an e-mail address; codes and tokens cannot be guessed or reused."""

import re

import pytest
from django.test import Client

from cofab.apps.base import clock, messages, signin
from cofab.apps.base.contact import normal
from cofab.apps.base.models import Code, Membership, Organisation, Person, Token
from cofab.apps.base.organisations import invite
from cofab.apps.base.viewer import acting, platform
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
PHONE = "+8613800000000"


def code_sent(contact):
    return re.search(r"\d{6}", messages.last_to(contact).text).group()


def other(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(
    ("typed", "contact"),
    [("138 0000-0000", PHONE), ("0049 30 1234567", "+49301234567"), (" Li@Mill.CN ", "li@mill.cn")],
)
def test_contacts_have_one_form(typed, contact):
    assert normal(typed) == contact


@pytest.mark.parametrize("typed", ["", "12", "li@mill", "a b@c.de", "+", "x" * 300 + "@a.cn"])
def test_what_is_no_contact_is_refused(typed):
    with pytest.raises(Refused):
        normal(typed)


@pytest.mark.parametrize("contact", [PHONE, "li@mill.cn"])
def test_pages_sign_up_with_a_code_and_found_a_firm(contact):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.post("/sign-in?next=/me", {"contact": contact, "next": "/me"}).url == "/sign-in/code"
    assert client.post("/sign-in/code", {"code": other(code_sent(contact))}).status_code == 422
    assert client.post("/sign-in/code", {"code": code_sent(contact)}).url == "/firms/new"
    person = Person.objects.get()
    assert contact in (person.phone, person.email)
    answer = client.post("/firms/new", {"kind": "supplier", "name_en": "Mill", "next": "https://evil.example/"})
    assert answer.url == "/"
    assert Membership.objects.get(person=person).roles == ["owner"]
    assert Organisation.objects.get().admission == "applied"
    assert client.get("/me").status_code == 200


def test_a_code_is_kept_as_a_hash_and_works_once():
    code = signin.send_code(PHONE)
    with platform():
        row = Code.objects.get()
    assert code not in row.hash
    assert signin.person_for(PHONE, code).phone == PHONE
    assert signin.person_for(PHONE, code) is None


def test_a_code_runs_out_and_five_wrong_tries_spoil_it():
    code = signin.send_code(PHONE)
    clock.advance(600)
    assert signin.person_for(PHONE, code) is None
    clock.advance(900)
    code = signin.send_code(PHONE)
    for _ in range(signin.TRIES):
        assert signin.person_for(PHONE, other(code)) is None
    assert signin.person_for(PHONE, code) is None


def test_codes_are_limited():
    for _ in range(signin.PER_CONTACT):
        signin.send_code(PHONE)
    with pytest.raises(Refused) as refused:
        signin.send_code(PHONE)
    assert refused.value.code == "base.too_often"


def test_wrong_codes_through_the_api_are_counted_although_refused():
    client = Client()
    sent = client.post("/api/v1/sign-in/codes", {"contact": PHONE}, content_type="application/json")
    assert sent.status_code == 202
    code = sent.json()["demo_code"]
    wrong = client.post("/api/v1/sign-in", {"contact": PHONE, "code": other(code)}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "base.wrong_code")
    with platform():
        assert Code.objects.get().tries == 1
    right = client.post("/api/v1/sign-in", {"contact": PHONE, "code": code}, content_type="application/json")
    me = client.get("/api/v1/me", headers={"Authorization": f"Bearer {right.json()['token']}"})
    assert me.json()["person"] == right.json()["person"]


def test_a_token_acts_for_its_firm_until_it_is_revoked(make_firm, client_for):
    mill = make_firm("Mill")
    made = client_for(mill).post("/api/v1/tokens", {"name": "robot"}, content_type="application/json").json()
    with platform():
        assert made["token"] not in Token.objects.get().hash
    robot = Client(headers={"Authorization": f"Bearer {made['token']}"})
    assert robot.get("/api/v1/me").json()["organisation"] == mill.organisation.key
    assert robot.delete(f"/api/v1/tokens/{made['key']}").status_code == 204
    gone = robot.get("/api/v1/me")
    assert (gone.status_code, gone.json()["code"]) == (401, "base.sign_in_first")
    assert "Bearer" in gone["WWW-Authenticate"]


def test_nobody_acts_for_a_firm_they_are_not_in(make_firm, client_for):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    headers = {"X-Cofab-Organisation": rival.organisation.key}
    answer = client_for(mill).get("/api/v1/me", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "base.forbidden_organisation")


def test_an_invitation_becomes_a_membership_at_sign_in(make_firm):
    mill = make_firm("Mill")
    invite(mill.viewer, "138 0000 0000", ["planner"])
    person = signin.person_for(PHONE, signin.send_code(PHONE))
    assert Membership.objects.get(person=person).roles == ["planner"]


def test_only_owners_invite(make_firm):
    worker = make_firm("Mill", roles=("worker",))
    with pytest.raises(Refused) as refused:
        invite(worker.viewer, PHONE, ["owner"])
    assert refused.value.code == "kernel.forbidden"


def test_a_password_signs_in_and_too_many_wrong_ones_lock_out(make_firm):
    mill = make_firm("Mill")
    mill.person.set_password("correct horse battery")
    mill.person.save()
    client, form = Client(HTTP_ACCEPT_LANGUAGE="en"), {"contact": mill.person.phone}
    assert client.post("/sign-in/password", {**form, "password": "correct horse battery"}).url == "/"
    client.logout()
    statuses = [client.post("/sign-in/password", {**form, "password": "wrong"}).status_code for _ in range(11)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    assert client.post("/sign-in/password", {**form, "password": "correct horse battery"}).status_code == 429


def test_switching_firms_changes_what_is_seen(make_firm):
    mill, lathe = make_firm("Mill"), make_firm("Lathe")
    Membership.objects.create(person=mill.person, organisation=lathe.organisation, roles=["worker"])
    client = Client()
    client.force_login(mill.person, backend="cofab.apps.base.backends.ContactBackend")
    assert client.get("/api/v1/me").json()["organisation"] == mill.organisation.key
    client.post("/switch", {"organisation": lathe.organisation.key})
    me = client.get("/api/v1/me").json()
    assert (me["organisation"], me["roles"]) == (lathe.organisation.key, ["worker"])
    assert client.post("/switch", {"organisation": make_firm("Rival").organisation.key}).status_code == 403


def test_codes_and_tokens_are_for_the_platforms_eyes(make_firm):
    signin.send_code(PHONE)
    with acting(make_firm("Mill").viewer):
        assert not Code.objects.exists()


def test_an_owner_holds_the_firms_roles_but_not_the_operators(make_firm):
    mill, operator = make_firm("Mill"), make_firm("Cofab", kind="operator")
    assert mill.viewer.has("planner", "accountant")
    assert not mill.viewer.has("operator", "committee")
    assert operator.viewer.has("operator")
    assert not make_firm("Sly", roles=("operator",)).viewer.has("operator")


def test_an_organisation_keeps_an_owner(make_firm, client_for):
    mill = make_firm("Mill")
    address = f"/api/v1/members/{mill.person.key}/roles"
    answer = client_for(mill).put(address, {"roles": ["worker"]}, content_type="application/json")
    assert answer.json()["code"] == "base.last_owner"
    invite(mill.viewer, PHONE, ["owner"])
    signin.person_for(PHONE, signin.send_code(PHONE))
    assert client_for(mill).put(address, {"roles": []}, content_type="application/json").status_code == 204
    assert [row.person.phone for row in Membership.objects.filter(organisation=mill.organisation)] == [PHONE]


def test_only_a_demos_operator_moves_the_clock(make_firm, client_for, settings):
    mill, operator = make_firm("Mill"), make_firm("Cofab", kind="operator")
    body = {"data": {"seconds": 3600}, "content_type": "application/json"}
    assert client_for(mill).post("/api/v1/clock/advance", **body).status_code == 403
    before = clock.now()
    assert client_for(operator).post("/api/v1/clock/advance", **body).status_code == 200
    assert (clock.now() - before).total_seconds() >= 3600
    settings.COFAB_DEMO = False
    assert client_for(operator).post("/api/v1/clock/advance", **body).status_code == 403


def test_a_token_outlives_neither_its_firm_nor_reaches_another(make_firm, client_for):
    mill, lathe = make_firm("Mill"), make_firm("Lathe")
    Membership.objects.create(person=mill.person, organisation=lathe.organisation, roles=["owner"])
    made = client_for(mill).post("/api/v1/tokens", {"name": "robot"}, content_type="application/json").json()
    robot = Client(headers={"Authorization": f"Bearer {made['token']}"})
    other_firm = {"X-Cofab-Organisation": lathe.organisation.key}
    assert robot.get("/api/v1/me", headers=other_firm).status_code == 403
    Membership.objects.filter(person=mill.person, organisation=mill.organisation).delete()
    assert robot.get("/api/v1/me").json()["organisation"] == ""


def test_the_outbox_blots_a_code_out_when_it_was_used_or_ran_out():
    code = signin.send_code(PHONE)
    assert code in messages.last_to(PHONE).text
    assert signin.person_for(PHONE, code)
    assert (code in messages.last_to(PHONE).text, messages.last_to(PHONE).secret) == (False, "")
    late = signin.send_code(PHONE)
    assert messages.forget_old() == 0
    clock.advance(601)
    assert messages.forget_old() == 1
    assert late not in messages.last_to(PHONE).text


@pytest.mark.parametrize("sender", ["console", "file"])
def test_a_code_that_left_is_kept_nowhere_in_clear(settings, capsys, tmp_path, sender):
    settings.COFAB_MESSAGES, settings.COFAB_DATA = sender, tmp_path
    code = signin.send_code(PHONE)
    said = capsys.readouterr().err + "".join(path.read_text() for path in tmp_path.rglob("*.txt"))
    assert code in said
    assert code not in messages.last_to(PHONE).text
    with platform():
        assert code not in str(list(Code.objects.values()))


def test_who_acts_for_two_firms_finds_the_switch_on_every_page(make_firm):
    lathe, mill = make_firm("Lathe"), make_firm("Mill")
    Membership.objects.create(person=lathe.person, organisation=mill.organisation, roles=["owner"])
    client = Client()
    client.force_login(lathe.person, backend="cofab.apps.base.backends.ContactBackend")
    assert f'value="{mill.organisation.key}"' in client.get("/keys").content.decode()
