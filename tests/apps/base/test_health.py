"""The probes tell the truth, and measurements stay on this machine."""

import pytest
from django.db import connection
from django.test import Client

from cofab.apps.base.tasks import sweep
from cofab.config import health

pytestmark = pytest.mark.django_db


def test_a_whole_site_is_ready():
    answer = Client().get("/readyz")
    assert (answer.status_code, set(answer.json()["checks"].values())) == (200, {"ok"})


def test_a_missing_migration_is_told():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'base'")
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"].endswith("to run: cofab migrate")


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(health, "FREE_BYTES", 1 << 60)
    assert Client().get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("where", "status"),
    [({"REMOTE_ADDR": "127.0.0.1"}, 200), ({"REMOTE_ADDR": "10.0.0.9"}, 404),
     ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.9"}, 404),
     ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=10.0.0.9"}, 404)],
)  # fmt: skip
def test_measurements_are_for_this_machine(where, status):
    assert Client().get("/metrics", **where).status_code == status


@pytest.mark.parametrize("proxied", [{"PROXIES": 1}, {"SECURE": True}])
def test_behind_a_proxy_only_a_token_tells_who_may_measure(settings, proxied):
    """There every request comes from this machine, whether the proxy says for whom or not."""
    for name, value in proxied.items():
        setattr(settings, name, value)
    near = {"REMOTE_ADDR": "127.0.0.1"}
    assert Client().get("/metrics", **near).status_code == 404
    settings.COFAB_METRICS_TOKEN = "secret"
    assert Client().get("/metrics", **near).status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer secret"}, **near).status_code == 200


def test_a_token_lets_others_measure(settings):
    settings.COFAB_METRICS_TOKEN = "secret"
    far = {"REMOTE_ADDR": "10.0.0.9"}
    assert Client().get("/metrics", **far).status_code == 404
    sweep.defer(timestamp=0)
    answer = Client().get("/metrics", headers={"Authorization": "Bearer secret"}, **far)
    assert b'cofab_jobs{queue="default",state="todo"} 1.0' in answer.content


def test_pages_carry_a_strict_content_policy(make_firm, client_for, settings):
    settings.COFAB_EVENTS_PORT = 8001
    policy = client_for(make_firm("Mill")).get("/me")["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert parts["default-src"] == "'self'"
    assert "http://testserver:8001" in parts["connect-src"]
    assert "unsafe-inline" not in policy
