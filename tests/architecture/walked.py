"""Run by test_walk.py in the copy into which the walk was typed: everything found the new step by itself."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from django.core.management import call_command

import cofab
from cofab.apps.base.registry import steps
from cofab.apps.stewardship.governance.selectors import current

ROOT = Path(__file__).resolve().parents[2]


def test_this_is_the_copy():
    assert Path(cofab.__file__).is_relative_to(ROOT)


def test_the_step_is_found_and_the_tests_of_isolation_and_roles_know_its_routes():
    assert "visit" in [step.name for step in steps()]
    spec = importlib.util.spec_from_file_location("roles", ROOT / "tests/apps/base/test_roles.py")
    roles = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(roles)
    keyed = {"/visits/{key}/answer", "/api/v1/visits/{key}/agree", "/api/v1/visits/{key}/decline"}
    assert keyed <= set(roles.isolation.PRIVATE)
    assert {"/visits/", "/api/v1/visits"} <= set(roles.isolation.LISTS)
    assert {("post", "/api/v1/visits"), ("post", "/api/v1/visits/{key}/agree")} <= set(roles.CLOSED)


@pytest.mark.django_db
def test_the_menu_shows_it_in_both_languages(make_firm, client_for):
    client = client_for(make_firm("Mill"))
    assert 'href="/visits/"' in client.get("/visits/").content.decode()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    assert "还没有人提出参观" in client.get("/visits/").content.decode()


@pytest.mark.django_db
def test_its_rule_and_the_new_value_are_in_force_and_shown(make_firm, client_for):
    assert current("visit")["notice_days"] == 2
    assert current("plan")["above_most_ppm"] == 0
    client = client_for(make_firm("Mill"))
    assert "How many days before a visit" in client.get("/rules/visit").content.decode()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
