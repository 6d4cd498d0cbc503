"""What tests stand on: an own PostgreSQL, spoken to as the plain role, and firms with people in them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("COFAB_TEST_DATA", ROOT / "build" / "test"))
for _outside in ("DATABASE_URL", "DATABASE_OWNER_URL", "COFAB_OWNER_URL"):
    os.environ.pop(_outside, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "cofab.config.settings",
    "COFAB_DATA": str(DATA / "files"),
    "COFAB_SECRET": "tests only",
    "COFAB_DEMO": "true",
    "COFAB_MESSAGES": "outbox",
    "NUMBA_CACHE_DIR": str(DATA / "kernels"),
}

import django  # noqa: E402
import psycopg  # noqa: E402
import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

pytest_plugins = ["peers"]


def pytest_configure() -> None:
    """Load the apps, whose models test modules import; no example is too slow on a busy machine."""
    django.setup()
    settings.register_profile("cofab", deadline=None)
    settings.load_profile("cofab")


def pytest_runtest_setup() -> None:
    """Let go of a connection to a database that a test before has left.

    Why: while a browser's event loop runs in the main thread, Django keeps another connection for it than outside, and
    who renews the database in one of the two worlds cannot reach the connection of the other.
    """
    from django.db import connections

    for link in connections.all(initialized_only=True):
        held = link.connection
        if held is not None and not held.closed and held.info.dbname != link.settings_dict["NAME"]:
            link.close()


@dataclass(frozen=True)
class Firm:
    """An organisation with one person in it, and that person as a viewer."""

    organisation: Any
    person: Any
    viewer: Any

    @property
    def id(self) -> int:
        """Return the organisation's primary key, as audiences hold it."""
        return self.organisation.pk


@pytest.fixture(scope="session")
def server(django_db_blocker: Any) -> Iterator[Any]:
    """The tests' own PostgreSQL with a fresh, migrated database for this test process; never anybody else's."""
    from cofab.config.database import drop_database, ensure_server

    DATA.mkdir(parents=True, exist_ok=True)
    whole = ensure_server(DATA, durable=False)
    with psycopg.connect(whole.superuser_url, autocommit=True) as link:
        where = Path(link.execute("SHOW data_directory").fetchone()[0]).resolve()
        assert where.is_relative_to(DATA.resolve()), f"{where} is not the tests' own server"
        link.execute("SELECT pg_advisory_lock(20261121)")
        drop_leftovers(whole, link)
        template = f"cofab_template_{migrations_hash()}"
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            with django_db_blocker.unblock():
                make_template(whole, template)
    mine = TestServer(whole, template)
    mine.renew()
    yield mine
    for name in mine.names:
        drop_database(whole, name)


@dataclass
class TestServer:
    """The tests' server, the template of its databases, and this process's own databases, of which the last is in use.

    A used database is left standing until the process ends: a thread or a half-made connection of the test before may
    still hold it, and is neither shot nor waited for.
    """

    __test__ = False
    whole: Any
    template: str
    names: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the database in use."""
        return self.names[-1]

    @property
    def app_url(self) -> str:
        """Return the address of the test database for the plain role."""
        return self.whole.on(self.name).app_url

    @property
    def owner_url(self) -> str:
        """Return the address of the test database for the owner."""
        return self.whole.on(self.name).owner_url

    def renew(self) -> None:
        """Go on in a fresh copy of the template."""
        name = f"cofab_test_{os.getpid()}_{len(self.names)}"
        with psycopg.connect(self.whole.on("postgres").superuser_url, autocommit=True) as link:
            link.execute(f"CREATE DATABASE {name} TEMPLATE {self.template} OWNER cofab_owner STRATEGY wal_log")
        self.names.append(name)


def migrations_hash() -> str:
    """Return what tells one set of migrations, and of rules that they load, from another, as 16 hex digits."""
    digest = hashlib.sha256()
    source = ROOT / "src" / "cofab"
    rules = [*source.glob("**/rules.py"), source / "core/stewardship/governance/defaults.py"]
    for path in sorted([*source.glob("apps/**/migrations/**/*.*"), *rules]):
        if path.suffix in {".py", ".sql"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def make_template(whole: Any, name: str) -> None:
    """Make the database that others are copied from: migrated by the owner."""
    from cofab.config.database import drop_database, prepare_database

    drop_database(whole, f"{name}_new")
    prepare_database(whole, f"{name}_new")
    migrate(whole.on(f"{name}_new").owner_url)
    with psycopg.connect(whole.superuser_url, autocommit=True) as link:
        link.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")


def drop_leftovers(whole: Any, link: psycopg.Connection[Any]) -> None:
    """Drop the databases of test processes that are gone, and all but the four newest templates."""
    from cofab.config.database import drop_database

    query = "SELECT datname FROM pg_database WHERE datname LIKE 'cofab_te%' ORDER BY oid"
    names = [row[0] for row in link.execute(query)]
    gone = [n for n in names if n.startswith("cofab_test_") and not alive(int(n.split("_")[2]))]
    old = [n for n in names if n.startswith("cofab_template_")][:-4]
    for name in [*gone, *old]:
        drop_database(whole, name)


def alive(process: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def use(url: str, **options: str) -> None:
    """Point Django's connection at an address."""
    from django.db import connections

    from cofab.config.environment import connection as settings_of

    default = connections["default"]
    default.close()
    settings = settings_of(url)
    settings["OPTIONS"] |= options
    default.settings_dict |= {**settings, "CONN_MAX_AGE": 0}


def migrate(url: str) -> None:
    """Run every migration as the owner at `url`."""
    from django.core.management import call_command
    from django.db import connections

    use(url, options="-c cofab.viewer=system")
    call_command("migrate", verbosity=0)
    connections.close_all()


@pytest.fixture(scope="session")
def django_db_setup(server: Any, django_db_blocker: Any) -> Iterator[None]:
    """Speak to the test database as cofab_app, whom row-level security binds.

    After a test that commits, the database is copied anew: the plain role may not truncate tables, and what
    migrations loaded has to stay.
    """
    from django.db import connections
    from django.test import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def renew(_case: Any) -> None:
        connections.close_all()
        server.renew()
        use(server.app_url)

    TransactionTestCase._fixture_teardown = renew
    with django_db_blocker.unblock():
        use(server.app_url)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (False, "cofab_app")
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def make_firm(db: None) -> Callable[..., Firm]:
    """Make organisations, each with one person: `make_firm("Mill", kind="supplier", roles=("owner",))`."""
    from itertools import count

    from cofab.apps.base.models import Membership, Organisation, Person
    from cofab.apps.base.viewers import viewer_for

    numbers = count(1)

    def make(name: str = "Firm", kind: str = "supplier", roles: tuple[str, ...] = ("owner",), **facts: Any) -> Firm:
        organisation = Organisation.objects.create(
            kind=kind, name_en=name, name_zh=name, town=facts.pop("town", "ningbo"), admission="admitted", **facts
        )
        number = next(numbers)
        person = Person.objects.create(phone=f"+86139{organisation.pk % 10000:04}{number:04}", name=f"{name} person")
        Membership.objects.create(person=person, organisation=organisation, roles=list(roles))
        return Firm(organisation, person, viewer_for(person, organisation.key))

    return make


@pytest.fixture
def client_for() -> Callable[[Firm], Any]:
    """Give a Django test client signed in as a firm's person."""
    from django.test import Client

    def make(firm: Firm) -> Any:
        client = Client(HTTP_ACCEPT_LANGUAGE="en", headers={"X-Cofab-Organisation": firm.organisation.key})
        client.force_login(firm.person, backend="cofab.apps.base.backends.ContactBackend")
        return client

    return make


@pytest.fixture
def system(db: None) -> Iterator[Any]:
    """Let the test's own queries see everything; requests and actions still run as their viewers."""
    from cofab.apps.base.viewer import platform

    with platform() as viewer:
        yield viewer


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Do every job that waits, in order and in this thread, as the worker would; return how many were done."""
    from django.db import connection
    from procrastinate.contrib.django import app

    query = """UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (
                   SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()
                   ORDER BY priority DESC, id LIMIT 1) RETURNING task_name, args::text"""

    def run() -> int:
        for done in range(1000):
            with connection.cursor() as cursor:
                cursor.execute(query)
                row = cursor.fetchone()
            if row is None:
                return done
            app.tasks[row[0]].func(**json.loads(row[1]))
        raise AssertionError("jobs beget jobs without end")

    return run
