"""Whether this process lives, whether it can serve, and what it has counted."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
FREE_BYTES = 200_000_000
REQUESTS = Counter("cofab_requests_total", "Requests by method, area and status.", ["method", "area", "status"])
SECONDS = Histogram("cofab_request_seconds", "Seconds a request took, by area.", ["area"])


def observe(request: HttpRequest, status: int, seconds: float) -> None:
    """Count one answered request under its area: api, static or page."""
    area = {"api": "api", "static": "static"}.get(request.path.split("/", 2)[1], "page")
    REQUESTS.labels(request.method or "", area, str(status)).inc()
    SECONDS.labels(area).observe(seconds)


def livez(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations and disk are fit to serve, else 503, with each check's result."""
    checks = {"database": _database(), "migrations": _migrations(), "disk": _disk()}
    ready = all(result == "ok" for result in checks.values())
    return JsonResponse({"status": "ok" if ready else "not ready", "checks": checks}, status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give Prometheus its text, to who shows COFAB_METRICS_TOKEN; without a token to this machine.

    Behind a proxy (COFAB_PROXIES, or a site under https) every request comes from this machine, so that only a token
    tells who may.
    Under `cofab serve` the counts are those of all web processes together, ended ones included.
    """
    if not _may_measure(request):
        return JsonResponse({"status": "not found"}, status=404)
    counted, jobs = REGISTRY, CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    jobs.register(_Jobs())
    return HttpResponse(generate_latest(counted) + generate_latest(jobs), content_type=CONTENT_TYPE_LATEST)


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/livez": livez, "/readyz": readyz, "/metrics": metrics}


class _Jobs:
    """Jobs by queue and state, as the database has them this moment; nothing where it does not answer."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        gauge = GaugeMetricFamily("cofab_jobs", "Jobs by queue and state.", labels=["queue", "state"])
        try:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2")
                for queue, state, count in cursor.fetchall():
                    gauge.add_metric([queue, state], count)
        except (DatabaseError, psycopg.Error):
            return
        yield gauge


def _may_measure(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.COFAB_METRICS_TOKEN:
        return secrets.compare_digest(shown.encode(), settings.COFAB_METRICS_TOKEN.encode())
    behind_proxy = settings.PROXIES or settings.SECURE or any(name in request.headers for name in FORWARDED)
    return not behind_proxy and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def _database() -> str:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            return "role bypasses row-level security" if cursor.fetchone()[0] else "ok"
    except (DatabaseError, psycopg.Error):
        return "unreachable"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connections["default"])
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, psycopg.Error):
        return "unknown"
    return f"{len(left)} to run: cofab migrate" if left else "ok"


def _disk() -> str:
    free = shutil.disk_usage(settings.COFAB_DATA if settings.COFAB_DATA.exists() else ".").free
    return "ok" if free >= FREE_BYTES else f"{free // 1_000_000} MB free"
